"""Opening hours, day by day on the clocks of their zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.oracle.generating.frame import Hours
from tests.oracle.periods import DAY
from tests.oracle.plain import EPOCH, MICROSECOND
from tests.oracle.spans import Span, union


def open_time(hours: Hours, first: date, last: date) -> list[Span]:
    """The time in which it is open on the days from the first to the last, in instants."""
    spans: list[Span] = []
    day = first - DAY
    while day <= last:
        for days, own in hours.weekly:
            if day.weekday() in days and day not in hours.closed:
                spans += [_span(day, start, end, hours.zone) for start, end in own]
        day += DAY
    return union(span for span in spans if span[0] < span[1])


def _span(day: date, start: int, end: int, zone: str) -> Span:
    past_midnight = 24 * 60 if end <= start else 0
    return _instant(day, start, zone), _instant(day, end + past_midnight, zone)


def _instant(day: date, minutes: int, zone: str) -> int:
    """The instant at which the clocks first show a local time, or a later one."""
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    aware = local.replace(tzinfo=ZoneInfo(zone))
    while (EPOCH + _since(aware) * MICROSECOND).astimezone(aware.tzinfo).replace(tzinfo=None) != local:
        local += timedelta(minutes=1)
        aware = local.replace(tzinfo=ZoneInfo(zone))
    return _since(aware)


def _since(aware: datetime) -> int:
    return (aware - EPOCH) // MICROSECOND
