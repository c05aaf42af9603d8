"""The values of one objective on which two versions can differ: every threshold, and one between each two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from slalang.changes.nice_values import between
from slalang.changes.tickets import tickets_of
from slalang.plan.evaluate import evaluate
from slalang.plan.expressions import MeasureValue
from slalang.plan.reading import MeasureReading
from slalang.plan.streams import Measure
from slalang.plan.terms import (
    Band,
    Level,
    Objective,
    PerPoint,
    PerRow,
    PerUnit,
    Rung,
    Termination,
    Unit,
)

_UNITS_TRIED = 4
_MANY = (10, 100, 1000)
_NEAR: Mapping[Unit, Fraction] = {
    "ratio": Fraction(1, 100),
    "duration": Fraction(3_600_000_000),
    "number": Fraction(2),
    "money": Fraction(100),
}
"""How far beyond the only threshold a value is still near it."""
_ANY_LENGTH = 3_600_000_000


@dataclass(frozen=True)
class Sample:
    """A value of the objective in one period, and what else is measured there; ``None`` is no data."""

    value: Fraction | None
    extras: tuple[tuple[str, MeasureReading], ...] = ()


@dataclass(frozen=True)
class Axis:
    """One objective in both versions, with everything its values are held against."""

    objectives: tuple[Objective, ...]
    clauses: tuple[Any, ...]

    @property
    def unit(self) -> Unit:
        """The unit of its values."""
        return self.objectives[0].unit

    @cached_property
    def is_upward(self) -> bool:
        """Whether more is better."""
        for one in self.objectives:
            for bound in (one.target, one.minimum):
                if bound:
                    return bound.operator in (">=", ">")
        rungs = [row.trigger for row in self._rows() if isinstance(row.trigger, Rung)]
        return rungs[0].operator in ("<", "<=") if rungs else self.unit == "ratio"

    # --- values ----------------------------------------------------------------------------------

    def thresholds(self, length: int) -> list[Fraction]:
        """What values are compared with, in order. ``length`` is that of the period."""
        found = set(_numbers_compared((self.objectives, self.clauses)))
        for one in self.objectives:
            if one.rounding:
                steps = [one.rounding.quantum * count / 2 for count in (-2, -1, 1, 2)]
                found |= {value + step for value in tuple(found) for step in steps}
        for row in self._rows():
            if isinstance(row.per, PerPoint):
                found |= set(self._points(row.per))
            elif isinstance(row.per, PerUnit | PerRow) and row.per.measure == self.free:
                unit = row.per.unit if isinstance(row.per, PerUnit) else Fraction(1)
                amounts = [row.per.beyond + unit * count for count in range(_UNITS_TRIED)]
                values = (self.value_of(amount, length) for amount in amounts)
                found |= {value for value in values if value is not None}
        return sorted(value for value in found if self.is_possible(value))

    def is_possible(self, value: Fraction) -> bool:
        """Whether the objective can have the value: shares of something lie between nothing and all."""
        return value >= 0 and (self.unit != "ratio" or value <= 1 or not self._is_share())

    def values(self, length: int) -> list[Fraction]:
        """Every threshold, one value between each two, and one beyond each end; the best first."""
        known = self.thresholds(length)
        found = set(known)
        found |= {between(low, high, self.unit) for low, high in pairwise(known)}
        found |= set(self._ends(known))
        return sorted(found, reverse=self.is_upward)

    def _ends(self, known: Sequence[Fraction]) -> Iterator[Fraction]:
        lowest, highest = (known[0], known[-1]) if known else (Fraction(0), Fraction(0))
        top = Fraction(1) if self.unit == "ratio" and highest <= 1 else highest * 2 + 1
        near = max((high - low for low, high in pairwise(known)), default=_NEAR[self.unit])
        if lowest > 0:
            yield between(max(Fraction(0), lowest - near), lowest, self.unit)
            yield Fraction(0)
        if highest < top:
            yield between(highest, min(top, highest + near), self.unit)
            yield top

    def _points(self, per: PerPoint) -> Iterator[Fraction]:
        for one in self.objectives:
            if one.target:
                sign = -1 if self.is_upward else 1
                for count in range(_UNITS_TRIED):
                    yield one.target.threshold + sign * (per.beyond + count) * per.point

    def _is_share(self) -> bool:
        return all(threshold <= 1 for threshold in _numbers_compared((self.objectives, self.clauses)))

    def _rows(self) -> list[Any]:
        return [row for one in self.objectives if one.credit for row in one.credit.rows]

    # --- measures --------------------------------------------------------------------------------

    @cached_property
    def known_measures(self) -> dict[str, Measure]:
        """The measures of both versions."""
        return {measure.id: measure for one in self.objectives for measure in one.measures}

    @cached_property
    def free(self) -> str | None:
        """The one measure that decides the value, where there is one, and the value grows evenly with it."""
        known = self.known_measures
        used = [name for name in _measures_in(self.objectives[0].value) if known[name].aggregate != "period"]
        if len(set(used)) != 1 or known[used[0]].aggregate == "lengths":
            return None
        values = [self._value(used[0], Fraction(count), _ANY_LENGTH) for count in range(3)]
        if None in values:
            return None
        first, second, third = (Fraction(value or 0) for value in values)
        return used[0] if first != second and third - second == second - first else None

    def value_of(self, amount: Fraction, length: int) -> Fraction | None:
        """The value where the measure that decides it has this amount."""
        return None if self.free is None else self._value(self.free, amount, length)

    def amount_of(self, value: Fraction, length: int) -> Fraction | None:
        """The amount of the measure that decides the value."""
        if self.free is None:
            return None
        start, step = (self._value(self.free, Fraction(count), length) for count in range(2))
        if start is None or step is None:
            return None
        amount = (value - start) / (step - start)
        return amount if amount >= 0 else None

    def _value(self, free: str, amount: Fraction, length: int) -> Fraction | None:
        return evaluate(self.objectives[0].value, {**self._periods(length), free: amount}, Fraction(1))

    def _periods(self, length: int) -> dict[str, MeasureReading]:
        known = self.known_measures
        return {name: Fraction(length) for name, one in known.items() if one.aggregate == "period"}

    def measures(self, sample: Sample, length: int) -> tuple[dict[str, MeasureReading], Fraction | None]:
        """What is measured in a period of this length, and the value where measures do not give it."""
        found = self._periods(length) | dict(self._nothing) | dict(sample.extras)
        if sample.value is None:
            return found, None
        amount = self.amount_of(sample.value, length)
        if amount is None or self.free is None:
            return found, sample.value
        over = self.known_measures[self.free].over
        for name, one in self.known_measures.items():
            if one.aggregate == "lengths" and one.over == over and amount.denominator == 1:
                found[name] = (int(amount),) if amount else ()
        return {**found, self.free: amount}, None

    # --- what credits count beside the value -------------------------------------------------------

    def samples(self, length: int) -> list[Sample]:
        """Every value, the best first; bad ones with every amount that credits count beside it."""
        good, bad = self.extras(None)[0], self.extras(length)
        values = self.values(length)
        found = [Sample(value, bad[0] if self.is_bad(value) else good) for value in values]
        worst = next((value for value in values if self.is_bad(value)), None)
        found += [Sample(worst, extras) for extras in bad[1:] if worst is not None]
        found += [Sample(values[0], extras) for extras in bad if extras != good]
        return list(dict.fromkeys(self._fitting(each) for each in found))

    def as_many(self, sample: Sample, other: Sample) -> Sample:
        """The sample with as many tickets in all as another has, where tickets are counted."""
        tickets = tickets_of(self.free, self.known_measures, 0)
        theirs = {name: dict(other.extras)[name] for name in tickets.all} if tickets else {}
        total = next(iter(theirs.values()), None)
        if not isinstance(total, Fraction):
            return sample
        extras = tuple(sorted({**dict(sample.extras), **theirs}.items(), key=lambda item: item[0]))
        return self._fitting(Sample(sample.value, extras), int(total))

    def _fitting(self, sample: Sample, enough: int | None = None) -> Sample:
        """The sample with numbers of tickets that agree with their share in time."""
        if enough is None:
            enough = max((rule.fewer_than for one in self.objectives for rule in one.low_volume), default=0)
        tickets = tickets_of(self.free, self.known_measures, enough)
        if tickets is None or sample.value is None or sample.value > 1:
            return sample
        value, extras = tickets.fitting(sample.value, dict(sample.extras))
        return Sample(value, tuple(sorted(extras.items(), key=lambda item: item[0])))

    @cached_property
    def _nothing(self) -> tuple[tuple[str, MeasureReading], ...]:
        return self.extras(None)[0]

    def is_bad(self, value: Fraction) -> bool:
        """Whether the value misses a target, or is one that pays."""
        bounds = [one.target for one in self.objectives if one.target]
        above = [value > bound.threshold or (value == bound.threshold and "=" in bound.operator)
                 for bound in bounds]  # fmt: skip
        held = [
            up if self.is_upward else value <= bound.threshold
            for up, bound in zip(above, bounds, strict=True)
        ]
        return not all(held) if bounds else value != self.values(1)[0]

    def is_paid(self, value: Fraction) -> bool:
        """Whether any row of a credit holds for the value, as far as that is decided by it alone."""
        return any(_holds(row.trigger, value, self.is_bad(value)) for row in self._rows())

    def extras(self, length: int | None) -> list[tuple[tuple[str, MeasureReading], ...]]:
        """What credits count beside the value: nothing of it, or, in a bad period, each amount to try."""
        options: dict[str, list[MeasureReading]] = {}
        for name, amounts in self._counted(length):
            if name != self.free and self.known_measures.get(name) is not None:
                options.setdefault(name, []).extend(amounts)
        for name, one in self.known_measures.items():
            if one.aggregate == "lengths":
                options[name] = [()] if length is None else [(each,) for each in self._lengths()] or [()]
        first = {name: amounts[0] for name, amounts in options.items()}
        found = [tuple(sorted(first.items(), key=lambda item: item[0]))]
        for name, amounts in options.items():
            found += [
                tuple(sorted({**first, name: amount}.items(), key=lambda item: item[0]))
                for amount in amounts[1:]
            ]
        return found

    def _counted(self, length: int | None) -> Iterator[tuple[str, list[MeasureReading]]]:
        for one in self.objectives:
            for rule in one.low_volume:
                enough, few = Fraction(rule.fewer_than), Fraction(max(rule.fewer_than - 1, 0))
                yield rule.measure, [enough * 10 + 10] if length is None else [enough * 10 + 10, enough, few]
        for row in self._rows():
            per = row.per
            if isinstance(per, PerUnit | PerRow):
                unit = per.unit if isinstance(per, PerUnit) else Fraction(1)
                tried = [per.beyond + unit * count for count in (1, 2, Fraction(1, 2), 0, *_MANY)]
                whole = (
                    tried if isinstance(per, PerUnit) else [each for each in tried if each.denominator == 1]
                )
                yield per.measure, [Fraction(0)] if length is None else [*whole]
            for name in _measures_in(row.amount):
                yield name, [Fraction(0)] if length is None else [Fraction(length, 100)]

    def _lengths(self) -> list[int]:
        """Lengths of one interval: about those that rungs are for."""
        known = sorted(
            int(row.trigger.threshold)
            for one in self.objectives
            if one.credit and one.credit.for_each
            for row in one.credit.rows
            if isinstance(row.trigger, Rung)
        )
        middle = [(low + high) // 2 for low, high in pairwise(known)]
        return sorted(
            {*known, *middle, *(each * 2 for each in known[-1:]), *(each // 2 for each in known[:1])}
        )


def _holds(trigger: Any, value: Fraction, is_bad: bool) -> bool:
    match trigger:
        case Rung(operator, threshold):
            is_equal = value == threshold and "=" in operator
            return is_equal or (value < threshold if "<" in operator else value > threshold)
        case Band(low, _, high, _):
            return (low is None or value >= low) and (high is None or value <= high)
        case _:
            return is_bad


def _numbers_compared(part: Any) -> Iterator[Fraction]:
    """The thresholds anywhere in a part, but those for lengths of single intervals."""
    if isinstance(part, tuple):
        for each in part:
            yield from _numbers_compared(each)
    elif isinstance(part, Band):
        yield from (end for end in (part.low, part.high) if end is not None)
    elif is_dataclass(part) and not isinstance(part, type):
        if getattr(part, "for_each", None) is not None:
            return
        threshold = getattr(part, "threshold", None)
        if isinstance(threshold, Fraction) and not (isinstance(part, Level) and part.without_credit):
            yield threshold
        for field in fields(part):
            if field.name not in ("value", "measures") or isinstance(part, Termination):
                yield from _numbers_compared(getattr(part, field.name))


def _measures_in(part: Any) -> Iterator[str]:
    if isinstance(part, MeasureValue):
        yield part.measure
    elif isinstance(part, tuple):
        for each in part:
            yield from _measures_in(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            yield from _measures_in(getattr(part, field.name))
