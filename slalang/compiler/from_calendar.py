"""Calendars: open time from some months before the term to some months after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from slalang.compiler.findings import HOLIDAYS_NOT_KNOWN
from slalang.compiler.ground import Ground
from slalang.diagnostics import Label
from slalang.model.calendar_files import NamedFile, named_files
from slalang.model.contract import Declaration
from slalang.model.hours import business_calendar
from slalang.plan.streams import Calendar, CalendarFile
from slalang.quantities import BusinessCalendar, coverage, holiday_fault, open_segments
from slalang.syntax import nodes

MARGIN = timedelta(days=92)
"""How far open time is worked out beyond both ends of the term: a ticket may be older than the term, and
a limit may fall due after it. A clock that leaves the margin too is an error and not a guess."""


def calendar_of(declaration: Declaration, ground: Ground) -> Calendar:
    """The calendar as stretches of open time."""
    node = declaration.node
    if not isinstance(node, nodes.Calendar):
        raise TypeError(f"{declaration.described} is not a calendar")
    first, last = ground.first - MARGIN, ground.last + MARGIN
    hours = _business_calendar(node, ground, first, last)
    named = tuple(named_files(node, declaration.path, ground.project.calendar_files))
    hours = _with_files(hours, named, first, last)
    files = tuple(CalendarFile(each.path, sha256(each.file.text.encode()).hexdigest()) for each in named)
    name, open_time = ground.naming.of(declaration), open_segments(hours, first, last)
    return Calendar(name, coverage(hours, first, last), open_time, files)


def uses_holidays(declaration: Declaration) -> bool:
    """Whether the calendar is closed on public holidays."""
    node = declaration.node
    clauses = node.clauses if isinstance(node, nodes.Calendar) else ()
    return any(isinstance(clause, nodes.ClosedHolidays) for clause in clauses)


def _business_calendar(node: nodes.Calendar, ground: Ground, first: date, last: date) -> BusinessCalendar:
    """The calendar with the holidays that are known; what else is asked for is reported."""
    known = list[str]()
    for clause in node.clauses:
        match clause:
            case nodes.ClosedHolidays(region=region) if _are_known(region, ground, first, last):
                known.append(region.value)
    return replace(business_calendar(node, ground.zone), holidays=tuple(known))


def _with_files(
    hours: BusinessCalendar, named: Sequence[NamedFile], first: date, last: date
) -> BusinessCalendar:
    """The calendar with the hours of its files, of which some begin before the first day."""
    opened, closed = (
        tuple(
            segment
            for each in named
            if each.opens is opens
            for segment in each.segments(hours.zone, first, last)
        )
        for opens in (True, False)
    )
    return replace(hours, opened_intervals=opened, closed_intervals=closed)


def _are_known(region: nodes.Text, ground: Ground, first: date, last: date) -> bool:
    fault = holiday_fault(region.value, first, last)
    if fault is None:
        return True
    known = f"from {fault.years[0]} to {fault.years[1]}" if fault.years else "not at all"
    ground.findings.report(
        HOLIDAYS_NOT_KNOWN,
        f'the holidays of "{region.value}" are known {known}, and the term of `{ground.agreement.name}`'
        f" with some months around it needs {first.year} to {last.year}",
        Label(region.span, "not known for all these years"),
        help="close the days one by one instead: `closed 2026-12-25, 2026-12-26`",
    )
    return False
