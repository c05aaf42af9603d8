"""Lengths of time: exact ones, and those on the calendar of the agreement's zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from slalang.plan.canonical import Tagged


@dataclass(frozen=True)
class Exact(Tagged):
    """So many microseconds."""

    length: int


@dataclass(frozen=True)
class Days(Tagged):
    """So many days on the calendar: they end at the time of day they began at."""

    days: int


@dataclass(frozen=True)
class Months(Tagged):
    """So many months on the calendar; a day that the last of them does not have is its last day."""

    months: int


CalendarLength: TypeAlias = Days | Months
Length: TypeAlias = Exact | Days | Months
