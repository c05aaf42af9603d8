"""The readings put in order: one series of assessments for each objective and combination of keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slalang.plan.plan import Period, Plan
from slalang.plan.reading import Reading, Readings
from slalang.plan.terms import Objective, Terms
from slalang.settlement.amounts import uses_fees
from slalang.settlement.breaches import with_breaches
from slalang.settlement.fees import FeesBook
from slalang.settlement.findings import Unsettled
from slalang.settlement.outcomes import Assessment, Ruling, assess
from slalang.settlement.timeline import Timeline
from slalang.statement import Keys


@dataclass(frozen=True)
class Governed:
    """A period of an objective, with the version of the terms in force at its start."""

    terms: Terms
    objective: Objective
    period: Period


@dataclass(frozen=True)
class Series:
    """One objective for one combination of keys: its assessments in order of time, and the periods of the
    objective that have closed."""

    objective: str
    keys: Keys
    entries: tuple[Assessment, ...]
    closes: tuple[Period, ...]


@dataclass(frozen=True)
class Measured:
    """Everything that was read: the series, and the periods that are not over at the end of it."""

    series: tuple[Series, ...]
    pending: tuple[Governed, ...]


def measured(plan: Plan, readings: Readings, timeline: Timeline, book: FeesBook) -> Measured:
    """The series of all objectives, in the order in which the versions first name them."""
    found = _Found(readings, book)
    series: list[Series] = []
    pending: list[Governed] = []
    names = dict.fromkeys(one.name for terms in plan.versions for one in terms.objectives)
    for name in names:
        governed = sorted(_governed(plan, timeline, name), key=lambda one: one.period.start)
        closed = [one for one in governed if one.period.end <= readings.end]
        pending += [one for one in governed if one.period.end > readings.end]
        series += found.series(name, closed)
    return Measured(tuple(series), tuple(pending))


def _governed(plan: Plan, timeline: Timeline, name: str) -> Iterator[Governed]:
    for terms in plan.versions:
        for objective in terms.objectives:
            if objective.name == name:
                periods = timeline.of(objective.each)
                yield from (
                    Governed(terms, objective, period)
                    for period in periods
                    if plan.terms_at(period.start) is terms and _has_begun(objective, period)
                )


def _has_begun(objective: Objective, period: Period) -> bool:
    return objective.effective is None or period.start >= objective.effective


class _Found:
    """The readings by objective and period."""

    def __init__(self, readings: Readings, book: FeesBook) -> None:
        self._book = book
        self._readings: dict[tuple[str, str], list[Reading]] = {}
        for reading in readings.objectives:
            self._readings.setdefault((reading.objective, reading.period), []).append(reading)

    def series(self, name: str, closed: list[Governed]) -> Iterator[Series]:
        """A series for each combination of keys, in the order in which they are first seen."""
        by_keys: dict[Keys, list[Assessment]] = {}
        for governed in closed:
            for one in self._assessed(governed):
                by_keys.setdefault(one.keys, []).append(one)
        closes = tuple(governed.period for governed in closed)
        for keys, entries in by_keys.items():
            yield Series(name, keys, with_breaches(entries), closes)

    def _assessed(self, governed: Governed) -> Iterator[Assessment]:
        terms, objective, period = governed.terms, governed.objective, governed.period
        readings = self._readings.get((objective.name, period.label), [])
        for reading in readings:
            keys = tuple(zip(objective.keys, reading.keys, strict=True))
            fees = self._fees(objective, period, keys)
            yield assess(terms, objective, period, keys, reading, fees)
        if not readings and not objective.keys:
            yield _unread(governed)

    def _fees(self, objective: Objective, period: Period, keys: Keys) -> Fraction | None:
        if not uses_fees(objective.value):
            return None
        try:
            return self._book.of(period, keys).amount
        except Unsettled:
            return None


def _unread(governed: Governed) -> Assessment:
    terms, objective, period = governed.terms, governed.objective, governed.period
    ruling = Ruling("unmeasured", "there is no reading of it", None)
    reading = Reading(objective.name, period.label)
    return Assessment(terms, objective, period, (), reading, None, None, "unmeasured", ruling)
