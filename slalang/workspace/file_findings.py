"""What is found in looking at files, one by one and together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind
from slalang.source import SourceFile, Span
from slalang.values import Frozen, value

Facts: TypeAlias = Mapping[str, tuple[tuple[Span, tuple[str, ...]], ...]]
"""What a file says to rules that compare files, by rule: places, and texts that the rule understands."""


@value
class FileFindings(Frozen):
    """What is found in looking at one file, which depends on it and what it imports alone.

    ``faults`` are of form and meaning: an error among them keeps a contract from being settled. ``remarks``
    are what rules find.
    """

    faults: tuple[Diagnostic, ...]
    remarks: tuple[Diagnostic, ...]
    facts: Facts


@value
class Found(Frozen):
    """All that was found in some files and those they import, before anything is left out.

    ``asked`` and ``sources`` are the files by their paths in the project at ``root``. ``kinds`` are all kinds
    of findings there are, where that is known without asking every rule.
    """

    root: Path
    asked: tuple[str, ...]
    sources: Mapping[str, SourceFile]
    faults: tuple[Diagnostic, ...]
    remarks: tuple[Diagnostic, ...]
    kinds: tuple[Kind, ...] = ()
