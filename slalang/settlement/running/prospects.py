"""The worst and the best that a running period can still become: value, outcome and credit.

Between two thresholds of its clauses an outcome is one and the same, and a credit only grows as the value
gets worse. So it is enough to settle the values at the thresholds, right beside them, and at the ends of what
is possible. Measures that credits are paid by are taken at their least and at their most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slalang.plan.reading import MeasureReading, Reading
from slalang.plan.terms import Band, Formula, Objective, PerPoint, PerRow, PerUnit, Rung
from slalang.settlement.amounts import measures_of
from slalang.settlement.credits import Due, Unknown
from slalang.settlement.outcomes import Assessment, Ruling
from slalang.settlement.running.intervals import End
from slalang.settlement.running.reach import Outlook
from slalang.statement import OutcomeName
from slalang.status import Prospect

Assess: TypeAlias = Callable[[Reading], Assessment]
Settle: TypeAlias = Callable[[Assessment], Due | Unknown | None]

_BESIDE = Fraction(1, 10**30)
"""Less than any two values of a log differ by: they are fractions of whole numbers far below its inverse."""

_VERY_MANY = Fraction(10**15)
_FROM_GOOD_TO_BAD: tuple[OutcomeName, ...] = (
    "met",
    "excused",
    "pending",
    "unmeasured",
    "missed",
    "minimum missed",
)


@dataclass(frozen=True)
class Prospects:
    """Both ends."""

    worst: Prospect
    best: Prospect


def prospects(outlook: Outlook, now: Assessment, assess: Assess, settle: Settle) -> Prospects:
    """What the period can become. ``assess`` and ``settle`` say what a reading of it would come to."""
    return _Search(outlook, now, assess, settle).found()


@dataclass(frozen=True)
class _Search:
    outlook: Outlook
    now: Assessment
    assess: Assess
    settle: Settle

    @property
    def _objective(self) -> Objective:
        return self.outlook.objective

    def found(self) -> Prospects:
        least, most, because = self._measures()
        values = tuple(self._values())
        outcomes = [one.outcome for one in (*self._ruled(least), *self._at(values, least))]
        low, high = self.outlook.value.low, self.outlook.value.high
        worst_value, best_value = (low, high) if self._more_is_better() else (high, low)
        best_credit, why_best = self._credit(values, least, min, because)
        worst_credit, why_worst = self._credit(values, most, max, because)
        return Prospects(
            worst=_prospect(worst_value, max(outcomes, key=_badness), worst_credit, why_worst),
            best=_prospect(best_value, min(outcomes, key=_badness), best_credit, why_best),
        )

    def _more_is_better(self) -> bool:
        bound = self._objective.target or self._objective.minimum
        return bound is None or bound.operator in (">", ">=")

    # --- values ----------------------------------------------------------------------------------

    def _values(self) -> Iterator[Fraction]:
        """All values at which something may change, as far as they are possible."""
        ends = self.outlook.value
        thresholds = sorted(set(_thresholds(self._objective)))
        rule = self._objective.rounding
        steps = (_BESIDE, *((rule.quantum,) if rule else ()))
        beside = {at + step * side for at in thresholds for step in steps for side in (-1, 0, 1)}
        low = ends.low or End(min(thresholds, default=Fraction(0)) - 1)
        high = ends.high or End(max(thresholds, default=Fraction(0)) + 1)
        yield low.value if low.reached else low.value + _BESIDE
        yield high.value if high.reached else high.value - _BESIDE
        yield from sorted(at for at in beside if low.value < at < high.value)

    def _at(self, values: Sequence[Fraction], measures: dict[str, MeasureReading]) -> Iterator[Assessment]:
        """What the values would be by themselves, no rule about missing data or low volume deciding."""
        reading = replace(self.outlook.running.reading, measures=measures)
        for value in values:
            yield self.assess(replace(reading, value=value))

    def _ruled(self, measures: dict[str, MeasureReading]) -> Iterator[Assessment]:
        """What a rule may decide in place of a value: it may go on to do so where it does now, and where a
        value may be missing in the end. A rule about few rows begins to hold only where rows can go."""
        reading = replace(self.now.reading, measures=measures)
        if self.now.ruling:
            yield replace(self.now, reading=reading)
        for rule in self._objective.low_volume:
            if not self.outlook.is_firm(self.outlook.measure(rule.measure)):
                ruling = Ruling(rule.counts_as or "met", "few rows were counted", rule.clause)
                yield replace(self.now, reading=reading, outcome=ruling.outcome, ruling=ruling)
        if self.outlook.value.low is None or self.outlook.value.high is None or self._may_lose_rows():
            yield replace(self._without_value(), reading=reading)

    def _may_lose_rows(self) -> bool:
        over = [measure for measure in self._objective.measures if measure.aggregate in ("share", "mean")]
        return any(not self.outlook.is_firm(measure) and not self.outlook.width(measure) for measure in over)

    def _without_value(self) -> Assessment:
        """As a period without anything to measure."""
        outcome = self._objective.no_data or "unmeasured"
        ruling = Ruling(outcome, "there is nothing to measure", self._objective.no_data_clause)
        return replace(self.now, value=None, compared=None, outcome=outcome, ruling=ruling)

    # --- credits ---------------------------------------------------------------------------------

    def _measures(self) -> tuple[dict[str, MeasureReading], dict[str, MeasureReading], str | None]:
        """The measures at their least and their most, and why the credit is open, where it is."""
        least, most, because = dict(self.outlook.measures), dict(self.outlook.measures), None
        credit = self._objective.credit
        if credit is None:
            return least, most, None
        if credit.for_each is not None:
            because = "it is paid for each interval"
        for row in credit.rows:
            if isinstance(row.amount, Formula) and any(measures_of(row.amount)):
                because = "it is paid by a formula of what is measured"
            if isinstance(row.per, PerPoint) and None in (self.outlook.value.low, self.outlook.value.high):
                because = "it is paid by how far the value falls short"
            if isinstance(row.per, PerUnit | PerRow):
                measure = self.outlook.measure(row.per.measure)
                ends = self.outlook.of_measure(measure)
                if measure.aggregate not in ("time", "count"):
                    because = "it is paid by what no rule bounds"
                least[measure.id] = ends.low.value if ends.low else Fraction(0)
                most[measure.id] = ends.high.value if ends.high else _VERY_MANY
        return least, most, because

    def _credit(
        self,
        values: Sequence[Fraction],
        measures: dict[str, MeasureReading],
        choose: Callable[..., Decimal],
        because: str | None,
    ) -> tuple[Decimal | None, str | None]:
        found = [self.settle(one) for one in (*self._ruled(measures), *self._at(values, measures))]
        amounts = [one.amount if isinstance(one, Due) else Decimal(0) for one in found]
        unknown = [one.reason for one in found if isinstance(one, Unknown)]
        if choose is min and (None in found):
            return Decimal(0), None
        if unknown:
            return None, unknown[0]
        if because and any(amounts):
            return None, because
        if (
            choose is max
            and _VERY_MANY in measures.values()
            and not self._is_capped(values, measures, amounts)
        ):
            return None, "it grows with every further one"
        return choose(amounts), None

    def _is_capped(
        self, values: Sequence[Fraction], measures: dict[str, MeasureReading], amounts: Sequence[Decimal]
    ) -> bool:
        """Whether twice as many come to no more."""
        twice = {name: 2 * _VERY_MANY if at == _VERY_MANY else at for name, at in measures.items()}
        more = [self.settle(one) for one in (*self._ruled(twice), *self._at(values, twice))]
        return max(amounts) == max(one.amount if isinstance(one, Due) else Decimal(0) for one in more)


def _prospect(end: End | None, outcome: OutcomeName, credit: Decimal | None, because: str | None) -> Prospect:
    return Prospect(end.value if end else None, end.reached if end else False, outcome, credit, because)


def _badness(outcome: OutcomeName) -> int:
    return _FROM_GOOD_TO_BAD.index(outcome)


def _thresholds(objective: Objective) -> Iterator[Fraction]:
    """Everything that the value is compared with."""
    yield from (bound.threshold for bound in (objective.target, objective.minimum) if bound)
    for row in objective.credit.rows if objective.credit else ():
        match row.trigger:
            case Rung(threshold=threshold):
                yield threshold
            case Band(low=low, high=high):
                yield from (end for end in (low, high) if end is not None)
            case _:
                pass
