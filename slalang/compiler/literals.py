"""Literals of a contract as the exact numbers, instants and labels of a plan."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from slalang.plan.terms import Unit
from slalang.quantities import LocalTimeError, day_start, decimal_text, instant_of
from slalang.syntax import nodes


def value_of(literal: nodes.Node, unit: Unit | None = None) -> Fraction | None:
    """The exact value of a literal, a duration in microseconds; ``None`` where it is not of the unit.

    Without a unit any number will do. A plain number stands for a ratio too: ``1`` is ``100%``.
    """
    match literal:
        case nodes.Number(value=value) if unit in (None, "number", "ratio"):
            return value
        case nodes.Percent(value=value) if unit in (None, "ratio"):
            return value
        case nodes.Duration(microseconds=length) if unit in (None, "duration"):
            return Fraction(length)
        case nodes.Money(amount=amount) if unit in (None, "money"):
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


def period_label(node: nodes.NamedPeriod) -> str:
    """The label that the plan has for a named period."""
    match node.kind:
        case "day":
            return node.day.isoformat() if node.day else node.label
        case "week":
            return f"{node.year:04}-W{node.number or 0:02}"
        case "month":
            return f"{node.year:04}-{node.number or 0:02}"
        case "quarter":
            return f"{node.year:04}-Q{node.number}"
        case "year":
            return f"{node.year:04}"


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


_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}
_DAYS: dict[str, int] = {"day": 1, "week": 7}


def exact_decimal(value: Fraction) -> Decimal | None:
    """The value as a decimal, ``None`` where its digits never end."""
    text = decimal_text(value)
    return None if text is None else Decimal(text)
