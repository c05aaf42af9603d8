"""What is left before a target or a minimum is missed: in whole units, so that one more is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Literal

from slalang.plan.counts import HELD, ROWS, SUM, count_of
from slalang.plan.evaluate import evaluate
from slalang.plan.expressions import MeasureValue
from slalang.plan.reading import MeasureReading
from slalang.plan.streams import Measure
from slalang.plan.terms import Bound
from slalang.settlement.outcomes import holds, rounded
from slalang.settlement.running.reach import Outlook
from slalang.status import BudgetLine


def budgets(outlook: Outlook) -> Iterator[BudgetLine]:
    """The budget under the target and that under the minimum, where the value has one."""
    objective = outlook.objective
    bounds: tuple[tuple[Literal["target", "minimum"], Bound | None], ...] = (
        ("target", objective.target),
        ("minimum", objective.minimum),
    )
    for name, bound in bounds:
        line = _Search(outlook, name, bound).line() if bound else None
        if line:
            yield line


def most(is_met: Callable[[int], bool], limit: int | None = None) -> int | None:
    """The greatest number with which it is met, up to a limit; ``None`` where it is not met with none.

    More is never better. Without a limit there must be a number with which it is not met.
    """
    if not is_met(0):
        return None
    if limit is not None and is_met(limit):
        return limit
    high = 1 if limit is None else limit
    while limit is None and is_met(high):
        high *= 2
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_met(middle) else (low, middle)
    return low


@dataclass(frozen=True)
class _Search:
    outlook: Outlook
    name: Literal["target", "minimum"]
    bound: Bound

    def line(self) -> BudgetLine | None:
        """By the one measure that decides, as long as the period itself is the only other."""
        names = list(_named(self.outlook.objective.value))
        measures = [self.outlook.measure(name) for name in names]
        deciding = [measure for measure in measures if measure.aggregate != "period"]
        if len(deciding) != 1 or len(set(names)) < len(names):
            return None
        measure = deciding[0]
        match measure.aggregate:
            case "time":
                return self._time(measure)
            case "mean":
                return self._mean(measure)
            case "share":
                return self._share(measure)
            case "percentile" if self.outlook.objective.value == MeasureValue(measure.id):
                return self._percentile(measure)
            case _:
                return None

    def _is_met(self, values: Mapping[str, MeasureReading]) -> bool:
        objective = self.outlook.objective
        value = evaluate(objective.value, values)
        return value is None or holds(rounded(objective, value), self.bound.operator, self.bound.threshold)

    # --- time ------------------------------------------------------------------------------------

    def _time(self, measure: Measure) -> BudgetLine | None:
        whole = Fraction(self.outlook.whole)
        periods = {one.id: whole for one in self.outlook.objective.measures if one.aggregate == "period"}
        steady = self.outlook.steady(measure)
        added = None if steady.slack is None else steady.slack + self.outlook.rest
        used = self.outlook.number(measure.id)
        return self._of_time(
            measure.over or "",
            used,
            int(whole),
            added,
            lambda time: self._is_met({**periods, measure.id: time}),
        )

    def _mean(self, measure: Measure) -> BudgetLine | None:
        """Time in which all rows of one value fail."""
        outlook = self.outlook
        width, to_come = outlook.width(measure), outlook.buckets_to_come(measure)
        if width is None or to_come is None:
            return None
        rows, total = (outlook.number(count_of(measure.id, what)) for what in (ROWS, SUM))
        whole = (rows + to_come) * width
        return self._of_time(
            measure.over or "",
            total * width,
            int(whole),
            to_come * width,
            lambda time: self._is_met({measure.id: time / whole}),
        )

    def _of_time(
        self, of: str, used: Fraction, whole: int, added: int | None, is_met: Callable[[Fraction], bool]
    ) -> BudgetLine | None:
        """Nothing where more time is what is wanted."""
        if not whole or is_met(Fraction(whole)):
            return None
        allowed = most(lambda time: is_met(Fraction(time)), whole)
        more = most(lambda time: is_met(used + time), whole)
        left = None if allowed is None else allowed - used
        return BudgetLine(
            bound=self.name,
            clause=self.bound.clause,
            unit="time",
            of=of,
            allowed=allowed,
            used=used,
            left=left,
            from_now_on=more,
            is_safe=more is not None and added is not None and added <= more,
        )

    # --- rows ------------------------------------------------------------------------------------

    def _share(self, measure: Measure) -> BudgetLine | None:
        held, rows = (int(self.outlook.number(count_of(measure.id, what))) for what in (HELD, ROWS))

        def is_met(share: Fraction) -> bool:
            return self._is_met({measure.id: share})

        if is_met(Fraction(1)) and not is_met(Fraction(0)):
            return self._of_rows(measure, rows - held, rows, lambda bad, of: is_met(Fraction(of - bad, of)))
        if is_met(Fraction(0)) and not is_met(Fraction(1)):
            return self._of_rows(measure, held, rows, lambda bad, of: is_met(Fraction(bad, of)))
        return None

    def _percentile(self, measure: Measure) -> BudgetLine | None:
        """The nearest rank is within a threshold where at least so large a share of the rows is."""
        at_most = self.bound.operator in ("<", "<=")
        if not at_most or measure.percentile is None or self.outlook.objective.rounding:
            return None
        wanted = measure.percentile
        rows = int(self.outlook.number(count_of(measure.id, ROWS)))
        within = int(self.outlook.number(count_of(measure.id, f"{HELD} {self.bound.clause}")))
        return self._of_rows(
            measure, rows - within, rows, lambda bad, of: of - bad >= max(Fraction(1), wanted * of)
        )

    def _of_rows(
        self, measure: Measure, bad: int, rows: int, is_met: Callable[[int, int], bool]
    ) -> BudgetLine:
        """``is_met`` says whether so many failures among so many rows are met."""
        allowed = most(lambda count: is_met(count, rows), rows) if rows else 0
        is_met_now = not rows or is_met(bad, rows)
        more = (
            most(lambda count: rows + count == 0 or is_met(bad + count, rows + count)) if is_met_now else None
        )
        return BudgetLine(
            bound=self.name,
            clause=self.bound.clause,
            unit="rows",
            of=measure.over or "",
            allowed=allowed,
            used=Fraction(bad),
            left=None if allowed is None else Fraction(allowed - bad),
            from_now_on=more,
            to_recover=None if is_met_now else _recovery(bad, rows, is_met),
        )


_MOST_ROWS = 1 << 62


def _recovery(bad: int, rows: int, is_met: Callable[[int, int], bool]) -> int | None:
    """How many further good rows it takes; ``None`` where no number is enough."""
    if not is_met(bad, rows + _MOST_ROWS):
        return None
    still_missed = most(lambda good: not is_met(bad, rows + good))
    return None if still_missed is None else still_missed + 1


def _named(part: object) -> Iterator[str]:
    """The measures of an expression, as often as they stand in it."""
    if isinstance(part, MeasureValue):
        yield part.measure
    elif is_dataclass(part):
        for one in fields(part):
            yield from _named(getattr(part, one.name))
