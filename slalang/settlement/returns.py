"""What returns of a credit in money, as an earn-back moves on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slalang.settlement.earn_back import Course, Event, Part
from slalang.settlement.money import Money
from slalang.settlement.payment import Paid
from slalang.statement import CreditState, EarnBackLine

_STATES: Mapping[Event, CreditState] = {
    "returned": "returned",
    "forfeited": "forfeited",
    "taken back": "taken back",
    "carried": "carried",
}


@dataclass(frozen=True)
class Returned:
    """A line of an earn-back, at the instant at which its period closes."""

    at: int
    line: EarnBackLine


@dataclass(frozen=True)
class Standing:
    """A paid credit with all that an earn-back made of it so far."""

    paid: Paid
    state: CreditState
    returned: Decimal
    open_amount: Decimal
    lines: tuple[Returned, ...] = ()


def standing(paid: Paid, course: Course | None, money: Money) -> Standing:
    """The credit in money. Shares are rounded as totals, so that stages add up to the cent, and nothing
    returns beyond what was paid."""
    if course is None:
        return Standing(paid, "open", money.zero, money.zero)
    states = [_STATES[change.event] for change in course.changes if change.event in _STATES]
    returned = _amount(course.returned, paid, money)
    return Standing(
        paid,
        states[-1] if states else "open",
        returned,
        money.sum(_amount(course.attainable, paid, money), -returned),
        tuple(_lines(paid, course, money)),
    )


def _lines(paid: Paid, course: Course, money: Money) -> Iterator[Returned]:
    one, before = paid.due.period, money.zero
    for change in course.changes:
        after = _amount(change.part, paid, money)
        line = EarnBackLine(
            objective=one.objective.name,
            keys=one.keys,
            credit_period=one.period.label,
            period=change.close.label,
            event=change.event,
            amount=money.sum(after, -before),
            text=change.text,
            clause=change.clause,
        )
        yield Returned(change.close.end, line)
        before = after


def _amount(part: Part, paid: Paid, money: Money) -> Decimal:
    of_paid = money.rounded(part.of_paid * Fraction(paid.amount))
    of_due = money.rounded(part.of_due * Fraction(paid.due.amount))
    return min(paid.amount, max(of_paid, of_due))
