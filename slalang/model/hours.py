"""The opening hours that a calendar writes down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from slalang.quantities import BusinessCalendar, ExtraOpening, Hours, WeeklyOpening, weekdays_between
from slalang.syntax import nodes

_ALL_DAY = Hours(0, 24 * 60)


def business_calendar(node: nodes.Calendar, zone: str) -> BusinessCalendar:
    """The calendar as it is written, in its own zone or else in this one.

    Holidays are named and not looked up, and the days of calendar files are not in it.
    """
    weekly, extra = list[WeeklyOpening](), list[ExtraOpening]()
    closed, holidays = list[date](), list[str]()
    for clause in node.clauses:
        match clause:
            case nodes.Timezone(zone=written):
                zone = written.value
            case nodes.OpenWeekdays(days=days, spans=spans):
                weekly.append(WeeklyOpening(weekdays_of(days), hours_of(spans)))
            case nodes.OpenDates(dates=dates, spans=spans):
                hours = hours_of(spans) or (_ALL_DAY,)
                extra += [ExtraOpening(day, hours) for day in _days(dates)]
            case nodes.ClosedDates(dates=dates):
                closed += _days(dates)
            case nodes.ClosedHolidays(region=region):
                holidays.append(region.value)
    return BusinessCalendar(zone, tuple(weekly), (), tuple(holidays), tuple(closed), tuple(extra))


def weekdays_of(days: Sequence[nodes.WeekdayRange]) -> tuple[int, ...]:
    """The weekdays that are meant, 0 for Monday."""
    found = (weekday for each in days for weekday in weekdays_between(each.first, each.last))
    return tuple(sorted(set(found)))


def hours_of(spans: Sequence[nodes.DaySpan]) -> tuple[Hours, ...]:
    """The hours that are meant."""
    return tuple(Hours(span.start.minutes, span.end.minutes) for span in spans)


def _days(dates: Sequence[nodes.DateRange]) -> Iterator[date]:
    for each in dates:
        length = (each.last.value - each.first.value).days
        yield from (each.first.value + timedelta(days=offset) for offset in range(length + 1))
