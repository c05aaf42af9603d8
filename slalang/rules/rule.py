"""A rule: the kinds of finding it makes, and how it finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind
from slalang.rules.survey import Survey
from slalang.syntax.nodes.making import Frozen
from slalang.syntax.nodes.making import node as value

Check: TypeAlias = Callable[[Survey], Iterator[Diagnostic]]


@value
class Rule(Frozen):
    """The kinds a rule reports and the generator that finds them. Its module's docstring explains it."""

    kinds: tuple[Kind, ...]
    check: Check
