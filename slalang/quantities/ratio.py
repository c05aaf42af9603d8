"""Exact numbers and percentages: read, written for machines, and written for people.

A ratio is a ``Fraction``: ``99.95%`` is 1999/2000. Text that is cut short ends in ``…``; every digit
shown is a digit of the exact value, so nothing below 100% ever reads as 100%.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

ELLIPSIS = "…"
"""Follows the digits of a number that go on beyond what is shown."""

NUMBER_PATTERN = r"-?[0-9](?:_?[0-9]){0,29}(?:\.[0-9]{1,12})?"
"""A number as contracts write it: ASCII digits, at most 30 before and 12 after the point."""

_NUMBER = re.compile(NUMBER_PATTERN)
_RATIO = re.compile(r"(-?[0-9]+)(?:/([0-9]+))?")


def parse_number(text: str) -> Fraction | None:
    """The number written as ``12_000.50``, or ``None`` where the text is not one."""
    return Fraction(text.replace("_", "")) if _NUMBER.fullmatch(text) else None


def parse_percent(text: str) -> Fraction | None:
    """The ratio written as ``99.95%``, or ``None`` where the text is not one."""
    number = parse_number(text[:-1]) if text.endswith("%") else None
    return None if number is None else number / 100


def parse_ratio(text: str) -> Fraction | None:
    """The ratio with this ``n/d`` or ``n`` form, or ``None`` where there is none (a denominator of 0)."""
    match = _RATIO.fullmatch(text)
    if match is None:
        return None
    numerator, denominator = int(Decimal(match[1])), int(Decimal(match[2] or "1"))
    return Fraction(numerator, denominator) if denominator else None


def format_ratio(value: Fraction) -> str:
    """The ``n/d`` form in lowest terms, ``n`` where it is whole. Any number of digits is fine."""
    numerator = integer_text(value.numerator)
    return numerator if value.denominator == 1 else f"{numerator}/{integer_text(value.denominator)}"


def integer_text(value: int) -> str:
    """All digits of an integer, however many: ``str`` refuses beyond a few thousand."""
    return format(Decimal(value), "f")


def decimal_text(value: Fraction) -> str | None:
    """The finite decimal form (``0.125``), or ``None`` where the decimals never end (1/3)."""
    places = value.denominator.bit_length()
    if 10**places % value.denominator:
        return None
    whole, decimals = cut(value, places)
    return join_decimals(whole, decimals.rstrip("0"))


def format_number(value: Fraction, places: int = 4) -> str:
    """For people: thousands grouped, at most so many decimals, then ``…`` (``1,234.5``, ``0.3333…``)."""
    return _display(value, places, grouped=True)


def format_percent(value: Fraction, places: int = 4) -> str:
    """For people: ``99.9%``, ``99.0416…%``. At most so many decimals, and no digit that is not true."""
    return _display(value * 100, places, grouped=False) + "%"


def cut(value: Fraction, places: int) -> tuple[str, str]:
    """The whole part (with its sign) and the first decimals, cut off and not rounded."""
    scaled = abs(value) * 10**places
    digits = integer_text(scaled.numerator // scaled.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + digits[: len(digits) - places], digits[len(digits) - places :]


def join_decimals(whole: str, decimals: str) -> str:
    """The whole part and the decimals with a point between them, where there are decimals."""
    return f"{whole}.{decimals}" if decimals else whole


def group_thousands(whole: str) -> str:
    """``-12000`` as ``-12,000``."""
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)


def is_cut(value: Fraction, places: int) -> bool:
    """Whether the value has further decimals than so many."""
    return bool(10**places % value.denominator)


def _display(value: Fraction, places: int, grouped: bool) -> str:
    whole, decimals = cut(value, places)
    whole = group_thousands(whole) if grouped else whole
    if is_cut(value, places):
        return join_decimals(whole, decimals) + ELLIPSIS
    return join_decimals(whole, decimals.rstrip("0"))
