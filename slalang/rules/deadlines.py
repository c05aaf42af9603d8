"""When tickets fall due by two clocks, by opening one at every moment that can make a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from slalang.model.constants import constant
from slalang.model.contract import Declaration
from slalang.model.hours import business_calendar
from slalang.quantities import (
    MINUTE,
    BusinessCalendar,
    OpenTime,
    always_open,
    day_start,
    holiday_dates,
    holiday_fault,
    is_zone,
    open_segments,
)
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.values import Frozen, value

_DAY = timedelta(days=1)
_MONDAY = date(2026, 6, 1)
"""The first day of a week without a change of the clocks, in which calendars are compared by their hours."""
_MOST_WEEKS = 60


@value
class Ticket(Frozen):
    """A ticket of one kind (``P1``; ``None`` where there is one limit for all), and when it falls due by the
    clock before and by the clock after."""

    kind: str | None
    opened: int
    due_before: int
    due_after: int


@value
class Pace(Frozen):
    """The limits of a clock by the values of a field (one for ``None``), and the hours they count in."""

    field: str | None
    limits: Mapping[str | None, int]
    hours: BusinessCalendar

    def limit(self, kind: str | None) -> int | None:
        """The limit for a value of the field, that of the other values where it has none of its own."""
        return self.limits.get(kind, self.limits.get(None))


def pace_of(clock: Declaration, survey: Survey) -> Pace | None:
    """The limits and hours of a clock; ``None`` where not all of them are written out."""
    node, scope = clock.node, survey.scope_of(clock)
    clauses = node.clauses if isinstance(node, nodes.Clock) else ()
    written = next((clause for clause in clauses if isinstance(clause, nodes.Limit)), None)
    named = next((clause.calendar for clause in clauses if isinstance(clause, nodes.RunsIn)), None)
    hours = always_open("UTC")
    if named is not None:
        found = scope.lookup(named.text)
        if found is None or not isinstance(found.node, nodes.Calendar):
            return None
        if any(isinstance(clause, nodes.CalendarFile) for clause in found.node.clauses):
            return None
        hours = business_calendar(found.node, "")
    if written is None or not is_zone(hours.zone):
        return None
    return _with_limits(written.value, clock, hours, survey)


def _with_limits(
    limit: nodes.Expression, clock: Declaration, hours: BusinessCalendar, survey: Survey
) -> Pace | None:
    known = constant(limit)
    if known is not None:
        return Pace(None, {None: int(known)}, hours)
    name = (
        limit.name
        if isinstance(limit, nodes.NameRef)
        else limit.table
        if isinstance(limit, nodes.Lookup)
        else None
    )
    found = survey.scope_of(clock).lookup(name.text) if name else None
    if found is None or not isinstance(found.node, nodes.Table):
        return None
    limits = {_key(row): constant(row.value) for row in found.node.rows}
    certain = {key: int(each) for key, each in limits.items() if each is not None}
    return Pace(found.node.field.text, certain, hours) if len(certain) == len(limits) else None


def _key(row: nodes.TableRow) -> str | None:
    return None if isinstance(row.key, nodes.ElseKey) else row.key.span.text


# --- two clocks --------------------------------------------------------------------------------


def tickets(before: Pace, after: Pace) -> Iterator[Ticket]:
    """Tickets due at different moments by the two, of each kind the ones opened at opening times first.

    Found are all ways in which the hours of a week differ, and those of the days that only one of the two
    closes or opens by date or as a holiday.
    """
    if before.field is not None and after.field is not None and before.field != after.field:
        return
    for kind in dict.fromkeys((*before.limits, *after.limits)):
        limits = before.limit(kind), after.limit(kind)
        if limits[0] is not None and limits[1] is not None:
            for first, hours in _stretches(before.hours, after.hours):
                yield from _different(kind, (limits[0], limits[1]), first, hours)


def _stretches(
    before: BusinessCalendar, after: BusinessCalendar
) -> Iterator[tuple[date, tuple[BusinessCalendar, BusinessCalendar]]]:
    """A plain week, then a week around each day on which the two differ for once."""
    yield _MONDAY, (_weekly(before), _weekly(after))
    special = {*before.closed_dates} ^ {*after.closed_dates}
    special |= {each.day for each in {*before.extra_openings} ^ {*after.extra_openings}}
    codes = {*before.holidays} ^ {*after.holidays}
    first, last = date(_MONDAY.year, 1, 1), date(_MONDAY.year, 12, 31)
    if codes and not any(holiday_fault(code, first, last) for code in codes):
        special |= {*holiday_dates(before.holidays, first, last)} ^ {
            *holiday_dates(after.holidays, first, last)
        }
    if codes:
        pair = before, after
    else:
        pair = _without_holidays(before), _without_holidays(after)
    for day in sorted(special):
        yield day - 2 * _DAY, pair


def _weekly(hours: BusinessCalendar) -> BusinessCalendar:
    return BusinessCalendar(hours.zone, hours.weekly)


def _without_holidays(hours: BusinessCalendar) -> BusinessCalendar:
    return BusinessCalendar(hours.zone, hours.weekly, (), (), hours.closed_dates, hours.extra_openings)


def _different(
    kind: str | None, limits: tuple[int, int], first: date, hours: tuple[BusinessCalendar, BusinessCalendar]
) -> Iterator[Ticket]:
    reached = [_open_time(each, first, limit) for each, limit in zip(hours, limits, strict=True)]
    if None in reached:
        return
    start, end = day_start(first, hours[0].zone), day_start(first + 7 * _DAY, hours[0].zone)
    open_times = [each for each in reached if each]
    moments = _moments(open_times, limits, start)
    for opened in (moment for moment in moments if start <= moment < end):
        due = [each.due(opened, limit) for each, limit in zip(open_times, limits, strict=True)]
        if due[0] is not None and due[1] is not None and due[0] != due[1]:
            yield Ticket(kind, opened, due[0], due[1])


def _open_time(hours: BusinessCalendar, first: date, limit: int) -> OpenTime | None:
    """Open time from a day before, for as long as a limit can take; ``None`` where that is too long."""
    week = OpenTime(open_segments(_weekly(hours), _MONDAY, _MONDAY + 6 * _DAY))
    weekly = sum(end - start for start, end in week.segments)
    if not weekly or limit // weekly + 3 > _MOST_WEEKS:
        return None
    weeks = limit // weekly + 3
    return OpenTime(open_segments(hours, first - _DAY, first + weeks * 7 * _DAY))


def _moments(open_times: Sequence[OpenTime], limits: Sequence[int], start: int) -> list[int]:
    """The moments at which an hour begins or ends, and those from which a limit runs up to one."""
    ends = sorted({end for each in open_times for segment in each.segments for end in segment})
    begun = {
        moment
        for each, limit in zip(open_times, limits, strict=True)
        for end in ends
        if (moment := each.due(start, each.before(end) - limit - each.before(start))) is not None
    }
    near = {moment + step for moment in (*ends, *begun) for step in (-MINUTE, 0, MINUTE)}
    return [*ends, *sorted((near | {start}) - {*ends})]
