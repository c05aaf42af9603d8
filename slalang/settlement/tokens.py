"""Tokens that good periods bank: each offsets a later credit, or a share of it, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from slalang.plan.lengths import Months
from slalang.plan.terms import Bank
from slalang.quantities import format_percent, later
from slalang.quantities.period import Period
from slalang.settlement.levels import reaches
from slalang.settlement.money import Money
from slalang.settlement.outcomes import Assessment
from slalang.settlement.paid import Paid
from slalang.settlement.passing import why_judged
from slalang.settlement.returns import Move, Standing
from slalang.settlement.track import Track
from slalang.statement import CreditState, EarnBackEvent, EarnBackLine


@dataclass(frozen=True)
class Token:
    """A token of a period, there until an instant, or until the term ends."""

    period: Assessment
    bank: Bank
    until: int | None

    @property
    def banked(self) -> int:
        """The close at which it was banked."""
        return self.period.period.end


@dataclass
class Purse:
    """The tokens of one objective and key, spent in order of time on its credits.

    ``moves`` are what happened to tokens, ``standings`` what became of the credits. A token is for credits
    of later periods in which the clause is in force; one that expires at the close of a period is still
    there for the credit of that period.
    """

    track: Track
    money: Money
    zone: str
    moves: list[Move] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    _tokens: list[Token] = field(default_factory=list)

    def settle(self, paid: Sequence[Paid]) -> None:
        """Goes through all closes: credits use tokens, old ones expire, and the period may bank one."""
        credits = {one.due.period.period.end: one for one in paid if bank_of(one.due.period)}
        for close in self.track.closes:
            if close.end in credits:
                self.standings.append(self._used(credits[close.end]))
            self._expire(close)
            self._bank(close)
        if self.track.term_is_over:
            self._end_of_term()

    # --- one close -------------------------------------------------------------------------------

    def _used(self, credit: Paid) -> Standing:
        """As many tokens as it takes, each for its share of what is paid, rounded as a total."""
        one, zero = credit.due.period, self.money.zero
        moves: list[Move] = []
        share, returned = Fraction(0), zero
        while self._tokens and returned < credit.amount:
            token = self._tokens.pop(0)
            share += token.bank.offsets
            total = min(credit.amount, self.money.rounded(share * Fraction(credit.amount)))
            amount, returned = self.money.sum(total, -returned), total
            worth, label = _worth(token.bank), token.period.period.label
            text = f"offset {worth} by the token of {label}{self._left()}"
            clause = _clause_of(token.bank, "offsets")
            moves.append(_move(one, one.period, "returned", amount, text, clause))
        state: CreditState = "returned" if moves else "open"
        return Standing(credit, state, returned, zero, tuple(moves))

    def _expire(self, close: Period) -> None:
        old = [one for one in self._tokens if one.until is not None and one.until <= close.end]
        for token in old:
            self._tokens.remove(token)
            text = f"the token was not used in time{self._left()}"
            self._note(token, close, "expired", text, _clause_of(token.bank, "expires"))

    def _bank(self, close: Period) -> None:
        one = self.track.at(close)
        bank = bank_of(one) if one else None
        if one is None or bank is None or one.excused:
            return
        arose = self.track.arose(close)
        if not reaches(bank.level, one, arose):
            return
        token = Token(one, bank, self._until(bank, close))
        self._tokens.append(token)
        why = why_judged(bank.level, one, arose, self.track.currency)
        self._note(token, close, "banked", f"{why}: a token{self._left()}", _clause_of(bank, "token"))

    def _end_of_term(self) -> None:
        last = self.track.timeline.of(self.track.closes[-1].kind)[-1] if self.track.closes else None
        while self._tokens and last:
            token = self._tokens.pop(0)
            text = f"the term ended before the token was used{self._left()}"
            self._note(token, last, "expired", text, token.bank.clause)

    # --- words -----------------------------------------------------------------------------------

    def _until(self, bank: Bank, close: Period) -> int | None:
        if bank.expires is None:
            return None
        if isinstance(bank.expires, Months):
            return later(close.end, 0, bank.expires.months, self.zone)
        return later(close.end, bank.expires.days, 0, self.zone)

    def _left(self) -> str:
        left = len(self._tokens)
        return f"; {left} token{'' if left == 1 else 's'} left"

    def _note(self, token: Token, close: Period, event: EarnBackEvent, text: str, clause: str) -> None:
        self.moves.append(_move(token.period, close, event, self.money.zero, text, clause))


def bank_of(one: Assessment) -> Bank | None:
    """The bank in force in a period."""
    return next((bank for bank in one.terms.banks if bank.objective == one.objective.name), None)


def _worth(bank: Bank) -> str:
    return "in whole" if bank.offsets == 1 else f"to {format_percent(bank.offsets)}"


def _clause_of(bank: Bank, choice: str) -> str:
    return dict(bank.choices).get(choice, bank.clause)


def _move(
    one: Assessment, close: Period, event: EarnBackEvent, amount: Decimal, text: str, clause: str
) -> Move:
    label = one.period.label
    line = EarnBackLine(one.objective.name, one.keys, label, close.label, event, amount, text, clause)
    return Move(close.end, line, -amount)
