"""Literals of a contract as the exact numbers and instants of a plan."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from slalang.plan.lengths import CalendarLength, Days, Exact, Length, Months
from slalang.quantities import LocalTimeError, day_start, decimal_text, instant_of
from slalang.syntax import nodes


def value_of(literal: nodes.Node) -> Fraction | None:
    """The exact value of a literal, a duration in microseconds; ``None`` for a text, a day and the like."""
    match literal:
        case nodes.Number(value=value) | nodes.Percent(value=value):
            return value
        case nodes.Duration(microseconds=length):
            return Fraction(length)
        case nodes.Money(amount=amount):
            return Fraction(amount)
        case _:
            return None


def instant_of_node(node: nodes.Instant, zone: str) -> int:
    """The instant of a date (when its day begins in the zone) or of a date and time.

    Of a local time that the clocks show twice or never, which is reported elsewhere, the earlier one.
    """
    if isinstance(node, nodes.Date):
        return day_start(node.value, zone)
    try:
        return instant_of(node.value, zone)
    except LocalTimeError as fault:
        return fault.candidates[0]


def field_text(value: nodes.Node, zone: str) -> str:
    """A value that a field is fixed to, as the text a plan has for it: numbers as ``n`` or ``n/d``."""
    match value:
        case nodes.Text(value=text) | nodes.Name(text=text):
            return text
        case nodes.Truth(value=truth):
            return "true" if truth else "false"
        case nodes.Date() | nodes.DateTime():
            return str(instant_of_node(value, zone))
        case nodes.ElseKey():
            raise TypeError("`else` is no value of a field")
        case _:
            number = value_of(value)
            if number is None:
                raise TypeError(f"{type(value).__name__} is no value of a field")
            return str(number)


def months_in(length: nodes.CalendarLength) -> int | None:
    """A length on the calendar in months, ``None`` where it is in days or weeks."""
    return length.count * _MONTHS[length.unit] if length.unit in _MONTHS else None


def days_in(length: nodes.CalendarLength) -> int | None:
    """A length on the calendar in days, ``None`` where months make it longer or shorter."""
    return length.count * _DAYS[length.unit] if length.unit in _DAYS else None


def calendar_length(length: nodes.CalendarLength) -> CalendarLength:
    """A length on the calendar."""
    days, months = days_in(length), months_in(length)
    return Months(months or 0) if days is None else Days(days)


def length_of(length: nodes.Length) -> Length:
    """A length of either kind."""
    return Exact(length.microseconds) if isinstance(length, nodes.Duration) else calendar_length(length)


_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}
_DAYS: dict[str, int] = {"day": 1, "week": 7}


def exact_decimal(value: Fraction) -> Decimal | None:
    """The value as a decimal, ``None`` where its digits never end."""
    text = decimal_text(value)
    return None if text is None else Decimal(text)
