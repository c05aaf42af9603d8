"""The credits of one objective for one combination of keys, from what is due to what has returned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.plan.terms import EarnBack
from slalang.quantities.period import Period
from slalang.settlement.credits import Claims, Due, Unknown
from slalang.settlement.earn_back import course_of
from slalang.settlement.money import Money
from slalang.settlement.offsets import with_offsets
from slalang.settlement.outcomes import Assessment
from slalang.settlement.paid import Paid
from slalang.settlement.returns import Return, Standing
from slalang.settlement.series import Series
from slalang.settlement.terminations import terminations_of
from slalang.settlement.timeline import Timeline
from slalang.settlement.tokens import Purse, bank_of
from slalang.settlement.track import Track
from slalang.statement import CreditRowLine, Keys, TerminationLine


class Account:
    """The credits of one series, worked out in order of time: what has been earned back by then may no
    longer count as a breach."""

    def __init__(self, series: Series, timeline: Timeline, claims: Claims, term_is_over: bool) -> None:
        self._series, self._claims = series, claims
        self._found: dict[int, Due | Unknown] = {}
        self._rows: dict[int, tuple[CreditRowLine, ...]] = {}
        self._track = Track(
            series.entries,
            series.closes,
            self._arose,
            timeline,
            currency=claims.amounts.money.currency,
            term_is_over=term_is_over,
        )

    def settled(self) -> Account:
        """The account with what is due for every period."""
        entries = self._series.entries
        for index, one in enumerate(entries):
            due = self._claims.due(entries, index, self._still_counts)
            if due is not None:
                self._found[one.period.end] = due
            self._rows[one.period.end] = tuple(self._claims.rows(entries, index, self._still_counts))
        return self

    @property
    def name(self) -> tuple[str, Keys]:
        """The objective and the keys."""
        return self._series.objective, self._series.keys

    def rows_of(self, one: Assessment) -> tuple[CreditRowLine, ...]:
        """The rows of the credit block, held against one of its periods."""
        return self._rows.get(one.period.end, ())

    @property
    def dues(self) -> list[Due]:
        """The credits, in order of time."""
        return [one for one in self._found.values() if isinstance(one, Due)]

    @property
    def unknown(self) -> list[Unknown]:
        """The credits that cannot be worked out, in order of time."""
        return [one for one in self._found.values() if isinstance(one, Unknown)]

    def purse(self, payments: Sequence[Paid], money: Money) -> Purse:
        """The tokens of the series, spent on its credits."""
        purse = Purse(self._track, money, self._claims.plan.timezone)
        purse.settle(self._paid(payments))
        return purse

    def _paid(self, payments: Sequence[Paid]) -> list[Paid]:
        return [one for one in payments if _name_of(one.due.period) == self.name]

    def standings(self, payments: Sequence[Paid], money: Money) -> Iterator[Standing]:
        """The paid credits of the series that no tokens are for, with what earn-backs made of them."""
        paid = self._paid(payments)
        returns = {one.due.period.period.end: self._return_of(one, money) for one in paid}
        as_offset = [one for one in returns.values() if one and one.clause.has_offsets]
        yield from with_offsets(paid, as_offset, money, self._end_of_term())
        for one in paid:
            under = returns[one.due.period.period.end]
            if bank_of(one.due.period):
                continue
            if under is None:
                yield Standing(one, "open", money.zero, money.zero)
            elif not under.clause.has_offsets:
                yield under.standing()

    def returns(self, payments: Sequence[Paid], money: Money) -> Iterator[Return]:
        """The courses that the credits of the series take under earn-backs, whatever is paid of them."""
        for one in self._paid(payments):
            clause = _earn_back_of(one.due.period)
            if clause is not None:
                yield Return(one, clause, course_of(clause, one.due.period, self._track), money)

    def _return_of(self, paid: Paid, money: Money) -> Return | None:
        clause = _earn_back_of(paid.due.period)
        if clause is None or not (paid.amount or paid.raises):
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
        return isinstance(found, Unknown) or (isinstance(found, Due) and bool(found.amount or found.points))

    def _still_counts(self, index: int, later: int) -> bool:
        """Whether a breach still counts at a later one: not where its credit was earned back by the close
        before, and the clause says so."""
        one = self._series.entries[index]
        clause = _earn_back_of(one)
        if clause is None or clause.still_counts_as_breach or not self._arose(one.period):
            return True
        known = self._track.up_to(self._series.entries[later].period.start)
        return not course_of(clause, one, known).is_whole


def _name_of(one: Assessment) -> tuple[str, Keys]:
    return one.objective.name, one.keys


def _earn_back_of(one: Assessment) -> EarnBack | None:
    """The clause in force when the credit arose."""
    return next((clause for clause in one.terms.earn_backs if clause.objective == one.objective.name), None)
