"""What is paid of what is due: stacking, caps and the least amount payable, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from slalang.plan.plan import Plan
from slalang.plan.terms import Cap, Terms
from slalang.quantities import allocate
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts
from slalang.settlement.claims import Desk
from slalang.settlement.credits import Due
from slalang.settlement.findings import Unsettled
from slalang.settlement.horizons import Horizons, Limit
from slalang.settlement.outage_caps import OutageCap
from slalang.settlement.paid import CutStep, Paid
from slalang.settlement.stacking import Stacker
from slalang.settlement.timeline import Timeline
from slalang.settlement.wording import clause_text
from slalang.statement import CapLine


@dataclass(frozen=True)
class BittenCap:
    """A cap that took something off the credits of a month that ends at ``at``."""

    at: int
    line: CapLine


@dataclass(frozen=True)
class Payments:
    """What is paid in all months, the caps that bit, and what keeps an amount from being final: when
    (the end of the month) and why."""

    paid: tuple[Paid, ...] = ()
    caps: tuple[BittenCap, ...] = ()
    open_points: tuple[tuple[int, str], ...] = ()

    def __add__(self, other: Payments) -> Payments:
        return Payments(self.paid + other.paid, self.caps + other.caps, self.open_points + other.open_points)


@dataclass(frozen=True)
class Cashier:
    """Pays the credits of one agreement.

    The terms in force at the start of a month say how the credits of that month are stacked and capped.
    """

    plan: Plan
    timeline: Timeline
    amounts: Amounts
    horizons: Horizons
    desk: Desk

    def pay(self, dues: Sequence[Due]) -> Payments:
        """The payments for all credits. Those of one month keep their order."""
        payments = Payments()
        for month in self.timeline.months:
            of_month = [due for due in dues if due.period.period.month == month.label]
            if of_month:
                payments += self._month(month, of_month, payments.paid)
        return payments

    def _month(self, month: Period, dues: Sequence[Due], earlier: Sequence[Paid]) -> Payments:
        terms = self.plan.terms_at(month.start)
        payments = Payments(tuple(self._arisen(Paid.whole(due)) for due in dues))
        stacker = Stacker(self.plan, self.timeline, self.amounts.money)
        for stacking in terms.stacking:
            payments = replace(payments, paid=stacker.stacked(stacking, payments.paid, earlier))
        for cap in sorted(terms.caps, key=_by_horizon):
            if cap.horizon == "interval":
                payments = self._of_outages(cap, month, payments, earlier)
                continue
            for stretch in self._stretches(cap, payments.paid):
                payments = self._capped(cap, month, stretch, payments, earlier)
        return replace(payments, paid=tuple(self._payable(terms, one) for one in payments.paid))

    def _arisen(self, one: Paid) -> Paid:
        """Nothing of a credit where its condition does not hold at the close of its period."""
        condition = one.due.period.terms.credits_while
        if condition is None or self.desk.holds(condition.stream, one.due.period):
            return one
        text = (
            f"{clause_text(self.plan, condition.clause)}: not at the close of {one.due.period.period.label}"
        )
        return one.cut("condition", condition.clause, text, self.amounts.money.zero)

    # --- caps ------------------------------------------------------------------------------------

    def _of_outages(self, cap: Cap, month: Period, payments: Payments, earlier: Sequence[Paid]) -> Payments:
        one = OutageCap(self.plan, self.amounts, cap, month)
        try:
            paid, lines = one.applied(payments.paid, earlier)
        except Unsettled as missing:
            what = f"{clause_text(self.plan, cap.clause)} cannot be applied to {month.label} yet"
            return payments + Payments(open_points=((month.end, f"{what}: {missing.reason}"),))
        bitten = tuple(BittenCap(month.end, line) for line in lines)
        return replace(payments, paid=paid, caps=payments.caps + bitten)

    def _stretches(self, cap: Cap, paid: Sequence[Paid]) -> list[Period]:
        """The stretches of time in which the credits of a month are cut together, in order of time."""
        found = dict.fromkeys(self.horizons.stretch(cap, one.due.period.period) for one in paid)
        return sorted(found, key=lambda stretch: stretch.end)

    def _capped(
        self, cap: Cap, month: Period, stretch: Period, payments: Payments, earlier: Sequence[Paid]
    ) -> Payments:
        here = [self.horizons.stretch(cap, one.due.period.period) == stretch for one in payments.paid]
        sooner = [
            one
            for one, now in zip(payments.paid, here, strict=True)
            if not now and _closes(one) < stretch.end
        ]
        paid = [(one.due.period.period, one.amount, one.days) for one in (*earlier, *sooner)]
        limit = self.horizons.limit(cap, month, stretch, paid)
        cut = [one for one, now in zip(payments.paid, here, strict=True) if now]
        before = self.amounts.money.sum(limit.before, *(one.amount for one in cut))
        if before == limit.before:
            return payments
        if limit.amount is None or (limit.is_lower_bound and before > limit.amount):
            what = f"{clause_text(self.plan, cap.clause)} cannot be applied to {month.label} yet"
            return payments + Payments(open_points=((month.end, f"{what}: {limit.missing}"),))
        if before <= limit.amount:
            return payments
        scaled = iter(self._scaled(cap, cut, limit))
        after = [next(scaled) if now else one for one, now in zip(payments.paid, here, strict=True)]
        line = self._line(cap, limit, before)
        return replace(payments, paid=tuple(after), caps=(*payments.caps, BittenCap(month.end, line)))

    def _scaled(self, cap: Cap, cut: Sequence[Paid], limit: Limit) -> Iterator[Paid]:
        """The lines in proportion, so that they add up to what the cap leaves exactly."""
        money, left = self.amounts.money, self._left(limit)
        step: CutStep = "period cap" if cap.horizon in ("day", "week", "month") else "longer cap"
        left_of = f"{money.text(left)} left of " if limit.before else ""
        text = f"{clause_text(self.plan, cap.clause)}: its share of {left_of}{limit.how}"
        reckoned = list(limit.calculations)
        if limit.before and limit.amount is not None:
            reckoned.append(self._rest(limit.amount, limit.before, left))
        ratio = self._days_left(cut, limit)
        for one, part in zip(cut, allocate(left, [one.amount for one in cut], money.quantum), strict=True):
            share = [self._share(one, part, left, cut)] if len(cut) > 1 else []
            days = None if ratio is None else one.days * ratio
            yield one.cut(step, cap.clause, text, part, [*reckoned, *share], days)

    def _days_left(self, cut: Sequence[Paid], limit: Limit) -> Fraction | None:
        """The share of days of service that a limit in days leaves; ``None`` where not all is in days."""
        days = sum((one.days for one in cut), Fraction(0))
        if limit.days is None or not days or not all(one.due.is_in_days for one in cut):
            return None
        return max(Fraction(0), limit.days - limit.days_before) / days

    def _rest(self, whole: Decimal, before: Decimal, left: Decimal) -> str:
        """What is left of an amount after what was paid before."""
        money = self.amounts.money
        rest = money.sum(whole, -before)
        note = "" if rest == left else ", so nothing is left"
        return f"{money.text(whole)} - {money.text(before)} paid before = {money.text(rest)}" + note

    def _share(self, one: Paid, part: Decimal, left: Decimal, cut: Sequence[Paid]) -> str:
        """The part of one line in what is left, as its amount is in that of all lines."""
        money = self.amounts.money
        amounts = [each.amount for each in cut]
        exact = Fraction(left) * Fraction(one.amount) / Fraction(money.sum(*amounts))
        whole = " + ".join(map(money.text, amounts))
        note = "" if exact == part else f": {money.text(part)}, as cents go to the largest remainders"
        share = f"{money.text(left)} x {money.text(one.amount)} / ({whole})"
        return f"{share} = {money.text(exact)}{note}"

    def _left(self, limit: Limit) -> Decimal:
        money = self.amounts.money
        return max(money.zero, money.sum(limit.amount or money.zero, -limit.before))

    def _line(self, cap: Cap, limit: Limit, before: Decimal) -> CapLine:
        after = self.amounts.money.sum(limit.before, self._left(limit))
        return CapLine(cap.clause, limit.horizon, limit.amount or self.amounts.money.zero, before, after)

    # --- the least amount payable ----------------------------------------------------------------

    def _payable(self, terms: Terms, one: Paid) -> Paid:
        least, clause = terms.minimum_payable, terms.minimum_payable_clause
        if least is None or clause is None or one.amount >= least:
            return one
        return one.cut("minimum payable", clause, clause_text(self.plan, clause), self.amounts.money.zero)


_ORDER = ("interval", "day", "week", "month", "quarter", "year", "contract year", "rolling", "term")


def _by_horizon(cap: Cap) -> int:
    """The shorter ones first."""
    return _ORDER.index(cap.horizon)


def _closes(one: Paid) -> int:
    """When the period of a credit ended."""
    return one.due.period.period.end
