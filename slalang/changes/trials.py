"""Trying two versions of an agreement on courses of measurements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any

from slalang.changes.axis import Axis, Sample
from slalang.changes.payoff import Contrast, Settle
from slalang.changes.scenarios import Depth, Field, Point, Scenario, scenarios
from slalang.plan.plan import Period, Plan
from slalang.plan.reading import FeesReading, Reading, Readings
from slalang.plan.terms import FeesByKey, InvoicedFees, MeanOf, Objective
from slalang.quantities.period import PeriodKind

INVOICED = Fraction(10_000)
"""What is invoiced in each period, where fees are."""
_LONG_CAPS = ("quarter", "year", "contract year", "rolling", "term")
_YEAR = 12
_TIMES = ("times", "nth", "consecutive", "more_than")
_LENGTHS = (*_TIMES, "periods", "window", "months")
_LONGEST = 13
_MOST = 500


@dataclass(frozen=True)
class Tried:
    """A course of measurements, and what both versions come to on it."""

    scenario: Scenario
    contrast: Contrast
    end: int


@dataclass(frozen=True)
class Trial:
    """Two plans under names made of contents, the instant from which they differ, and the objectives that
    are tried first."""

    old: Plan
    new: Plan
    start: int
    names: tuple[str, ...]
    settle: Settle
    depth: Depth = "runs"
    _made: dict[tuple[str, str, Sample], Reading] = field(default_factory=dict)

    def run(self) -> Iterator[Tried]:
        """Every course, the smallest first."""
        if not self.axes:
            return
        field = Field(self.axes, self._mains, self.lengths, self.memory, self.repeats, self.depth)
        for scenario in islice(dict.fromkeys(scenarios(field)), _MOST):
            tried = self.tried(scenario)
            if tried is not None:
                yield tried

    # --- what is tried ---------------------------------------------------------------------------

    @cached_property
    def _promised(self) -> dict[str, list[Objective]]:
        found: dict[str, list[Objective]] = {}
        for plan in (self.old, self.new):
            for one in plan.terms_at(self.start).objectives:
                found.setdefault(one.name, []).append(one)
        return found

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """The axis of each objective that can be tried, those asked for first."""
        ordered = [*self.names, *(name for name in self._promised if name not in self.names)]
        return {
            name: Axis(tuple(self._promised[name]), self._clauses(name))
            for name in ordered
            if name in self._promised and name in self._first
        }

    @cached_property
    def lengths(self) -> dict[str, int]:
        """The length of the first period of each objective."""
        return {name: one.end - one.start for name, one in self._first.items()}

    @property
    def _mains(self) -> tuple[str, ...]:
        return tuple(name for name in self.names if name in self.axes) or tuple(self.axes)

    def _clauses(self, name: str) -> tuple[Any, ...]:
        terms = [plan.terms_at(self.start) for plan in (self.old, self.new)]
        held = (getattr(each, field.name) for each in terms for field in fields(each))
        return tuple(
            one
            for part in held
            if isinstance(part, tuple)
            for one in part
            if getattr(one, "objective", "") == name
        )

    @cached_property
    def _first(self) -> dict[str, Period]:
        """The first period of each objective that begins under the differing terms."""
        found: dict[str, Period] = {}
        for name, objectives in self._promised.items():
            start = max(self.start, min(one.effective or 0 for one in objectives))
            kinds = {one.each for one in objectives}
            keys = {one.keys for one in objectives}
            periods = self._periods(next(iter(kinds)))
            later = [one for one in periods if one.start >= start]
            if len(kinds) == 1 and len(keys) == 1 and later:
                found[name] = later[0]
        return found

    def _periods(self, kind: PeriodKind) -> tuple[Period, ...]:
        return self.old.periods_of(kind) or self.new.periods_of(kind)

    @cached_property
    def memory(self) -> int:
        """For how many periods any clause looks back, up to a year."""
        counts = [3]
        for plan in (self.old, self.new):
            terms = plan.terms_at(self.start)
            counts += _counts((terms.earn_backs, terms.terminations, terms.objectives), _LENGTHS)
            counts += [_YEAR for cap in terms.caps if cap.horizon in _LONG_CAPS]
        return min(max(counts), _LONGEST)

    @cached_property
    def repeats(self) -> tuple[int, ...]:
        """How many misses clauses count."""
        every = (plan.terms_at(self.start) for plan in (self.old, self.new))
        counts = {
            each - 1 for terms in every for each in _counts((terms.terminations, terms.objectives), _TIMES)
        }
        return tuple(sorted({2, *counts} & {*range(2, self.memory)}))

    # --- measurements ----------------------------------------------------------------------------

    def tried(self, scenario: Scenario) -> Tried | None:
        """What both versions come to on a course; ``None`` where the term has too few periods for it."""
        last = self.period(Point(scenario.objective, scenario.periods - 1, Sample(None)))
        if last is None:
            return None
        end = last.end
        readings = self.readings(scenario, end)
        old, new = self.settle(self.old, readings), self.settle(self.new, readings)
        return Tried(scenario, Contrast(old, new), end) if old and new else None

    def _periods_of(self, name: str) -> tuple[Period, ...]:
        return self._periods(self._promised[name][0].each)

    def period(self, point: Point) -> Period | None:
        """The period a point is in."""
        first = self._first[point.objective].start
        later = [one for one in self._periods_of(point.objective) if one.start >= first]
        return later[point.offset] if point.offset < len(later) else None

    def readings(self, scenario: Scenario, end: int) -> Readings:
        """What is measured from the start of the term to an instant, everything else at its best."""
        given = {}
        for point in scenario.points:
            period = self.period(point)
            if period is not None:
                given[point.objective, period.label] = point.sample
        found = [
            self._reading(name, period, given.get((name, period.label)))
            for name in self.axes
            for period in self._periods_of(name)
            if period.end <= end
        ]
        return Readings(end, tuple(found), tuple(self._fees(end)))

    def _reading(self, name: str, period: Period, sample: Sample | None) -> Reading:
        sample = sample or self._best[name]
        if (name, period.label, sample) not in self._made:
            self._made[name, period.label, sample] = self._read(name, period, sample)
        return self._made[name, period.label, sample]

    def _read(self, name: str, period: Period, sample: Sample) -> Reading:
        axis, length = self.axes[name], period.end - period.start
        keys = self.keys(name)
        if sample.value is None:
            return Reading(name, period.label, keys, rows=0)
        measures, value = axis.measures(sample, length)
        return Reading(name, period.label, keys, measures, rows=1, value=value)

    @cached_property
    def _best(self) -> dict[str, Sample]:
        return {
            name: Sample(one.values(self.lengths[name])[0], one.extras(None)[0])
            for name, one in self.axes.items()
        }

    def keys(self, name: str) -> tuple[str, ...]:
        """A value for each field that the objective is promised for: one that fees are listed for."""
        fees = self.old.terms_at(self.start).fees
        tables = {table.name: table for table in self.old.tables}
        found = []
        for each in self._promised[name][0].keys:
            is_listed = isinstance(fees, FeesByKey) and fees.field == each and tables[fees.table].rows
            found.append(
                tables[fees.table].rows[0][0] if is_listed and isinstance(fees, FeesByKey) else "any"
            )
        return tuple(found)

    def _fees(self, end: int) -> Iterator[FeesReading]:
        every: dict[str, Period] = {}
        for plan in (self.old, self.new):
            for terms in plan.versions:
                if isinstance(terms.fees, InvoicedFees):
                    every |= {one.label: one for one in self._periods(terms.fees.each) if one.start < end}
        keys = {(), *(self.keys(name) for name in self.axes)}
        for label in every:
            yield from (FeesReading(label, one, INVOICED) for one in sorted(keys))


def _counts(part: Any, names: tuple[str, ...]) -> Iterator[int]:
    """One more than each number that the clauses of a part have in fields with these names."""
    if isinstance(part, tuple):
        for each in part:
            yield from _counts(each, names)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            value = getattr(part, each.name)
            if each.name in names and isinstance(value, int):
                yield value + 1
            elif each.name == "each" and isinstance(part, MeanOf):
                yield _YEAR
            else:
                yield from _counts(value, names)
