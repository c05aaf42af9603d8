"""One agreement from the start of its term to the end of the readings: credits, payments, earn-backs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slalang.plan.plan import Plan
from slalang.plan.reading import Readings
from slalang.plan.terms import EarnBack
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts
from slalang.settlement.credits import Claims, Due, Unknown
from slalang.settlement.earn_back import course_of
from slalang.settlement.fees import FeesBook
from slalang.settlement.horizons import Horizons
from slalang.settlement.ledger import Booked, ledger_of
from slalang.settlement.money import Money
from slalang.settlement.offsets import with_offsets
from slalang.settlement.outcomes import Assessment, Keys
from slalang.settlement.payment import Cashier, Paid, Payments
from slalang.settlement.returns import Return, Standing
from slalang.settlement.series import Measured, Series, measured
from slalang.settlement.terminations import terminations_of
from slalang.settlement.timeline import Timeline
from slalang.settlement.track import Track
from slalang.statement import TerminationLine


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


def evaluated(plan: Plan, readings: Readings) -> Evaluation:
    """Runs the whole term so far. The plan must have nothing that cannot be settled."""
    timeline, money = Timeline(plan), Money.of(plan)
    book = FeesBook(plan, readings, timeline)
    found = measured(plan, readings, timeline, book)
    amounts = Amounts(book, money)
    lower = Amounts(FeesBook(plan, readings, timeline, at_least=True), money)
    term_is_over = readings.end >= plan.term_end
    accounts = [
        _Account(one, timeline, Claims(plan, amounts), term_is_over).settled() for one in found.series
    ]
    dues = [due for account in accounts for due in account.dues]
    cashier = Cashier(plan, timeline, amounts, Horizons(plan, timeline, amounts, lower))
    payments = cashier.pay(dues)
    standings = {
        _place_of(one.paid): one for account in accounts for one in account.standings(payments.paid, money)
    }
    in_order = tuple(standings[_place_of(paid)] for paid in payments.paid)
    return Evaluation(
        plan=plan,
        readings=readings,
        timeline=timeline,
        book=book,
        money=money,
        measured=found,
        payments=payments,
        unknown=tuple(one for account in accounts for one in account.unknown),
        standings=in_order,
        ledger=ledger_of(in_order, timeline, money),
        terminations=tuple(line for account in accounts for line in account.terminations(money)),
    )


class _Account:
    """The credits of one series, worked out in order of time: what has been earned back by then may no
    longer count as a breach."""

    def __init__(self, series: Series, timeline: Timeline, claims: Claims, term_is_over: bool) -> None:
        self._series, self._claims = series, claims
        self._found: dict[int, Due | Unknown] = {}
        self._track = Track(
            series.entries,
            series.closes,
            self._arose,
            timeline,
            currency=claims.amounts.money.currency,
            term_is_over=term_is_over,
        )

    def settled(self) -> _Account:
        """The account with what is due for every period."""
        entries = self._series.entries
        for index, one in enumerate(entries):
            due = self._claims.due(entries, index, self._still_counts)
            if due is not None:
                self._found[one.period.end] = due
        return self

    @property
    def name(self) -> tuple[str, Keys]:
        """The objective and the keys."""
        return self._series.objective, self._series.keys

    @property
    def dues(self) -> list[Due]:
        """The credits, in order of time."""
        return [one for one in self._found.values() if isinstance(one, Due)]

    @property
    def unknown(self) -> list[Unknown]:
        """The credits that cannot be worked out, in order of time."""
        return [one for one in self._found.values() if isinstance(one, Unknown)]

    def standings(self, payments: Sequence[Paid], money: Money) -> Iterator[Standing]:
        """The paid credits of the series with what earn-backs made of them."""
        paid = [one for one in payments if _name_of(one.due.period) == self.name]
        returns = {one.due.period.period.end: self._return_of(one, money) for one in paid}
        as_offset = [one for one in returns.values() if one and one.clause.as_offset]
        yield from with_offsets(paid, as_offset, money, self._end_of_term())
        for one in paid:
            under = returns[one.due.period.period.end]
            if under is None:
                yield Standing(one, "open", money.zero, money.zero)
            elif not under.clause.as_offset:
                yield under.standing()

    def _return_of(self, paid: Paid, money: Money) -> Return | None:
        clause = _earn_back_of(paid.due.period)
        if clause is None or not paid.amount:
            return None
        return Return(paid, clause, course_of(clause, paid.due.period, self._track), money)

    def _end_of_term(self) -> Period | None:
        """The last period of the objective's own kind, once the term is over."""
        last = self._track.timeline.of(self._series.closes[-1].kind)[-1]
        return last if self._track.term_is_over else None

    def terminations(self, money: Money) -> Iterator[tuple[int, TerminationLine]]:
        """The rights to terminate that arose."""
        return terminations_of(self._series, self._still_counts, money.currency)

    def _arose(self, close: Period) -> bool:
        found = self._found.get(close.end)
        return isinstance(found, Unknown) or (isinstance(found, Due) and found.amount > 0)

    def _still_counts(self, index: int, later: int) -> bool:
        """Whether a breach still counts at a later one: not where its credit was earned back by the close
        before, and the clause says so."""
        one = self._series.entries[index]
        clause = _earn_back_of(one)
        if clause is None or clause.still_counts_as_breach or not self._arose(one.period):
            return True
        known = self._track.up_to(self._series.entries[later].period.start)
        return not course_of(clause, one, known).is_whole


def _place_of(paid: Paid) -> tuple[str, Keys, int]:
    one = paid.due.period
    return one.objective.name, one.keys, one.period.end


def _name_of(one: Assessment) -> tuple[str, Keys]:
    return one.objective.name, one.keys


def _earn_back_of(one: Assessment) -> EarnBack | None:
    """The clause in force when the credit arose."""
    return next((clause for clause in one.terms.earn_backs if clause.objective == one.objective.name), None)
