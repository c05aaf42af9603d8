"""What is paid of what is due: stacking, caps and the least amount payable, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.plan.plan import Plan
from slalang.plan.terms import Cap, Stacking, Terms
from slalang.quantities import allocate
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts
from slalang.settlement.credits import Due
from slalang.settlement.horizons import Horizons, Limit
from slalang.settlement.timeline import Timeline
from slalang.settlement.wording import clause_text, of_when
from slalang.statement import CapLine, CreditStep

CutStep: TypeAlias = Literal["stacking", "period cap", "longer cap", "minimum payable"]


@dataclass(frozen=True)
class Paid:
    """A credit with what is left of it after stacking, caps and the least amount payable.

    ``cuts`` are the steps that took something off.
    """

    due: Due
    amount: Decimal
    cuts: tuple[CreditStep, ...] = ()

    def cut(
        self, step: CutStep, clause: str, text: str, amount: Decimal, calculations: Sequence[str] = ()
    ) -> Paid:
        """The credit after a further step; one that takes nothing off leaves no trace."""
        if amount == self.amount:
            return self
        made = CreditStep(step, text, clause, amount, tuple(calculations))
        return replace(self, amount=amount, cuts=(*self.cuts, made))


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
        payments = Payments(tuple(Paid(due, due.amount) for due in dues))
        for stacking in terms.stacking:
            payments = replace(payments, paid=self._stacked(stacking, payments.paid, earlier))
        for cap in sorted(terms.caps, key=_by_horizon):
            for stretch in self._stretches(cap, payments.paid):
                payments = self._capped(cap, month, stretch, payments, earlier)
        return replace(payments, paid=tuple(self._payable(terms, one) for one in payments.paid))

    # --- stacking --------------------------------------------------------------------------------

    def _stacked(self, stacking: Stacking, paid: Sequence[Paid], earlier: Sequence[Paid]) -> tuple[Paid, ...]:
        """Of the credits that stack, only the highest. In a period longer than a month what was paid for
        earlier months counts: the highest pays what it has more."""
        for stretch in dict.fromkeys(self._meet_in(stacking, one) for one in paid):
            paid = tuple(self._stacked_in(stretch, stacking, paid, earlier))
        return tuple(paid)

    def _stacked_in(
        self, stretch: Period, stacking: Stacking, paid: Sequence[Paid], earlier: Sequence[Paid]
    ) -> Iterator[Paid]:
        """Of equal ones the first is the highest."""
        money = self.amounts.money
        named, before = (
            [one for one in these if _is_named(stacking, one) and self._meet_in(stacking, one) == stretch]
            for these in (paid, earlier)
        )
        highest = max(named, key=lambda one: one.amount, default=None)
        paid_before = money.sum(*(one.amount for one in before))
        for one in paid:
            if highest is None or one not in named or (one is highest and not paid_before):
                yield one
            elif one is highest:
                left = max(money.zero, money.sum(one.amount, -paid_before))
                rival = f"{money.text(paid_before)} of {stretch.label} was paid before"
                yield self._outdone(one, stacking, rival, left, self._rest(one.amount, paid_before, left))
            else:
                rival = f"{of_when(highest.due.period)} pays {money.text(highest.amount)}"
                yield self._outdone(one, stacking, rival, money.zero)

    def _outdone(self, one: Paid, stacking: Stacking, rival: str, amount: Decimal, *reckoned: str) -> Paid:
        text = f"{clause_text(self.plan, stacking.clause)}: {rival}"
        return one.cut("stacking", stacking.clause, text, amount, reckoned)

    def _rest(self, whole: Decimal, before: Decimal, left: Decimal) -> str:
        """What is left of an amount after what was paid before."""
        money = self.amounts.money
        rest = money.sum(whole, -before)
        note = "" if rest == left else ", so nothing is left"
        return f"{money.text(whole)} - {money.text(before)} paid before = {money.text(rest)}" + note

    def _meet_in(self, stacking: Stacking, one: Paid) -> Period:
        """The period in which a credit meets others."""
        period = one.due.period.period
        if stacking.within == "cause":
            raise TypeError("credits of one cause were not refused")
        holding = self.timeline.holding(stacking.within, period)
        if holding is None:
            raise TypeError(f"{period.label} is in no {stacking.within}")
        return holding

    # --- caps ------------------------------------------------------------------------------------

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
        paid = [(one.due.period.period, one.amount) for one in (*earlier, *sooner)]
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
        for one, part in zip(cut, allocate(left, [one.amount for one in cut], money.quantum), strict=True):
            share = [self._share(one, part, left, cut)] if len(cut) > 1 else []
            yield one.cut(step, cap.clause, text, part, [*reckoned, *share])

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


_ORDER = ("day", "week", "month", "quarter", "year", "contract year", "rolling", "term")


def _by_horizon(cap: Cap) -> int:
    """The shorter ones first."""
    return _ORDER.index(cap.horizon)


def _is_named(stacking: Stacking, paid: Paid) -> bool:
    return not stacking.objectives or paid.due.period.objective.name in stacking.objectives


def _closes(one: Paid) -> int:
    """When the period of a credit ended."""
    return one.due.period.period.end
