"""The types of values and their arithmetic: ratios, numbers, durations, money, instants, texts, choices.

A quantity carries the powers of time and money it is made of, so that ``fees * time(a) / time(b)`` is
money again. ``UNKNOWN`` stands for a value whose type was already reported; it agrees with everything.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.quantities.display import Unit
from slalang.values import Frozen, field, replace, value

ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/"]


@value
class Quantity(Frozen):
    """Something that can be reckoned with.

    ``percent`` tells a ratio (a share of one) from a plain number. ``currency`` is ``None`` for money in
    the agreement's own currency. A ``constant`` is a number written in the contract: ``1`` beside a
    ratio stands for the whole.
    """

    time: int = 0
    money: int = 0
    percent: bool = False
    currency: str | None = None
    constant: bool = field(default=False, compare=False)

    @property
    def plain(self) -> bool:
        """Whether it is a ratio or a number: neither time nor money is left in it."""
        return self.time == 0 and self.money == 0


@value
class Instant(Frozen):
    """A moment in time, or a date, which is the moment it begins."""


@value
class Text(Frozen):
    """Characters, compared one by one."""


@value
class Truth(Frozen):
    """Something that holds or does not."""


@value
class Choice(Frozen):
    """One of the values a field names."""

    values: tuple[str, ...]


@value
class CalendarLength(Frozen):
    """``30 days``: how long it is depends on when it begins."""


@value
class Unknown(Frozen):
    """The type of something already reported."""


Type: TypeAlias = Quantity | Instant | Text | Truth | Choice | CalendarLength | Unknown

RATIO = Quantity(percent=True)
NUMBER = Quantity()
CONSTANT = Quantity(constant=True)
DURATION = Quantity(time=1)
INSTANT = Instant()
TEXT = Text()
TRUTH = Truth()
CALENDAR_LENGTH = CalendarLength()
UNKNOWN = Unknown()


def money(currency: str | None = None) -> Quantity:
    """The type of an amount of money, of the agreement's own currency where none is named."""
    return Quantity(money=1, currency=currency)


def unit_of(type: Type) -> Unit | None:
    """The unit a measured value of the type is shown in, or ``None`` where it is no such value."""
    match type:
        case Quantity(time=0, money=0, percent=percent):
            return "ratio" if percent else "number"
        case Quantity(time=1, money=0):
            return "duration"
        case Quantity(time=0, money=1):
            return "money"
        case _:
            return None


def described(type: Type) -> str:
    """The type with its article, as messages name it: ``a ratio``, ``an amount in EUR``."""
    match type:
        case Quantity():
            return _described_quantity(type)
        case Instant():
            return "an instant"
        case Text():
            return "a text"
        case Truth():
            return "true or false"
        case Choice(values):
            return f"one of ({', '.join(values)})"
        case CalendarLength():
            return "a length on the calendar"
        case Unknown():
            return "unknown"


_POWERS = {
    (1, 0): "a duration",
    (2, 0): "a duration times a duration",
    (-1, 0): "a number for each length of time",
    (1, 1): "money times a duration",
    (-1, 1): "money for each length of time",
    (1, -1): "a duration for each amount of money",
    (0, -1): "a number for each amount of money",
    (0, 2): "money times money",
}


def _described_quantity(quantity: Quantity) -> str:
    match quantity.time, quantity.money:
        case 0, 0:
            return "a ratio" if quantity.percent else "a number"
        case 0, 1:
            return f"an amount in {quantity.currency}" if quantity.currency else "an amount of money"
        case powers:
            return _POWERS.get(powers, "a product of times and amounts")


# --- agreement of types ------------------------------------------------------------------------


def agree(left: Type, right: Type) -> bool:
    """Whether two values of these types can be compared or stand for one another."""
    if Unknown() in (left, right):
        return True
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return _same_powers(left, right) and left.percent == right.percent
    if isinstance(left, Choice) and isinstance(right, Choice):
        return bool(set(left.values) & set(right.values))
    if isinstance(left, Choice | Text) and isinstance(right, Choice | Text):
        return True
    return left == right


def one_currency(left: Type, right: Type) -> bool:
    """Whether the two do not name different currencies."""
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return not (left.currency and right.currency) or left.currency == right.currency
    return True


def _same_powers(left: Quantity, right: Quantity) -> bool:
    return (left.time, left.money) == (right.time, right.money) and one_currency(left, right)


# --- arithmetic --------------------------------------------------------------------------------


def reckon(operator: ArithmeticOperator, left: Type, right: Type) -> Type | None:
    """The type of the result, or ``None`` where the two cannot be reckoned with like that."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if isinstance(left, Instant) or isinstance(right, Instant):
        return _moved(operator, left, right)
    if not isinstance(left, Quantity) or not isinstance(right, Quantity) or not one_currency(left, right):
        return None
    if operator in ("+", "-"):
        return _added(left, right)
    return _multiplied(left, right) if operator == "*" else _divided(left, right)


def _moved(operator: ArithmeticOperator, left: Type, right: Type) -> Type | None:
    """Two instants have a distance; a duration moves an instant."""
    if isinstance(left, Instant) and isinstance(right, Instant):
        return DURATION if operator == "-" else None
    if isinstance(left, Instant) and right == DURATION and operator in ("+", "-"):
        return INSTANT
    if left == DURATION and isinstance(right, Instant) and operator == "+":
        return INSTANT
    return None


def _added(left: Quantity, right: Quantity) -> Quantity | None:
    if not _same_powers(left, right):
        return None
    if left.percent != right.percent and not (left.constant or right.constant):
        return None
    return Quantity(
        time=left.time,
        money=left.money,
        percent=left.percent or right.percent,
        currency=left.currency or right.currency,
        constant=left.constant and right.constant,
    )


def _multiplied(left: Quantity, right: Quantity) -> Quantity:
    powers = Quantity(left.time + right.time, left.money + right.money)
    currency = (left.currency or right.currency) if powers.money else None
    share = powers.plain and _product_is_share(left, right)
    return replace(powers, percent=share, currency=currency, constant=left.constant and right.constant)


def _product_is_share(left: Quantity, right: Quantity) -> bool:
    """A share of a share is one, and so is a multiple of it; a share of a count is a number."""
    if not (left.plain and right.plain):
        return True
    return (left.percent or left.constant) and (right.percent or right.constant) and _any_percent(left, right)


def _any_percent(left: Quantity, right: Quantity) -> bool:
    return left.percent or right.percent


def _divided(left: Quantity, right: Quantity) -> Quantity:
    powers = Quantity(left.time - right.time, left.money - right.money)
    currency = (left.currency or right.currency) if powers.money else None
    share = powers.plain and _quotient_is_share(left, right)
    return replace(powers, percent=share, currency=currency, constant=left.constant and right.constant)


def _quotient_is_share(left: Quantity, right: Quantity) -> bool:
    """Two things of one unit give a share; dividing by a written number keeps what there was."""
    if right.constant or left.constant:
        return left.percent or right.percent
    return True
