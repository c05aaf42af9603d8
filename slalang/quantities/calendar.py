"""Business calendars: when work is done, as stretches of open time between instants.

Opening hours are local times of the calendar's zone. Where a change of the clocks shows an opening or
closing time twice its first showing counts, where the change skips it the moment of the jump does, so
00:00 to 08:00 holds 7 hours on the night the clocks go forward and 9 when they go back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from slalang.quantities.holiday import holiday_dates
from slalang.quantities.instant import day_start, first_instant
from slalang.quantities.opening import Segment, merge, subtract
from slalang.values import Frozen, value

DAY_MINUTES = 24 * 60

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as contracts write them; a weekday is its place in this list."""

_DAY = timedelta(days=1)
_TIME_OF_DAY = re.compile(r"([0-9]{2}):([0-9]{2})")


@value
class Hours(Frozen):
    """One stretch of opening hours, in minutes after the midnight its day begins with.

    A closing time at or before the opening time is on the next day.
    """

    opens: int
    closes: int

    @property
    def length(self) -> int:
        """How many minutes the clocks advance from opening to closing."""
        return (self.closes - self.opens) % DAY_MINUTES or DAY_MINUTES


@value
class WeeklyOpening(Frozen):
    """The opening hours of some weekdays (0 is Monday)."""

    weekdays: tuple[int, ...]
    hours: tuple[Hours, ...]


@value
class ExtraOpening(Frozen):
    """The opening hours of one date, in place of those of its weekday and though it be a holiday."""

    day: date
    hours: tuple[Hours, ...]


@value
class BusinessCalendar(Frozen):
    """When a service desk, a plant or an office is open.

    ``holidays`` are codes such as ``DE-BE``. Hours belong to the day they open on: a night shift that
    began before a holiday runs to its end. What is closed by its date stays closed, then an extra
    opening counts, then holidays and closed weekdays, then the week. ``opened_intervals`` are instants and
    add to the hours, also on a holiday, but not on a date that is closed. ``closed_intervals`` are instants
    and close whatever they cover.
    """

    zone: str
    weekly: tuple[WeeklyOpening, ...] = ()
    closed_weekdays: tuple[int, ...] = ()
    holidays: tuple[str, ...] = ()
    closed_dates: tuple[date, ...] = ()
    extra_openings: tuple[ExtraOpening, ...] = ()
    closed_intervals: tuple[Segment, ...] = ()
    opened_intervals: tuple[Segment, ...] = ()


def always_open(zone: str) -> BusinessCalendar:
    """The calendar that never closes."""
    return BusinessCalendar(zone, (WeeklyOpening(tuple(range(7)), (Hours(0, DAY_MINUTES),)),))


def open_segments(calendar: BusinessCalendar, first: date, last: date) -> tuple[Segment, ...]:
    """All open time from the first to the end of the last day: sorted, half-open, merged where it touches.

    Complete for ``coverage``: hours that began on the day before are in it. The holidays must be known
    for all these years (see ``holiday_fault``).
    """
    start, end = coverage(calendar, first, last)
    closed = merge((day_start(day, calendar.zone), day_start(day + _DAY, calendar.zone))
                   for day in calendar.closed_dates)  # fmt: skip
    openings = (
        *_openings(calendar, first - _DAY, last),
        *subtract(merge(calendar.opened_intervals), closed),
    )
    opened = ((max(opens, start), min(closes, end)) for opens, closes in openings)
    return subtract(merge(opened), merge(calendar.closed_intervals))


def coverage(calendar: BusinessCalendar, first: date, last: date) -> Segment:
    """The half-open range of instants from the first to the end of the last day."""
    return day_start(first, calendar.zone), day_start(last + _DAY, calendar.zone)


def hours_on(calendar: BusinessCalendar, day: date) -> tuple[Hours, ...]:
    """The opening hours that begin on a day. The holidays must be known for its year."""
    return tuple(_hours_of(calendar, day, day in holiday_dates(calendar.holidays, day, day)))


def contradicting_dates(calendar: BusinessCalendar) -> tuple[date, ...]:
    """The dates the calendar both closes by name and opens extra."""
    return tuple(sorted(set(calendar.closed_dates) & {extra.day for extra in calendar.extra_openings}))


def _openings(calendar: BusinessCalendar, first: date, last: date) -> Iterator[Segment]:
    free = frozenset(holiday_dates(calendar.holidays, first, last))
    for offset in range((last - first).days + 1):
        day = first + offset * _DAY
        for hours in _hours_of(calendar, day, day in free):
            yield _segment(hours, day, calendar.zone)


def _hours_of(calendar: BusinessCalendar, day: date, is_holiday: bool) -> Iterable[Hours]:
    if day in calendar.closed_dates:
        return ()
    extra = [opening.hours for opening in calendar.extra_openings if opening.day == day]
    if extra:
        return (hours for spans in extra for hours in spans)
    weekday = day.weekday()
    if is_holiday or weekday in calendar.closed_weekdays:
        return ()
    return (hours for opening in calendar.weekly if weekday in opening.weekdays for hours in opening.hours)


def _segment(hours: Hours, day: date, zone: str) -> Segment:
    opens = datetime.combine(day, time()) + timedelta(minutes=hours.opens)
    closes = opens + timedelta(minutes=hours.length)
    return first_instant(opens, zone), first_instant(closes, zone)


# --- text --------------------------------------------------------------------------------------


def parse_time_of_day(text: str) -> int | None:
    """The minutes after midnight of ``09:00`` (``24:00`` is the end of the day), ``None`` otherwise."""
    match = _TIME_OF_DAY.fullmatch(text)
    if match is None or int(match[2]) > 59:
        return None
    minutes = 60 * int(match[1]) + int(match[2])
    return minutes if minutes <= DAY_MINUTES else None


def format_time_of_day(minutes: int) -> str:
    """``09:00`` for 540 minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def weekdays_between(first: str, last: str) -> tuple[int, ...]:
    """The weekdays of ``mon to fri``; ``sat to mon`` goes over the end of the week."""
    begin = WEEKDAYS.index(first)
    length = (WEEKDAYS.index(last) - begin) % 7 + 1
    return tuple((begin + offset) % 7 for offset in range(length))
