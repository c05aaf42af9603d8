"""What the measures of a running period, and the value made of them, can still become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from slalang.plan.counts import HELD, ROWS, SUM, count_of
from slalang.plan.expressions import Arithmetic, Expression, FieldValue, MeasureValue, Negative, Number
from slalang.plan.plan import Plan
from slalang.plan.reading import MeasureReading, RunningReading
from slalang.plan.streams import Every, Measure
from slalang.plan.terms import Objective
from slalang.settlement.running.intervals import OPEN, End, Interval, exactly
from slalang.settlement.running.steadiness import Steadiness, names_any, steadiness

_CHANGING = ("elapsed", "paused", "stopped", "to", "length")
"""The fields of a cycle that change as long as it goes on."""

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Outlook:
    """A running period of an objective: what was measured, and how much of it is to come."""

    plan: Plan
    objective: Objective
    running: RunningReading

    @property
    def measures(self) -> Mapping[str, MeasureReading]:
        """What was measured so far."""
        return self.running.reading.measures

    @property
    def rest(self) -> int:
        """The time of the period that is to come."""
        return max(0, self.running.period.end - self.running.until)

    @cached_property
    def whole(self) -> int:
        """The length of the period in the end, where nothing more of it is excluded."""
        return self.elapsed + self.rest

    @cached_property
    def elapsed(self) -> int:
        """What was measured of the period so far, without what was excluded."""
        return self.running.until - self.running.start - self.running.reading.excluded

    def measure(self, name: str) -> Measure:
        """The measure with this name."""
        return next(one for one in self.objective.measures if one.id == name)

    def number(self, name: str) -> Fraction:
        """What a measure reads so far; nothing is zero."""
        found = self.measures.get(name)
        return found if isinstance(found, Fraction) else _ZERO

    def steady(self, measure: Measure) -> Steadiness:
        """How firm the time of a measure is."""
        return steadiness(self.plan, self.objective, measure.over or "")

    # --- what it can become ----------------------------------------------------------------------

    @cached_property
    def value(self) -> Interval:
        """The values that the indicator can have at the close."""
        return self._of(self.objective.value)

    def of_measure(self, measure: Measure) -> Interval:
        """What a measure can read at the close."""
        so_far = self.number(measure.id)
        match measure.aggregate:
            case "time":
                return self._time(measure)
            case "period":
                whole = End(Fraction(self.whole))
                return Interval(End(Fraction(self.elapsed)) if self._excludes else whole, whole)
            case "count":
                return Interval(End(so_far if self.is_firm(measure) else _ZERO), None)
            case "share":
                return self._share(measure)
            case "mean":
                return self._mean(measure)
            case _:
                return OPEN

    @property
    def _excludes(self) -> bool:
        objective = self.objective
        effects = (exclusion.effect == "exclude" for exclusion in objective.exclusions)
        return objective.measured_while is not None or any(effects)

    def _of(self, expression: Expression) -> Interval:
        match expression:
            case Number(value):
                return exactly(value)
            case Arithmetic("/", MeasureValue(part), MeasureValue(whole)) if self._is_share_of_time(
                part, whole
            ):
                return self._share_of_time(self.measure(part))
            case MeasureValue(name):
                return self.of_measure(self.measure(name))
            case Negative(operand):
                return -self._of(operand)
            case Arithmetic("+", left, right):
                return self._of(left) + self._of(right)
            case Arithmetic("-", left, right):
                return self._of(left) + -self._of(right)
            case Arithmetic("*", left, right):
                return self._of(left).combined("*", self._of(right))
            case Arithmetic("/", left, right):
                return self._of(left).combined("/", self._of(right))
            case _:
                return OPEN

    def _is_share_of_time(self, part: str, whole: str) -> bool:
        return self.measure(part).aggregate == "time" and self.measure(whole).aggregate == "period"

    def _time(self, measure: Measure) -> Interval:
        steady, so_far = self.steady(measure), self.number(measure.id)
        low = so_far if steady.floor else _ZERO
        most = Fraction(self._window)
        high = most if steady.slack is None else min(most, so_far + steady.slack + self.rest)
        return Interval(End(low), End(high))

    @property
    def _window(self) -> int:
        return self.running.until - self.running.start + self.rest

    def _share_of_time(self, measure: Measure) -> Interval:
        """Time that is still excluded shortens the whole: that makes the share greater, where it is below
        one, and no greater than if all the time counted."""
        if not self.whole:
            return OPEN
        times, whole = self._time(measure), Fraction(self.whole)
        low = times.low.value / whole if times.low else _ZERO
        high = times.high.value / whole if times.high else _ONE
        return Interval(End(min(low, _ONE)), End(min(high, _ONE)))

    def is_firm(self, measure: Measure) -> bool:
        """Whether later rows only add to those that it counts, and change none of them."""
        if not self.steady(measure).floor:
            return self._is_firm_clock(measure)
        shapes = {event.name: event.shape for event in self.plan.events}
        shapes |= {stream.name: "points" for stream in self.plan.streams if stream.shape == "points"}
        return shapes.get(measure.over or "") == "points"

    def _is_firm_clock(self, measure: Measure) -> bool:
        """Where the limit is that of the start and no cycle goes on after its stop, what is decided stays."""
        objective = self.objective
        if objective.exclusions or objective.measured_while or objective.counted_when == "stopped":
            return False
        clock = next((one for one in self.plan.clocks if one.name == measure.over), None)
        if clock is None or clock.limit_as_of != "start" or clock.continues is not None:
            return False
        return clock.limit is not None and not names_any((measure.value, measure.where), _CHANGING)

    def _share(self, measure: Measure) -> Interval:
        """Any number of further rows may be good or bad: all of them, where there are none yet."""
        rows, held = (self.number(count_of(measure.id, what)) for what in (ROWS, HELD))
        firm = self.is_firm(measure)
        return Interval(End(_ZERO, not firm or held == 0), End(_ONE, not firm or held == rows))

    def _mean(self, measure: Measure) -> Interval:
        """Of shares in buckets: so many are to come, and each is something between none and all."""
        if self.width(measure) is None:
            return OPEN
        rows, total = (self.number(count_of(measure.id, what)) for what in (ROWS, SUM))
        to_come = self.buckets_to_come(measure)
        if to_come is None or not rows + to_come:
            return Interval(End(_ZERO), End(_ONE))
        whole = rows + to_come
        return Interval(End(total / whole), End((total + to_come) / whole))

    def buckets_to_come(self, measure: Measure) -> int | None:
        """The most buckets to come, of all values seen so far; ``None`` before there are any."""
        width, seen = self.width(measure), self.running.reading.buckets
        if width is None or not self.elapsed or not seen or not self.steady(measure).floor:
            return None
        return -(-seen * width // self.elapsed) * -(-self.rest // width)

    def width(self, measure: Measure) -> int | None:
        """The width of the buckets of whose share it is the mean, ``None`` for any other mean."""
        stream = next((one for one in self.plan.streams if one.name == measure.over), None)
        if stream is None or stream.shape != "buckets" or not isinstance(measure.value, FieldValue):
            return None
        cut = next((step for step in stream.steps if isinstance(step, Every)), None)
        metrics = cut.metrics if cut else ()
        metric = next((one for one in metrics if one.name == measure.value.field), None)
        if cut is None or metric is None or metric.aggregate != "share":
            return None
        return cut.width if metric.when_empty is None or 0 <= metric.when_empty <= 1 else None
