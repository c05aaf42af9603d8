"""The terms of one version taken apart into slots: what can change by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

from slalang.changes.content import content, is_place
from slalang.changes.scenarios import Depth
from slalang.plan.terms import EarnBack, Objective, Terms

Owner: TypeAlias = Literal["agreement", "objective", "earn back"]

MEASURED = "measured"
"""The slot of what an objective measures: its indicator, with all that is behind it."""
WHOLE = ""
"""The slot of an objective or an earn-back that one version does not have."""

_PATTERNS = ("breach", "terminations", "banks")
_OF_PATTERNS = re.compile(r"\b(Repeat|OnBreach|OnMiss)\(")
WITHIN_A_PERIOD = ("target", "minimum", "no_data", "rounding", "low_volume", "cap", "minimum_payable", "fees")
"""Slots of which one period mostly shows the difference."""


UNTRIED = (
    MEASURED,
    "narrow",
    "keys",
    "each",
    "looking_back",
    "counted_when",
    "exclusions",
    "measured_while",
    "fees",
    "title",
    "service",
)
"""Slots that values of objectives and the credits for them say nothing about."""

_OF_MEASURING = ("value", "measures", "unit", "point_events", "interval_events")


@dataclass(frozen=True, order=True)
class Slot:
    """A field of the agreement's terms, of one of its objectives, or of the earn-back of one."""

    owner: Owner
    name: str
    field: str


def slots_of(terms: Terms) -> dict[Slot, Any]:
    """Everything that the terms say, by slot."""
    found: dict[Slot, Any] = {}
    for name in _said(terms, ("effective", "objectives", "earn_backs")):
        found[Slot("agreement", "", name)] = getattr(terms, name)
    for objective in terms.objectives:
        found |= _of_objective(objective)
    for clause in terms.earn_backs:
        found[Slot("earn back", clause.objective, WHOLE)] = clause
    return found


def _of_objective(objective: Objective) -> dict[Slot, Any]:
    found: dict[Slot, Any] = {Slot("objective", objective.name, WHOLE): ()}
    for name in _said(objective, ("name", *_OF_MEASURING)):
        found[Slot("objective", objective.name, name)] = getattr(objective, name)
    found[Slot("objective", objective.name, "title")] = _title(objective)
    found[Slot("objective", objective.name, MEASURED)] = (objective.unit, objective.value)
    return found


def _title(objective: Objective) -> str:
    """The title, if it has one of its own."""
    return "" if objective.title == objective.name else objective.title


def _said(part: Terms | Objective, apart: tuple[str, ...]) -> Iterator[str]:
    return (each.name for each in fields(part) if each.name not in apart and not is_place(each.name))


def depth_of(slot: Slot, *values: Any) -> Depth:
    """How far a change of a slot can reach."""
    if slot.field in WITHIN_A_PERIOD:
        return "period"
    counts = slot.field == "credit" and any(_OF_PATTERNS.search(content(each)) for each in values)
    is_earn_back = slot.owner == "earn back"
    return "patterns" if counts or is_earn_back or slot.field in _PATTERNS else "runs"


# --- putting a slot into other terms -----------------------------------------------------------


def patched(terms: Terms, slot: Slot, other: Terms) -> Terms:
    """The terms with one slot as other terms have it."""
    if slot.owner == "agreement":
        return replace(terms, **{slot.field: getattr(other, slot.field)})
    if slot.owner == "earn back":
        return replace(terms, earn_backs=_with(terms.earn_backs, other.earn_backs, slot.name))
    if slot.field == WHOLE:
        return replace(terms, objectives=_with_objective(terms, other, slot.name))
    return replace(terms, objectives=tuple(_patched(one, slot, other) for one in terms.objectives))


def objective_of(terms: Terms, name: str) -> Objective | None:
    """The objective with this name."""
    return next((one for one in terms.objectives if one.name == name), None)


def _with(known: tuple[EarnBack, ...], other: tuple[EarnBack, ...], name: str) -> tuple[EarnBack, ...]:
    rest = (one for one in known if one.objective != name)
    return (*rest, *(one for one in other if one.objective == name))


def _with_objective(terms: Terms, other: Terms, name: str) -> tuple[Objective, ...]:
    added = objective_of(other, name)
    rest = tuple(one for one in terms.objectives if one.name != name)
    return (*rest, added) if added else rest


def _patched(objective: Objective, slot: Slot, other: Terms) -> Objective:
    """The objective with one slot of another; it knows the measures of both."""
    source = objective_of(other, objective.name)
    if objective.name != slot.name or source is None:
        return objective
    by_id = {one.id: one for one in (*objective.measures, *source.measures)}
    measures = tuple(by_id[name] for name in sorted(by_id))
    names = _OF_MEASURING if slot.field == MEASURED else (slot.field,)
    new = {name: getattr(source, name) for name in names if name != "measures"}
    return replace(objective, measures=measures, **new)
