"""Caps worked out again at each close at which credits return that no longer count towards them.

What a cap had taken of other credits is then owed, as far as there is room now. A credit of which something
has returned stays as it was paid. Where what returned is taken back, caps take again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from slalang.quantities import period_at
from slalang.quantities.period import Period
from slalang.settlement.accounts import Account
from slalang.settlement.credits import Due
from slalang.settlement.earn_back import clause_of
from slalang.settlement.paid import Paid, Place, Raise
from slalang.settlement.payment import Cashier, Payments
from slalang.settlement.returns import Move, Return, Standing
from slalang.settlement.timeline import Timeline
from slalang.settlement.wording import of_when
from slalang.statement import EarnBackLine


@dataclass(frozen=True)
class Counted:
    """What is paid: ``first`` has each credit as it was when it arose, with all its later raises, ``now`` as
    caps count them at the end."""

    first: tuple[Paid, ...]
    now: Payments


@dataclass(frozen=True)
class _Run:
    """All payments as they are from the instant on."""

    since: int
    payments: Payments
    clause: str = ""
    text: str = ""

    def by_place(self) -> Mapping[Place, Paid]:
        return {one.place: one for one in self.payments.paid}


def paid_in_time(
    cashier: Cashier, dues: Sequence[Due], accounts: Sequence[Account], timeline: Timeline
) -> Counted:
    """The payments, worked out again as often as the agreement asks for it."""
    runs = [_Run(-(1 << 62), cashier.pay(dues))]
    money, paid = cashier.amounts.money, runs[0].payments.paid
    returns = [one for account in accounts for one in account.returns(paid, money)]
    instants = {
        change.close.end
        for one in returns
        if not one.clause.still_counts_towards_caps
        for change in one.course.changes
    }
    for at in sorted(instants):
        settled = _settled(runs[-1], returns, at)
        why, clause = _why(returns, at)
        runs.append(_Run(at, replace(cashier, settled=settled).pay(dues), clause, why))
    return Counted(_first(runs, timeline), _now(runs))


def _settled(before: _Run, returns: Sequence[Return], at: int) -> dict[Place, Paid]:
    """The credits of which something has returned at an instant, with what no longer counts."""
    known, settled = before.by_place(), dict[Place, Paid]()
    for one in returns:
        paid = known[one.paid.place]
        returned = replace(one, paid=paid).amount(one.course.part_at(at))
        if one.course.has_returned_at(at):
            released = Decimal(0) if one.clause.still_counts_towards_caps else returned
            settled[paid.place] = replace(paid, is_settled=True, released=released)
    return settled


def _why(returns: Sequence[Return], at: int) -> tuple[str, str]:
    """What returned, or was taken back, at an instant, and the clause that lets caps forget it."""
    moved = [
        one
        for one in returns
        if not one.clause.still_counts_towards_caps
        and any(change.close.end == at for change in one.course.changes)
    ]
    names = ", ".join(of_when(one.paid.due.period) for one in moved)
    text = f"caps are worked out again, as what has returned of {names} no longer counts"
    return text, clause_of(moved[0].clause, "still_counts_towards_caps")


def _first(runs: Sequence[_Run], timeline: Timeline) -> tuple[Paid, ...]:
    """Each credit by the run in force when it arose, and what the later ones changed."""
    by_place = [run.by_place() for run in runs]
    return tuple(_in_time(one.place, runs, by_place, timeline) for one in runs[-1].payments.paid)


def _in_time(
    place: Place, runs: Sequence[_Run], by_place: Sequence[Mapping[Place, Paid]], timeline: Timeline
) -> Paid:
    """A credit arises before what returns at its close."""
    close = place[2]
    own = max(number for number, run in enumerate(runs) if run.since < close)
    first = by_place[own][place]
    raises: list[Raise] = []
    amount = first.amount
    for run, known in zip(runs[own + 1 :], by_place[own + 1 :], strict=True):
        after = known[place].amount
        if after != amount:
            period = _holding(first.due.period.period, run.since, timeline)
            raises.append(Raise(run.since, period, after - amount, run.clause, run.text))
            amount = after
    return replace(first, is_settled=False, released=Decimal(0), raises=tuple(raises))


def _holding(period: Period, at: int, timeline: Timeline) -> Period:
    """The period of the credit's kind that holds the instant before."""
    found = period_at(timeline.of(period.kind), at - 1)
    if found is None:
        raise TypeError(f"nothing returns at {at}, outside the term")
    return found


def _now(runs: Sequence[_Run]) -> Payments:
    """The last run, with the caps as they bit when each month was over."""
    bitten = (
        cap
        for number, run in enumerate(runs)
        for cap in run.payments.caps
        if run.since < cap.at and all(cap.at <= later.since for later in runs[number + 1 :])
    )
    return replace(runs[-1].payments, caps=tuple(sorted(bitten, key=lambda cap: cap.at)))


def with_raises(standing: Standing, zero: Decimal) -> Standing:
    """The standing with what caps gave back, or took again, as moves."""
    one = standing.paid.due.period
    moves = [
        Move(
            each.at,
            EarnBackLine(
                one.objective.name,
                one.keys,
                one.period.label,
                each.close.label,
                "restored" if each.amount > 0 else "reduced",
                zero,
                each.text,
                each.clause,
            ),
            each.amount,
        )
        for each in standing.paid.raises
    ]
    return replace(standing, moves=(*standing.moves, *moves)) if moves else standing
