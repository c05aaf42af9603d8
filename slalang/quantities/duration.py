"""Exact lengths of time: whole microseconds.

``4h`` and ``1h30m`` are durations. Days and longer are no durations, because a local day is not always
24 hours long.
"""

from __future__ import annotations

import re
from fractions import Fraction

from slalang.quantities.ratio import ELLIPSIS, format_percent

MICROSECOND = 1
MILLISECOND = 1_000
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

DURATION_UNITS: dict[str, int] = {"h": HOUR, "m": MINUTE, "s": SECOND, "ms": MILLISECOND, "us": MICROSECOND}
"""The units of a duration in microseconds, longest first."""

UNIT_WORDS = {
    "us": ("microsecond", "microseconds"),
    "ms": ("millisecond", "milliseconds", "msec", "millis"),
    "s": ("sec", "secs", "second", "seconds"),
    "m": ("min", "mins", "minute", "minutes"),
    "h": ("hr", "hrs", "hour", "hours"),
}
"""How people write the units of time out, by unit."""

_PIECE = r"([0-9](?:_?[0-9]){0,29})([A-Za-z]+)"
_PIECES = re.compile(_PIECE)
_DURATION = re.compile(rf"{_PIECE}(?: ?{_PIECE})*")


def parse_duration(text: str) -> int | None:
    """The microseconds of ``1h30m`` or ``1h 30m``, or ``None`` where the text is not a duration.

    Each unit stands at most once, longer ones first.
    """
    pieces = _pieces(text)
    order = [list(DURATION_UNITS).index(unit) for _, unit in pieces if unit in DURATION_UNITS]
    if not pieces or len(order) < len(pieces) or order != sorted(set(order)):
        return None
    return sum(amount * DURATION_UNITS[unit] for amount, unit in pieces)


def unknown_unit(text: str) -> str | None:
    """The first unit that durations do not have (the ``d`` of ``1d``), ``None`` where all are known."""
    return next((unit for _, unit in _pieces(text) if unit not in DURATION_UNITS), None)


def _pieces(text: str) -> list[tuple[int, str]]:
    if not _DURATION.fullmatch(text):
        return []
    return [(int(amount), unit) for amount, unit in _PIECES.findall(text)]


def duration_of(number: Fraction, unit: str) -> int | None:
    """So many of a unit in microseconds, or ``None`` where that is not a whole number of them."""
    length = number * DURATION_UNITS[unit]
    return length.numerator if length.denominator == 1 else None


def format_duration(length: int | Fraction, units: int = len(DURATION_UNITS)) -> str:
    """For people: ``43m 12s``, ``3h``, ``250ms``, ``0s``.

    At most so many units are shown, counted from the largest; what is left out is marked with ``…``.
    """
    pieces, left = _take_apart(max(length, -length))
    shown = " ".join(f"{amount}{unit}" for amount, unit in pieces[:units]) or "0s"
    return ("-" if length < 0 else "") + shown + (ELLIPSIS if left or pieces[units:] else "")


def duration_literal(length: int) -> str:
    """The form contracts write: ``1h30m``. The length is not negative."""
    return "".join(f"{amount}{unit}" for amount, unit in _take_apart(length)[0]) or "0s"


def _take_apart(length: int | Fraction) -> tuple[list[tuple[int, str]], int | Fraction]:
    pieces = []
    for unit, size in DURATION_UNITS.items():
        amount, length = divmod(length, size)
        if amount:
            pieces.append((amount, unit))
    return pieces, length


def budget(target: Fraction, length: int) -> Fraction:
    """The time that may be lost in a stretch of time before a share of it falls below the target."""
    return (1 - target) * length


def format_budget(target: Fraction, days: int = 30) -> str:
    """What a target leaves in a month of so many days: ``43m 12s in a 30-day month``."""
    return f"{format_duration(budget(target, days * 24 * HOUR))} in a {days}-day month"


def format_target(target: Fraction) -> str:
    """A share of time with its budget: ``99.9% (43m 12s in a 30-day month)``."""
    return f"{format_percent(target)} ({format_budget(target)})"
