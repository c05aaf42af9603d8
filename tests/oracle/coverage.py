"""Which forms of a plan were reached, out of all that its types allow.

The forms are read off the types themselves: each kind of node, each word that a choice can take, each switch
on and off, and whatever may be left out both there and left out. So a form that is new in the plan is asked
for at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from slalang.plan.plan import Clause, Plan
from slalang.plan.streams import EventField

_OF_NO_PLACE = {"clause", "title", "clauses", "assumptions", "data_versions", "choices"}
"""What says where something is written, and decides nothing."""

_OF_FILES = {"path", "format", "column", "zone", "fold", "unit"}
"""How the logs of files are read: rows reach the oracle after that."""


def forms() -> set[str]:
    """Every form that a plan can have."""
    found: set[str] = set()
    seen: set[type] = set()
    waiting: list[type] = [Plan]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        found.add(node.__name__)
        for name, hint in _fields(node).items():
            found |= {f"{node.__name__}.{name} = {word}" for word in _words(hint)}
            waiting += [inner for inner in _inner(hint) if is_dataclass(inner)]
    return found


def reached(plan: Plan) -> Iterator[str]:
    """The forms that a plan has, each as often as it has it."""
    yield from _of_node(plan)


def _of_node(node: Any) -> Iterator[str]:
    kind = type(node).__name__
    yield kind
    for name, hint in _fields(type(node)).items():
        value = getattr(node, name)
        words = _words(hint)
        yield from (f"{kind}.{name} = {word}" for word in _said(value, words))
        yield from (form for one in _nodes(value) for form in _of_node(one))


def _said(value: Any, words: set[str]) -> set[str]:
    """Which of the words of a field its value says."""
    said = {str(value)} if isinstance(value, str | bool) else set()
    if isinstance(value, tuple):
        said |= {str(one) for one in value if isinstance(one, str)}
        said.add("some" if value else "none")
    else:
        said.add("none" if value is None else "some")
    return said & words


def _nodes(value: Any) -> Iterable[Any]:
    """The nodes right below a field."""
    if is_dataclass(value):
        return [value]
    return [one for one in value if is_dataclass(one)] if isinstance(value, tuple) else []


@cache
def _fields(node: type) -> dict[str, Any]:
    """The fields of a node that decide something, with their types."""
    if node is Clause:
        return {}
    hints = get_type_hints(node)
    aside = _OF_NO_PLACE | (_OF_FILES if node.__module__ == EventField.__module__ else set())
    names = [own.name for own in fields(node) if own.name not in aside and not own.name.endswith("_clause")]
    return {name: hints[name] for name in names}


def _words(hint: Any) -> set[str]:
    """The words that a field of a type can say."""
    found = {str(word) for inner in _inner(hint) if get_origin(inner) is Literal for word in get_args(inner)}
    if bool in _inner(hint):
        found |= {"True", "False"}
    if NoneType in _inner(hint) or get_origin(hint) is tuple:
        found |= {"some", "none"}
    return found


def _inner(hint: Any) -> list[Any]:
    """The types that a type is made of."""
    if get_origin(hint) in (Union, UnionType, tuple):
        return [inner for one in get_args(hint) for inner in _inner(one)]
    return [hint]


_NO_CONTRACT_WITHOUT = """
Calendar.covers Calendar.open Clock.keys Credit.rows EarnBack.stages Event.fields Every.metrics Followed.keys
Logic.operands Membership.values Objective.measures Paired.keys Plan.events Plan.periods Plan.versions
Spaced.keys Stream.fields Stream.sources Table.rows Terms.objectives
Bonus.rows PointsTable.steps
"""
_NO_WORDS_FOR = """
Bound.operator=!= Bound.operator== Band.low=none Band.high=none
Budget.each=term Cap.horizon=day FeesByKey.each=term FixedFees.each=term
InvoicedFees.each=term Objective.counted_when=ended Objective.each=term Share.each=contract~year
Share.each=day Share.each=term Share.each=week Stacking.within=contract~year
Stacking.within=day Stacking.within=term
"""
_ELSEWHERE = """
Objective.narrow=none InvoicedFees.narrow=none Terms.fees=none Objective.target=none CalendarFile
Calendar.files=some
"""


def _named(words: str, ending: str = "") -> list[str]:
    return [f"{word}{ending}".replace("=", " = ", 1).replace("~", " ") for word in words.split()]


_NOT_YET = """
Stage.as_offset=True EarnBack.held_until_decided=True EarnBack.still_counts_as_breach=False
Cap.horizon=interval Cap.stream=some Claim Claim.each=contract~year Claim.each=day Claim.each=month
Claim.each=quarter Claim.each=term Claim.each=week Claim.each=year Claim.narrow=none Claim.narrow=some
CreditsWhile CreditsWhile.narrow=none CreditsWhile.narrow=some
EarnBack.still_counts_towards_caps=False MonthsOfService PerRow.intervals=some PointsStep PointsTable
PointsTable.steps=none PointsTable.steps=some Stacking.cause=some Terms.claim=some
Terms.credits_while=some Terms.points=some Points
"""


NOT_GENERATED: Mapping[str, str] = {
    **dict.fromkeys(_named(_NO_CONTRACT_WITHOUT, "=none"), "there is no contract without it"),
    **dict.fromkeys(_named(_NO_WORDS_FOR), "the language has no words for it, or they are refused"),
    **dict.fromkeys(_named(_NOT_YET), "the oracle does not know it"),
    **dict.fromkeys(_named(_ELSEWHERE), "every log is shared by its owners, and calendars are made here"),
}
"""The forms that no generated contract has, and why."""
