"""The ledger: every movement in order of time, each with the balance after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from slalang.settlement.bonuses import Earned, Unearned
from slalang.settlement.money import Money
from slalang.settlement.returns import Standing
from slalang.settlement.timeline import Timeline
from slalang.statement import Keys, LedgerLine, MovementKind

_KINDS: Mapping[str, MovementKind] = {
    "returned": "returned",
    "taken back": "taken back",
    "forfeited": "forfeited",
    "carried": "carried",
    "held": "held",
    "released": "released",
    "lapsed": "lapsed",
}
"""The events of an earn-back that are movements: those that change an amount or a state."""


APART: Final = "bonus apart"
"""What the customer owes beside the balance."""


@dataclass(frozen=True)
class Movement:
    """A line before it has its number and balance. Of movements at one instant, credits come before what
    returns of them."""

    at: int
    is_return: bool
    kind: MovementKind
    objective: str
    keys: Keys
    credit_period: str
    amount: Decimal
    clause: str | None
    text: str
    days: Fraction | None = None


@dataclass(frozen=True)
class Booked:
    """A ledger line and the instant it was booked at."""

    at: int
    line: LedgerLine


def ledger_of(
    standings: Iterable[Standing],
    bonuses: Iterable[Earned | Unearned],
    timeline: Timeline,
    money: Money,
) -> tuple[Booked, ...]:
    """All lines from the start of the term. What is owed to the customer is positive."""
    movements = [movement for one in standings for movement in _movements(one, money)]
    movements += [_bonus(one) for one in bonuses if isinstance(one, Earned)]
    movements.sort(key=lambda movement: (movement.at, movement.is_return))
    booked, balance = [], money.zero
    for number, movement in enumerate(movements, 1):
        balance = balance if movement.kind == APART else money.sum(balance, movement.amount)
        booked.append(Booked(movement.at, _line(number, movement, balance, timeline)))
    return tuple(booked)


def _line(number: int, movement: Movement, balance: Decimal, timeline: Timeline) -> LedgerLine:
    month = next(month for month in timeline.months if month.start < movement.at <= month.end)
    return LedgerLine(
        number,
        movement.at,
        month.label,
        movement.kind,
        movement.objective,
        movement.keys,
        movement.credit_period,
        movement.amount,
        balance,
        movement.clause,
        movement.text,
        movement.days,
    )


def _bonus(earned: Earned) -> Movement:
    line = earned.line
    kind: MovementKind = "bonus" if line.netted else APART
    text = line.steps[-1].text
    return Movement(
        earned.at, True, kind, line.objective, line.keys, line.period, -line.amount, line.clause, text
    )


def _movements(standing: Standing, money: Money) -> Iterator[Movement]:
    paid, due = standing.paid, standing.paid.due
    one = due.period

    def movement(
        at: int, kind: MovementKind, amount: Decimal, clause: str | None, text: str, days: Fraction
    ) -> Movement:
        is_return = kind not in ("accrued", "reduced")
        name, label = one.objective.name, one.period.label
        moved = days if due.days else None
        return Movement(at, is_return, kind, name, one.keys, label, amount, clause, text, moved)

    close = one.period.end
    yield movement(close, "accrued", due.amount, due.steps[0].clause, "", due.days)
    amounts = [(due.amount, due.days), *((cut.amount, cut.days or Fraction(0)) for cut in paid.cuts)]
    for cut, ((before, had), (after, has)) in zip(paid.cuts, pairwise(amounts), strict=True):
        yield movement(close, "reduced", money.sum(after, -before), cut.clause, cut.text, has - had)
    for move in standing.moves:
        line = move.line
        if line.event in _KINDS:
            days = paid.days * Fraction(move.owed) / Fraction(paid.amount) if move.owed else Fraction(0)
            yield movement(move.at, _KINDS[line.event], move.owed, line.clause, line.text, days)
