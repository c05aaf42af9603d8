"""What returns of a credit in money, as an earn-back moves on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slalang.plan.terms import EarnBack
from slalang.quantities.period import Period
from slalang.settlement.earn_back import Change, Course, Part, clause_of
from slalang.settlement.money import Money
from slalang.settlement.paid import Paid
from slalang.settlement.stages import Progress
from slalang.statement import CreditState, EarnBackEvent, EarnBackLine, WindowLine

_STATES: Mapping[EarnBackEvent, CreditState] = {
    "returned": "returned",
    "forfeited": "forfeited",
    "taken back": "taken back",
    "carried": "carried",
}


@dataclass(frozen=True)
class Move:
    """A line of an earn-back at the instant at which its period closes, and what it adds to what the
    provider owes."""

    at: int
    line: EarnBackLine
    owed: Decimal


@dataclass(frozen=True)
class Standing:
    """A paid credit with all that an earn-back made of it so far.

    ``progress`` says how far the earn-back has come where something is open, ``clause`` where it is
    written, ``stages`` are those that are open.
    """

    paid: Paid
    state: CreditState
    returned: Decimal
    open_amount: Decimal
    moves: tuple[Move, ...] = ()
    progress: str = ""
    clause: str | None = None
    window: tuple[WindowLine, ...] = ()
    stages: tuple[Progress, ...] = ()
    claim: str | None = None
    """What became of its claim, where it needs one."""
    lapsed: Decimal = Decimal(0)


@dataclass(frozen=True)
class Return:
    """A paid credit under an earn-back clause, and the course it took."""

    paid: Paid
    clause: EarnBack
    course: Course
    money: Money

    def standing(self) -> Standing:
        """The credit in money: paid at once and returned later, or held until decided."""
        is_held = self.clause.held_until_decided and not self.course.is_barred
        moves = tuple(self._held() if is_held else self._moves())
        returned = self.amount(self.course.returned)
        open_amount = self.money.sum(self.amount(self.course.attainable), -returned)
        return Standing(
            self.paid,
            state_of(moves, "held" if is_held else "open"),
            returned,
            open_amount,
            moves,
            self.course.progress,
            self.clause.clause,
            self.course.window,
            self.course.stages,
        )

    def amount(self, part: Part) -> Decimal:
        """A share of the credit in money. Shares are rounded as totals, so that stages add up to the cent,
        and nothing returns beyond what was paid."""
        of_paid = self.money.rounded(part.of_paid * Fraction(self.paid.amount))
        of_due = self.money.rounded(part.of_due * Fraction(self.paid.due.amount))
        return min(self.paid.amount, max(of_paid, of_due))

    def move(
        self, close: Period, event: EarnBackEvent, amount: Decimal, owed: Decimal, text: str, path: str
    ) -> Move:
        """A line of this credit."""
        one = self.paid.due.period
        name, label = one.objective.name, one.period.label
        line = EarnBackLine(name, one.keys, label, close.label, event, amount, text, path)
        return Move(close.end, line, owed)

    def steps(self) -> Iterator[tuple[Change, Decimal]]:
        """The changes, each with what it returns (negative where it is taken back)."""
        before = self.money.zero
        for change in self.course.changes:
            after = self.amount(change.part)
            yield change, self.money.sum(after, -before)
            before = after

    def _moves(self) -> Iterator[Move]:
        for change, amount in self.steps():
            yield self._change(change, amount)

    def _change(self, change: Change, amount: Decimal) -> Move:
        return self.move(change.close, change.event, amount, -amount, change.text, change.clause)

    # --- held until decided ----------------------------------------------------------------------

    def _held(self) -> Iterator[Move]:
        """Nothing is owed until it is decided: what returns was never paid, the rest is owed in the end."""
        zero, left = self.money.zero, self.paid.amount
        yield self._kept(self.paid.due.period.period, left)
        for change, amount in self.steps():
            if amount > 0:
                yield self._released(change.close, amount, "it is decided, and returns")
            yield self._change(change, amount)
            if amount < 0:
                yield self._kept(change.close, -amount)
            left = self.money.sum(left, -amount)
        if self.course.attainable == self.course.returned and left > zero:
            yield self._released(self.course.changes[-1].close, left, "it is decided, and owed")

    def _kept(self, close: Period, amount: Decimal) -> Move:
        text = f"{self.money.text(amount)} is kept back until it is decided"
        return self._aside(close, "held", -amount, text)

    def _released(self, close: Period, amount: Decimal, why: str) -> Move:
        return self._aside(close, "released", amount, f"{self.money.text(amount)}: {why}")

    def _aside(self, close: Period, event: EarnBackEvent, owed: Decimal, text: str) -> Move:
        path = clause_of(self.clause, "held_until_decided")
        return self.move(close, event, self.money.zero, owed, text, path)


def state_of(moves: Sequence[Move], first: CreditState) -> CreditState:
    """The state a credit is in: that of the last event that changed it."""
    return next((_STATES[one.line.event] for one in reversed(moves) if one.line.event in _STATES), first)
