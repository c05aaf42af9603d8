"""Opening hours at times that the clocks skip or show twice.

What it finds
    A calendar that opens or closes at a time which its zone does not have on a day of the term, or has
    twice: `02:30` in Berlin on the last Sundays of March and October.

Why it matters
    Where a time comes twice the first one counts, and where it is skipped the moment of the change does.
    Parties that close a shift at 02:30 have mostly not agreed on that, and the hour can decide.

Bad
    calendar nights {
      timezone "Europe/Berlin"
      open     mon to sun 22:00 to 02:30
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in nights
      limit  4h
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
      no data counts as met
    }

Good
    calendar nights {
      timezone "Europe/Berlin"
      open     mon to sun 22:00 to 01:30
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in nights
      limit  4h
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
      no data counts as met
    }

How to fix
    Let the hours begin and end outside the hour that is skipped or repeated, or close the calendar on
    that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.quantities import Hours, LocalTimeError, day_start, first_instant, instant_of, local_time
from slalang.rules.calendars import Hourly, calendars_used
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

CHANGED_HOURS = Kind("SLA314", "hours-at-change-of-clocks", Severity.WARNING)

_DAY = timedelta(days=1)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at the hours of each calendar on the days on which its clocks are changed."""
    for _, calendar, horizon in calendars_used(survey):
        days = _changes(calendar.hours.zone, horizon.first, horizon.last)
        for clause in calendar.node.clauses:
            if isinstance(clause, nodes.OpenWeekdays | nodes.OpenDates):
                for span in clause.spans:
                    yield from _first_fault(span, calendar, days)


def _changes(zone: str, first: date, last: date) -> tuple[date, ...]:
    """The days of the term on which the clocks of a zone are changed."""
    days = (day for year in range(first.year, last.year + 1) for day in _changes_in(zone, year))
    return tuple(day for day in days if first <= day <= last)


@lru_cache(maxsize=512)
def _changes_in(zone: str, year: int) -> tuple[date, ...]:
    days = [date(year, 1, 1) + timedelta(days=offset) for offset in range(367)]
    offsets = [local_time(day_start(day, zone), zone).utcoffset() for day in days]
    changed = (before != after for before, after in pairwise(offsets))
    return tuple(
        day for day, is_changed in zip(days, changed, strict=False) if is_changed and day.year == year
    )


def _first_fault(span: nodes.DaySpan, calendar: Hourly, days: tuple[date, ...]) -> Iterator[Diagnostic]:
    """The first day on which the span begins or ends at such a time."""
    hours = Hours(span.start.minutes, span.end.minutes)
    for changed in days:
        for day in (changed - _DAY, changed):
            if hours in calendar.on(day):
                ends = ((span.start, hours.opens), (span.end, hours.opens + hours.length))
                for place, minutes in ends:
                    fault = _fault(day, minutes, calendar.hours.zone)
                    if fault:
                        yield _finding(place, span, calendar, fault)
                        return


def _fault(day: date, minutes: int, zone: str) -> LocalTimeError | None:
    """What is wrong with the time, if anything; the moment of a jump itself is one moment still."""
    try:
        instant_of(datetime.combine(day, time()) + timedelta(minutes=minutes), zone)
    except LocalTimeError as fault:
        is_jump = first_instant(fault.local, zone) in fault.candidates
        return None if fault.reason == "impossible" and is_jump else fault
    return None


def _finding(
    place: nodes.TimeOfDay, span: nodes.DaySpan, calendar: Hourly, fault: LocalTimeError
) -> Diagnostic:
    zone, name = calendar.hours.zone, calendar.node.name.text
    twice, does = fault.reason == "ambiguous", "opens" if place is span.start else "closes"
    day = fault.local.date()
    how = (
        f"comes twice in {zone} on {day}: `{name}` {does} at the first of the two"
        if twice
        else f"does not exist in {zone} on {day}: `{name}` {does} when the clocks are changed"
    )
    return Diagnostic(
        CHANGED_HOURS,
        f"`{place.span.text}` {how}",
        Label(place.span, "comes twice" if twice else "skipped by the clocks"),
        help=f"let the hours {'begin' if does == 'opens' else 'end'} outside the hour of the change, "
        f"or close the calendar on {day}",
        witness=f"{day}T{place.span.text}",
    )


RULE = Rule((CHANGED_HOURS,), check)
