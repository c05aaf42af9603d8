"""The periods of one agreement, found by kind and by the instants they hold."""

from __future__ import annotations

from slalang.plan.plan import Plan
from slalang.plan.terms import PeriodKind
from slalang.quantities import local_date, period_at, period_holding, periods
from slalang.quantities.period import PERIOD_KINDS, Period


class Timeline:
    """The periods of the term. Kinds that the plan does not list are worked out once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._of_kind: dict[PeriodKind, tuple[Period, ...]] = {}
        self.months = self.of("month")

    def of(self, kind: PeriodKind) -> tuple[Period, ...]:
        """The periods of one kind, in order of time."""
        if kind not in self._of_kind:
            self._of_kind[kind] = self._plan.periods_of(kind) or self._worked_out(kind)
        return self._of_kind[kind]

    def holding(self, kind: PeriodKind, inner: Period) -> Period | None:
        """The period of the kind that holds the last instant of another."""
        return period_holding(self.of(kind), inner)

    def inside(self, kind: PeriodKind, start: int, end: int) -> tuple[Period, ...]:
        """The periods of the kind whose last instant lies in a stretch of time."""
        return tuple(period for period in self.of(kind) if start < period.end <= end)

    def month_of(self, period: Period) -> Period:
        """The month a period belongs to: the one that holds its last instant."""
        month = period_holding(self.months, period)
        if month is None:
            raise TypeError(f"{period.label} ends outside the term")
        return month

    def is_last_inside(self, kind: PeriodKind, period: Period) -> bool:
        """Whether the next period of its kind belongs to another period of the (longer) kind."""
        following = period_at(self.of(period.kind), period.end)
        return following is None or self.holding(kind, following) != self.holding(kind, period)

    def _worked_out(self, kind: PeriodKind) -> tuple[Period, ...]:
        zone = self._plan.timezone
        first, last = (local_date(at, zone) for at in (self._plan.term_start, self._plan.term_end - 1))
        return periods(kind, first, last, zone)


def is_longer(kind: PeriodKind, other: PeriodKind) -> bool:
    """Whether periods of the first kind are longer than those of the second."""
    return PERIOD_KINDS.index(kind) > PERIOD_KINDS.index(other)
