"""How far a cap reaches, what was paid there before, and the most it allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import cast

from slalang.plan.plan import Plan
from slalang.plan.terms import Cap, MonthsOfFees, MonthsOfService, PeriodKind
from slalang.quantities import local_date, looking_back, months_back
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
    calculations: tuple[str, ...] = ()
    """What was reckoned to come to the amount."""
    days: Fraction | None = None
    """The days of service that the limit is, where it is in days; ``days_before`` were paid before."""
    days_before: Fraction = Fraction(0)


@dataclass(frozen=True)
class Horizons:
    """Works out limits. ``at_least`` counts fees that were not seen as nothing."""

    plan: Plan
    timeline: Timeline
    amounts: Amounts
    at_least: Amounts

    def stretch(self, cap: Cap, close: Period) -> Period:
        """The stretch of time for which the cap counts a credit of this period: credits of one stretch are
        cut together. Of any so many days it is that which ends with the period."""
        if cap.days is not None:
            return self._last_days(cap.days, close)
        if cap.horizon in ("day", "week"):
            return self._holding(cap.horizon, close)
        month = self.timeline.month_of(close)
        return (
            self._rolling(cap.months or 1, month)
            if cap.horizon == "rolling"
            else self._holding(cast(PeriodKind, cap.horizon), month)
        )

    def limit(
        self, cap: Cap, month: Period, stretch: Period, paid: Sequence[tuple[Period, Decimal, Fraction]]
    ) -> Limit:
        """The limit for credits of a month that are cut together, after what was ``paid`` for earlier
        periods. By months, or by days where the cap reaches over days."""
        earlier = [(amount, days) for period, amount, days in paid if self._counts(cap, stretch, period)]
        before = self.amounts.money.sum(*(amount for amount, _ in earlier))
        days_before = sum((days for _, days in earlier), Fraction(0))
        try:
            found = self._worked_out(self.amounts, cap, month, stretch, before)
            return replace(found, days_before=days_before)
        except Unsettled as missing:
            return self._lower_bound(cap, month, stretch, before, missing.reason)

    def _lower_bound(self, cap: Cap, month: Period, stretch: Period, before: Decimal, missing: str) -> Limit:
        try:
            bound = self._worked_out(self.at_least, cap, month, stretch, before)
        except Unsettled:
            return Limit(stretch.label, before, None, missing=missing)
        return replace(bound, is_lower_bound=True, missing=missing)

    def _worked_out(
        self, amounts: Amounts, cap: Cap, month: Period, stretch: Period, before: Decimal
    ) -> Limit:
        period = month if isinstance(cap.amount, MonthsOfFees | MonthsOfService) else stretch
        terms = self.plan.terms_at(month.start)
        occasion = Occasion(terms, period, (), {}, by_days=_is_in_days(cap))
        worked = amounts.work_out(cap.amount, occasion)
        amount = amounts.money.at_most(worked.amount)
        total = amounts.money.text(amount)
        how = total if total == worked.how else f"{total} ({worked.how})"
        reckoned = f"{worked.sum} = {amounts.money.text(worked.amount)}"
        note = "" if amount == worked.amount else f": cut to {total}"
        calculations = () if worked.sum == total else (f"{reckoned}{note}",)
        reckoning = (*worked.before, *calculations)
        return Limit(stretch.label, before, amount, how, calculations=reckoning, days=worked.days or None)

    def _counts(self, cap: Cap, stretch: Period, paid: Period) -> bool:
        """Whether what was paid for a period counts in the stretch: it ended there, or its month did."""
        close = paid if _is_in_days(cap) else self.timeline.month_of(paid)
        return stretch.start < close.end <= stretch.end

    def _holding(self, kind: PeriodKind, inner: Period) -> Period:
        found = self.timeline.holding(kind, inner)
        if found is None:
            raise TypeError(f"{inner.label} is in no {kind}")
        return found

    def _last_days(self, days: int, close: Period) -> Period:
        """So many local days that end with the period, as far as the term has them."""
        zone = self.plan.timezone
        start = max(looking_back(close, days, zone)[0], self.plan.term_start)
        known = (local_date(close.end - 1, zone) - local_date(start, zone)).days + 1
        return Period(
            kind="term",
            label=f"the {days} days up to {local_date(close.end - 1, zone)}",
            start=start,
            end=close.end,
            days=known,
            whole_days=days,
            month=close.month,
        )

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


def _is_in_days(cap: Cap) -> bool:
    """Whether the cap reaches over days, and not over months or longer."""
    return cap.days is not None or cap.horizon in ("day", "week")
