"""What is paid of what is due: stacking, caps and the least amount payable, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
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

    def cut(self, step: CutStep, clause: str, text: str, amount: Decimal) -> Paid:
        """The credit after a further step; one that takes nothing off leaves no trace."""
        if amount == self.amount:
            return self
        return replace(self, amount=amount, cuts=(*self.cuts, CreditStep(step, text, clause, amount)))


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
            payments = replace(payments, paid=tuple(self._stacked(stacking, payments.paid)))
        for cap in sorted(terms.caps, key=_by_horizon):
            payments = self._capped(cap, month, payments, earlier)
        return replace(payments, paid=tuple(self._payable(terms, one) for one in payments.paid))

    # --- stacking --------------------------------------------------------------------------------

    def _stacked(self, stacking: Stacking, paid: Sequence[Paid]) -> Iterator[Paid]:
        """Of the credits that stack, only the highest; of equal ones the first."""
        named = [one for one in paid if _is_named(stacking, one)]
        highest = max(named, key=lambda one: one.amount, default=None)
        for one in paid:
            if highest is None or one is highest or not _is_named(stacking, one):
                yield one
            else:
                rival = f"{of_when(highest.due.period)} pays {self.amounts.money.text(highest.amount)}"
                text = f"{clause_text(self.plan, stacking.clause)}: {rival}"
                yield one.cut("stacking", stacking.clause, text, self.amounts.money.zero)

    # --- caps ------------------------------------------------------------------------------------

    def _capped(self, cap: Cap, month: Period, payments: Payments, earlier: Sequence[Paid]) -> Payments:
        paid = [(one.due.period.period.month, one.amount) for one in earlier]
        limit = self.horizons.limit(cap, month, paid)
        before = self.amounts.money.sum(limit.before, *(one.amount for one in payments.paid))
        if before == limit.before:
            return payments
        if limit.amount is None or (limit.is_lower_bound and before > limit.amount):
            what = f"{clause_text(self.plan, cap.clause)} cannot be applied to {month.label} yet"
            return payments + Payments(open_points=((month.end, f"{what}: {limit.missing}"),))
        if before <= limit.amount:
            return payments
        return self._scaled(cap, month, payments, limit, before)

    def _scaled(self, cap: Cap, month: Period, payments: Payments, limit: Limit, before: Decimal) -> Payments:
        """The lines in proportion, so that they add up to what the cap leaves exactly."""
        money = self.amounts.money
        left = max(money.zero, money.sum(limit.amount or money.zero, -limit.before))
        parts = allocate(left, [one.amount for one in payments.paid], money.quantum)
        step: CutStep = "period cap" if cap.horizon == "month" else "longer cap"
        left_of = f"{money.text(left)} left of " if limit.before else ""
        text = f"{clause_text(self.plan, cap.clause)}: its share of {left_of}{limit.how}"
        paid = [one.cut(step, cap.clause, text, part) for one, part in zip(payments.paid, parts, strict=True)]
        after = money.sum(limit.before, left)
        line = CapLine(cap.clause, limit.horizon, limit.amount or money.zero, before, after)
        return replace(payments, paid=tuple(paid), caps=(*payments.caps, BittenCap(month.end, line)))

    # --- the least amount payable ----------------------------------------------------------------

    def _payable(self, terms: Terms, one: Paid) -> Paid:
        least, clause = terms.minimum_payable, terms.minimum_payable_clause
        if least is None or clause is None or one.amount >= least:
            return one
        return one.cut("minimum payable", clause, clause_text(self.plan, clause), self.amounts.money.zero)


_ORDER = ("month", "quarter", "year", "contract year", "rolling", "term")


def _by_horizon(cap: Cap) -> int:
    """The cap of the month first, then the longer ones."""
    return _ORDER.index(cap.horizon)


def _is_named(stacking: Stacking, paid: Paid) -> bool:
    return not stacking.objectives or paid.due.period.objective.name in stacking.objectives
