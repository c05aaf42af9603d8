"""Values that are easy to read, between two others."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from slalang.plan.terms import Unit

_SECOND = 1_000_000
_STEPS = (3600, 1800, 600, 300, 60, 30, 10, 5, 1)
_MOST_DIGITS = 12


def between(low: Fraction, high: Fraction, unit: Unit) -> Fraction:
    """A value strictly between two, near their middle, with as few digits as there can be."""
    middle = (low + high) / 2
    for step in _steps(unit):
        below = step * floor(middle / step)
        near = min((below, below + step), key=lambda value: abs(value - middle))
        if low < near < high:
            return near
    return middle


def _steps(unit: Unit) -> list[Fraction]:
    if unit == "duration":
        fine = [Fraction(_SECOND, 10**digits) for digits in range(1, 7)]
        return [Fraction(step * _SECOND) for step in _STEPS] + fine
    whole = Fraction(1, 100) if unit == "ratio" else Fraction(1)
    return [whole * 10**-digits if digits <= 0 else whole / 10**digits for digits in range(-6, _MOST_DIGITS)]
