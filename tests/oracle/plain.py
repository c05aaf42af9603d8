"""Reading the JSON of a plan: exact fractions, instants as microseconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

Json = dict[str, Any]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def fraction(text: str) -> Fraction:
    """The number that ``3``, ``-3/4`` or ``12.50`` stands for."""
    return Fraction(text)


def optional(text: str | None) -> Fraction | None:
    """The number, where there is one."""
    return None if text is None else Fraction(text)


def instant(text: str) -> int:
    """The instant of ``2026-01-01T00:00:00Z``."""
    return (datetime.fromisoformat(text) - EPOCH) // MICROSECOND


def floor(number: Fraction) -> int:
    """The whole number at or below."""
    return number.numerator // number.denominator


def ceiling(number: Fraction) -> int:
    """The whole number at or above."""
    return -floor(-number)


def rounded(number: Fraction, quantum: Fraction, mode: str) -> Fraction:
    """The multiple of the quantum that the mode names: ``half`` modes say what becomes of a tie, ``up``
    goes away from zero and ``down`` towards it."""
    sign = -1 if number < 0 else 1
    size = abs(number) / quantum
    whole, rest = floor(size), size - floor(size)
    half = Fraction(1, 2)
    goes_up = {
        "half up": rest >= half,
        "half down": rest > half,
        "half even": rest > half or (rest == half and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }[mode]
    return sign * (whole + goes_up) * quantum
