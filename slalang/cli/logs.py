"""The logs that a call names, and faults that are of the call."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from slalang.cli.findings import refuse
from slalang.diagnostics import Diagnostic

if TYPE_CHECKING:
    from slalang.events import Log


def logs_of(events: Iterable[str]) -> dict[str, list[Log]]:
    """The files given for each event, in the order given."""
    from slalang.events import database_table

    files: dict[str, list[Log]] = {}
    for given in events:
        name, equals, path = given.partition("=")
        if not (name and equals and path):
            refuse(f"--events takes NAME=FILE, and `{given}` is not that")
        files.setdefault(name, []).append(database_table(path) or Path(path))
    return files


def is_of_the_call(found: Iterable[Diagnostic]) -> bool:
    """Whether any finding is about the call, and so none about the files alone."""
    from slalang.events import CALL_FAULTS

    return any(each.kind in CALL_FAULTS for each in found)
