"""What a rule is, and which of the two kinds to write.

A `Rule` looks at one file. Its ``check`` gets the ``Survey`` of that file and sees what the file declares,
with everything that it imports; what it yields depends on nothing else. The findings of a file are kept, and
found again only after a change to the file or to what it imports. Nearly every rule is one of these.

A `JointRule` is for what no single file shows, such as two agreements over one scope in files that know
nothing of one another. Its ``gather`` gets the same surveys and notes of each file a few small facts; its
``check`` gets the facts of all files and compares them. Facts are places and texts, never nodes: they are
kept as the findings are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind
from slalang.rules.survey import Survey
from slalang.source import Span
from slalang.values import Frozen, value

Check: TypeAlias = Callable[[Survey], Iterator[Diagnostic]]


@value
class Rule(Frozen):
    """The kinds a rule reports and the generator that finds them. Its module's docstring explains it."""

    kinds: tuple[Kind, ...]
    check: Check


@value
class Fact(Frozen):
    """What a file says that matters to other files: a place in it, and texts in an order the rule knows."""

    place: Span
    texts: tuple[str, ...]


@value
class JointRule(Frozen):
    """The kinds a rule reports that compares files: ``gather`` notes facts, ``check`` compares all of them.

    ``name`` is what its facts are kept under: one word for the rule, never used again for another.
    """

    name: str
    kinds: tuple[Kind, ...]
    gather: Callable[[Survey], Iterator[Fact]]
    check: Callable[[Sequence[Fact]], Iterator[Diagnostic]]
