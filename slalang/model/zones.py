"""Zones, days and local times a contract writes down."""

from __future__ import annotations

from datetime import datetime

from slalang.diagnostics import Fix, Kind, Label
from slalang.model.findings import Findings
from slalang.model.suggestions import nearest
from slalang.quantities import (
    FIRST_DAY,
    LAST_DAY,
    LocalTimeError,
    format_local,
    instant_of,
    is_zone,
    zone_names,
)
from slalang.syntax import nodes

UNKNOWN_ZONE = Kind("SLA301", "unknown-zone")
AMBIGUOUS_TIME = Kind("SLA306", "ambiguous-local-time")
IMPOSSIBLE_TIME = Kind("SLA307", "impossible-local-time")
DAY_OUT_OF_RANGE = Kind("SLA308", "day-out-of-range")


def check_zone(zone: nodes.Text, findings: Findings) -> bool:
    """Whether the zone exists; if not, that is reported with the nearest that does."""
    if is_zone(zone.value):
        return True
    near = _nearest_zone(zone.value)
    findings.report(
        UNKNOWN_ZONE,
        f'there is no time zone "{zone.value}"',
        Label(zone.span, "unknown zone"),
        help=f'did you mean "{near}"?' if near else 'zones are written like "Europe/Berlin"',
        fix=Fix(zone.span, f'"{near}"') if near else None,
    )
    return False


def _nearest_zone(written: str) -> str | None:
    """The zone meant: spelt a little differently, or a city alone."""
    city = written.replace(" ", "_").casefold()
    cities = sorted(name for name in zone_names() if name.rpartition("/")[2].casefold() == city)
    return cities[0] if cities else nearest(written, zone_names())


def check_day(day: nodes.Date | nodes.DateTime, findings: Findings) -> None:
    """Reports a day so far away that it must be a slip of the pen."""
    value = day.value.date() if isinstance(day, nodes.DateTime) else day.value
    if not FIRST_DAY <= value <= LAST_DAY:
        findings.report(
            DAY_OUT_OF_RANGE,
            f"`{value.isoformat()}` is too far away: days from {FIRST_DAY} to {LAST_DAY} can be used",
            Label(day.span, "a slip of the pen?"),
        )


def check_local_time(moment: nodes.DateTime, zone: str, findings: Findings) -> None:
    """Reports a local time that the clocks of the zone show twice, or never."""
    value: datetime = moment.value
    if not is_zone(zone) or not FIRST_DAY <= value.date() <= LAST_DAY:
        return
    try:
        instant_of(value, zone)
    except LocalTimeError as fault:
        first, second = (format_local(instant, zone) for instant in fault.candidates)
        twice = fault.reason == "ambiguous"
        findings.report(
            AMBIGUOUS_TIME if twice else IMPOSSIBLE_TIME,
            f"`{moment.span.text}` {'comes twice' if twice else 'does not exist'} in {zone}: "
            "the clocks are changed then",
            Label(moment.span, "which one?" if twice else "skipped by the clocks"),
            help=f"write `{first}` or `{second}`",
        )
