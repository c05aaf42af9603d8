"""Exact numbers that are not known yet: everything between two ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Literal


@dataclass(frozen=True)
class End:
    """An end of an interval. One that is not ``reached`` is come close to without end."""

    value: Fraction
    reached: bool = True


@dataclass(frozen=True)
class Interval:
    """All numbers between two ends; where one is ``None``, nothing bounds them there."""

    low: End | None
    high: End | None

    def __neg__(self) -> Interval:
        return Interval(_negative(self.high), _negative(self.low))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def combined(self, operator: Literal["*", "/"], other: Interval) -> Interval:
        """The products or quotients; open where an end is, or where the divisor may be zero."""
        ends = [(one, two) for one, two in product((self.low, self.high), (other.low, other.high))]
        if any(one is None or two is None for one, two in ends):
            return OPEN
        if operator == "/" and other.low and other.high and other.low.value <= 0 <= other.high.value:
            return OPEN
        work: Callable[[Fraction, Fraction], Fraction] = (
            (lambda one, two: one * two) if operator == "*" else (lambda one, two: one / two)
        )
        found = [
            End(work(one.value, two.value), one.reached and two.reached) for one, two in ends if one and two
        ]
        return between(found)


OPEN = Interval(None, None)


def exactly(value: Fraction) -> Interval:
    """One number."""
    return Interval(End(value), End(value))


def between(ends: list[End]) -> Interval:
    """From the least to the greatest; of equal ones, one that is reached."""
    low = min(ends, key=lambda end: (end.value, not end.reached))
    high = max(ends, key=lambda end: (end.value, end.reached))
    return Interval(low, high)


def _negative(end: End | None) -> End | None:
    return None if end is None else End(-end.value, end.reached)


def _sum(one: End | None, two: End | None) -> End | None:
    if one is None or two is None:
        return None
    return End(one.value + two.value, one.reached and two.reached)
