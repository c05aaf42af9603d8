"""How far a cap reaches, what was paid there before, and the most it allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from slalang.plan.plan import Plan
from slalang.plan.terms import Cap, MonthsOfFees
from slalang.quantities import months_back
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts, Occasion
from slalang.settlement.findings import Unsettled
from slalang.settlement.timeline import Timeline


@dataclass(frozen=True)
class Limit:
    """The most that is paid over a horizon, and what was paid there in earlier months.

    ``amount`` is ``None`` where it cannot be worked out. Where it ``is_lower_bound``, fees are missing
    and it can only turn out higher. ``missing`` says what is missing.
    """

    horizon: str
    before: Decimal
    amount: Decimal | None
    how: str = ""
    is_lower_bound: bool = False
    missing: str = ""


@dataclass(frozen=True)
class Horizons:
    """Works out limits. ``at_least`` counts fees that were not seen as nothing."""

    plan: Plan
    timeline: Timeline
    amounts: Amounts
    at_least: Amounts

    def limit(self, cap: Cap, month: Period, paid: Sequence[tuple[str, Decimal]]) -> Limit:
        """The limit as it stands in a month, after what was ``paid`` in earlier ones, by their labels."""
        stretch = self._stretch(cap, month)
        labels = {one.label for one in self.timeline.inside("month", stretch.start, stretch.end)}
        earlier = (amount for label, amount in paid if label in labels)
        before = self.amounts.money.sum(*earlier)
        try:
            return self._worked_out(self.amounts, cap, month, stretch, before)
        except Unsettled as missing:
            return self._lower_bound(cap, month, stretch, before, missing.reason)

    def _lower_bound(self, cap: Cap, month: Period, stretch: Period, before: Decimal, missing: str) -> Limit:
        try:
            bound = self._worked_out(self.at_least, cap, month, stretch, before)
        except Unsettled:
            return Limit(stretch.label, before, None, missing=missing)
        return Limit(stretch.label, before, bound.amount, bound.how, True, missing)

    def _worked_out(
        self, amounts: Amounts, cap: Cap, month: Period, stretch: Period, before: Decimal
    ) -> Limit:
        period = month if isinstance(cap.amount, MonthsOfFees) else stretch
        occasion = Occasion(self.plan.terms_at(month.start), period, (), {})
        worked = amounts.work_out(cap.amount, occasion)
        amount = amounts.money.at_most(worked.amount)
        total = amounts.money.text(amount)
        how = total if total == worked.how else f"{total} ({worked.how})"
        return Limit(stretch.label, before, amount, how)

    def _stretch(self, cap: Cap, month: Period) -> Period:
        """The horizon that holds the month."""
        if cap.horizon == "rolling":
            return self._rolling(cap.months or 1, month)
        found = self.timeline.holding(cap.horizon, month)
        if found is None:
            raise TypeError(f"{month.label} is in no {cap.horizon}")
        return found

    def _rolling(self, months: int, last: Period) -> Period:
        """The months that end with this one, as far as the term has them."""
        labels = months_back(last.label, months)
        inside = [month for month in self.timeline.months if month.label in labels]
        return Period(
            kind="term",
            label=f"the {months} months up to {last.label}",
            start=inside[0].start,
            end=last.end,
            days=sum(month.days for month in inside),
            whole_days=sum(month.whole_days for month in inside),
            month=last.label,
        )
