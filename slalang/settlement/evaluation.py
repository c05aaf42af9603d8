"""One agreement from the start of its term to the end of the readings: credits, payments, earn-backs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from slalang.plan.plan import Plan
from slalang.plan.reading import Readings
from slalang.settlement.accounts import Account
from slalang.settlement.amounts import Amounts
from slalang.settlement.bonuses import Earned, Unearned, earned
from slalang.settlement.claims import Desk
from slalang.settlement.credits import Claims, Unknown
from slalang.settlement.fees import FeesBook
from slalang.settlement.horizons import Horizons
from slalang.settlement.ledger import Booked, ledger_of
from slalang.settlement.money import Money
from slalang.settlement.outcomes import Assessment
from slalang.settlement.paid import Paid
from slalang.settlement.payment import Cashier, Payments
from slalang.settlement.points import PointsDesk
from slalang.settlement.returns import Move, Standing
from slalang.settlement.series import Measured, measured
from slalang.settlement.timeline import Timeline
from slalang.statement import CreditRowLine, Keys, TerminationLine


@dataclass(frozen=True)
class Evaluation:
    """Everything that came of an agreement, from which a statement shows a part."""

    plan: Plan
    readings: Readings
    timeline: Timeline
    book: FeesBook
    money: Money
    measured: Measured
    payments: Payments
    unknown: tuple[Unknown, ...]
    standings: tuple[Standing, ...]
    ledger: tuple[Booked, ...]
    terminations: tuple[tuple[int, TerminationLine], ...]
    accounts: Mapping[tuple[str, Keys], Account]
    tokens: tuple[Move, ...]
    bonuses: tuple[Earned | Unearned, ...]

    def credit_rows(self, one: Assessment) -> tuple[CreditRowLine, ...]:
        """The rows of the credit block of a period, each held against it."""
        return self.accounts[one.objective.name, one.keys].rows_of(one)


def evaluated(plan: Plan, readings: Readings) -> Evaluation:
    """Runs the whole term so far. The plan must have nothing that cannot be settled."""
    timeline, money = Timeline(plan), Money.of(plan)
    book = FeesBook(plan, readings, timeline)
    found = measured(plan, readings, timeline, book)
    amounts = Amounts(book, money)
    lower = Amounts(FeesBook(plan, readings, timeline, at_least=True), money)
    term_is_over = readings.end >= plan.term_end
    accounts = [Account(one, timeline, Claims(plan, amounts), term_is_over).settled() for one in found.series]
    desk = PointsDesk(plan, timeline, amounts)
    dues, unpriced = desk.in_money([due for account in accounts for due in account.dues])
    claims = Desk(plan, readings, timeline, money)
    cashier = Cashier(plan, timeline, amounts, Horizons(plan, timeline, amounts, lower), claims)
    payments = cashier.pay(dues)
    purses = [account.purse(payments.paid, money) for account in accounts]
    standings = {
        _place_of(one.paid): claims.standing(one)
        for account, purse in zip(accounts, purses, strict=True)
        for one in (*account.standings(payments.paid, money), *purse.standings)
    }
    waiting = Payments(open_points=tuple(claims.waiting(standings.values())))
    bonuses = tuple(earned(found.series, plan, amounts))
    in_order = tuple(standings[_place_of(paid)] for paid in payments.paid)
    return Evaluation(
        plan=plan,
        readings=readings,
        timeline=timeline,
        book=book,
        money=money,
        measured=found,
        payments=payments + waiting,
        unknown=(*(one for account in accounts for one in account.unknown), *unpriced),
        standings=in_order,
        ledger=ledger_of(in_order, bonuses, timeline, money),
        terminations=tuple(line for account in accounts for line in account.terminations(money)),
        accounts={account.name: account for account in accounts},
        tokens=tuple(move for purse in purses for move in purse.moves),
        bonuses=bonuses,
    )


def _place_of(paid: Paid) -> tuple[str, Keys, int]:
    """What tells a credit from every other."""
    one = paid.due.period
    return one.objective.name, one.keys, one.period.end
