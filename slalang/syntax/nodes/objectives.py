"""Objectives: what is promised of an indicator, and every statement about it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.quantities.money import RoundingMode
from slalang.syntax.nodes.base import CalendarLength, Comparator, Duration, Name, Node, Period, Text
from slalang.syntax.nodes.credits import Amount, Credit
from slalang.syntax.nodes.expressions import Expression
from slalang.syntax.nodes.literals import Date, LiteralValue
from slalang.syntax.nodes.streams import Source
from slalang.values import value

Verdict: TypeAlias = Literal["met", "missed", "minimum missed", "excused"]


@value
class Target(Node):
    """``target >= 99.9%``."""

    operator: Comparator
    threshold: Expression


@value
class Minimum(Node):
    """``minimum >= 99.5%``: a second, lower line that other clauses refer to."""

    operator: Comparator
    threshold: Expression


@value
class Budget(Node):
    """``up to 10h each contract year``."""

    length: Duration
    each: Period


@value
class Exclude(Node):
    """``exclude S``: takes its time out of the period, up to a budget."""

    sources: tuple[Source, ...]
    budget: Budget | None = None


@value
class Forgive(Node):
    """``forgive S``: keeps the time and ignores what went wrong in it, up to a budget."""

    sources: tuple[Source, ...]
    budget: Budget | None = None


@value
class MeasuredWhile(Node):
    """``measured while S``: excludes everything outside it."""

    sources: tuple[Source, ...]


@value
class NoData(Node):
    """``no data counts as met``."""

    verdict: Verdict


@value
class LowVolume(Node):
    """``fewer than 20 X counts as excused``, or ``fewer than 100 X allows 2 misses``: one of the two."""

    fewer_than: int
    rows: Name
    verdict: Verdict | None = None
    allows: int | None = None


@value
class CountedWhen(Node):
    """``counted when due``: the instant that decides the period of a cycle or an interval."""

    when: Literal["started", "due", "stopped", "ended"]


@value
class RoundedTo(Node):
    """``rounded to 0.1%``: the measured value is rounded before it is compared; silent is half up."""

    quantum: LiteralValue
    mode: RoundingMode | None = None


@value
class BreachWhen(Node):
    """``breach when target missed 4 times in 12 months``; ``times`` 1 and no window for a plain miss."""

    missed: Literal["target", "minimum"]
    times: int = 1
    within: CalendarLength | None = None
    repeating: Literal["each", "on crossing"] | None = None


@value
class ReportOnly(Node):
    """``report only``: measured and shown, without credit."""


@value
class ObjectiveCap(Node):
    """``cap at 20% of fees``: the most it pays in a period."""

    amount: Amount


@value
class OnlyTightened(Node):
    """``target and credit may only be tightened``."""


@value
class NothingChanged(Node):
    """``nothing may be changed``."""


ObjectiveClause: TypeAlias = (
    Target
    | Minimum
    | Exclude
    | Forgive
    | MeasuredWhile
    | NoData
    | LowVolume
    | CountedWhen
    | RoundedTo
    | BreachWhen
    | ReportOnly
    | ObjectiveCap
    | Credit
    | OnlyTightened
    | NothingChanged
)


@value
class Objective(Node):
    """``objective NAME ... each PERIOD { ... }``; without ``each`` it refines the one inherited."""

    name: Name
    title: Text | None
    measures: Name | None
    service: Name | None
    for_each: tuple[Name, ...]
    each: Period | None
    looking_back: CalendarLength | None
    effective: Date | None
    clauses: tuple[ObjectiveClause, ...]
    doc: str | None = None
