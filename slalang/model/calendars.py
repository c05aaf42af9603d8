"""Calendars: their zone, hours, holidays and dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from slalang.diagnostics import Kind, Label
from slalang.model.findings import Findings
from slalang.model.overlay import DUPLICATE_STATEMENT
from slalang.model.suggestions import listed, nearest
from slalang.model.zones import check_zone
from slalang.quantities import holiday_fault, is_holiday_code
from slalang.syntax import nodes

UNKNOWN_HOLIDAYS = Kind("SLA302", "unknown-holidays")
NO_ZONE = Kind("SLA309", "calendar-without-zone")
NEVER_OPEN = Kind("SLA310", "calendar-never-open")
REVERSED_DATES = Kind("SLA303", "reversed-dates")
OVERLAPPING_HOURS = Kind("SLA311", "overlapping-hours")

_CODES = {"UK": "GB", "USA": "US", "EL": "GR", "GER": "DE", "SUI": "CH"}
"""What people write in place of some codes of countries."""
_DAY = 24 * 60
_SOME_YEARS = date(2020, 1, 1), date(2020, 12, 31)
"""Years for which holidays of every country are known: here only the name of the country matters."""


def check_calendar(calendar: nodes.Calendar, path: str, findings: Findings) -> None:
    """Reports what is wrong with a calendar."""
    zones = [clause for clause in calendar.clauses if isinstance(clause, nodes.Timezone)]
    for zone in zones:
        check_zone(zone.zone, findings)
    for again in zones[1:]:
        findings.report(
            DUPLICATE_STATEMENT,
            "`timezone` is said twice here: only one of them can hold",
            Label(again.span, "said again"),
            Label(zones[0].span, "said first"),
            help="keep one of them",
        )
    if findings.is_complete(path):
        _check_missing(calendar, bool(zones), findings)
    for clause in calendar.clauses:
        _check_clause(clause, findings)


def _check_missing(calendar: nodes.Calendar, has_zone: bool, findings: Findings) -> None:
    name = calendar.name
    if not has_zone:
        findings.report(
            NO_ZONE,
            f"calendar `{name.text}` does not say in which time zone its hours are",
            Label(name.span, "no `timezone`"),
            help='add a line such as `timezone "Europe/Berlin"`',
        )
    if not any(map(_opens, calendar.clauses)):
        findings.report(
            NEVER_OPEN,
            f"calendar `{name.text}` is never open",
            Label(name.span, "no `open`"),
            help="add a line such as `open mon to fri 09:00 to 17:00`",
        )


def _opens(clause: nodes.CalendarClause) -> bool:
    if isinstance(clause, nodes.CalendarFile):
        return clause.effect == "open"
    return isinstance(clause, nodes.OpenWeekdays | nodes.OpenDates)


def _check_clause(clause: nodes.CalendarClause, findings: Findings) -> None:
    match clause:
        case nodes.ClosedHolidays(region=region):
            _check_holidays(region, findings)
        case nodes.ClosedDates(dates=dates):
            _check_dates(dates, findings)
        case nodes.OpenDates(dates=dates, spans=spans):
            _check_dates(dates, findings)
            _check_hours(spans, findings)
        case nodes.OpenWeekdays(spans=spans):
            _check_hours(spans, findings)


def _check_dates(dates: Sequence[nodes.DateRange], findings: Findings) -> None:
    for each in dates:
        check_order(each.first, each.last, "these dates are", each, findings)


def check_order(
    first: nodes.Date, last: nodes.Date, what: str, place: nodes.Node, findings: Findings
) -> bool:
    """Whether the first day does not come after the last; if it does, that is reported."""
    if first.value <= last.value:
        return True
    findings.report(
        REVERSED_DATES,
        f"{what} the wrong way round: {first.value} comes after {last.value}",
        Label(place.span, "ends before it begins"),
        help=f"write `{last.value} to {first.value}`",
    )
    return False


# --- hours -------------------------------------------------------------------------------------


def _check_hours(spans: Sequence[nodes.DaySpan], findings: Findings) -> None:
    placed = sorted(spans, key=lambda span: span.start.minutes)
    for one, other in pairwise(placed):
        if other.start.minutes < _end(one):
            findings.report(
                OVERLAPPING_HOURS,
                f"`{one.span.text}` and `{other.span.text}` overlap",
                Label(other.span, "begins before the other ends"),
                Label(one.span, "ends later"),
                help=f"write them as one: `{one.start.span.text} to {other.end.span.text}`",
            )


def _end(span: nodes.DaySpan) -> int:
    past_midnight = span.end.minutes <= span.start.minutes
    return span.end.minutes + (_DAY if past_midnight else 0)


# --- holidays ----------------------------------------------------------------------------------


def _check_holidays(region: nodes.Text, findings: Findings) -> None:
    fault = None if is_holiday_code(region.value) else holiday_fault(region.value, *_SOME_YEARS)
    if fault is None or fault.reason == "unknown years":
        return
    country = region.value.partition("-")[0]
    what = "country" if fault.reason == "unknown country" else f"part of {country}"
    near = nearest(_CODES.get(region.value.upper(), region.value), fault.known)
    findings.report(
        UNKNOWN_HOLIDAYS,
        f'no holidays are known for "{region.value}": there is no such {what}',
        Label(region.span, f"unknown {what}"),
        help=f'did you mean "{near}"?' if near else f"known are {listed(fault.known)}",
    )
