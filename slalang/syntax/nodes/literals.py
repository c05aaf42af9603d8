"""Money, dates, times and named periods."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import (
    CalendarLength,
    Duration,
    Name,
    Node,
    Number,
    Percent,
    Text,
    Truth,
)
from slalang.values import value


@value
class Money(Node):
    """``12_000.00 EUR``. The currency is three capital letters, not yet known to be one."""

    amount: Decimal
    currency: str


@value
class Date(Node):
    """``2026-01-31``, a day of the calendar."""

    value: date


@value
class DateTime(Node):
    """``2026-01-01T09:00``, local where it has no zone, else with ``Z`` or an offset."""

    value: datetime


@value
class TimeOfDay(Node):
    """``09:00`` in minutes after midnight; ``24:00`` is the end of the day."""

    minutes: int


@value
class NamedPeriod(Node):
    """One period by its name: ``2026``, ``2026-Q1``, ``2026-03``, ``2026-W07`` or ``2026-03-10``.

    ``number`` is that of the quarter, month or ISO week in the year; ``day`` is given for a day.
    """

    kind: Literal["day", "week", "month", "quarter", "year"]
    year: int
    number: int | None = None
    day: date | None = None

    @property
    def label(self) -> str:
        """The period as contracts write it."""
        return self.span.text


LiteralValue: TypeAlias = (
    Text | Truth | Number | Percent | Duration | CalendarLength | Money | Date | DateTime
)
Instant: TypeAlias = Date | DateTime


@value
class Setting(Node):
    """``field = value``; a bare word is one of the values of a field with ``one of (...)``."""

    field: Name
    value: LiteralValue | Name
