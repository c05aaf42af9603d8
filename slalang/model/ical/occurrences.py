"""When the entries of a calendar file are, between two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from slalang.model.ical.entries import Entry
from slalang.quantities import Segment, first_instant, merge

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


def segments_of(entries: Sequence[Entry], first: date, last: date) -> tuple[Segment, ...]:
    """The time that the entries take, with all that reaches into the days from the first to the last.

    Local times that clocks show twice are their first showing, those they skip the moment of the jump.
    """
    return merge(segment for entry in entries for segment in _segments(entry, first, last))


def _segments(entry: Entry, first: date, last: date) -> Iterator[Segment]:
    lead = (entry.days + 2) * _DAY + entry.exact
    low = max(datetime.combine(first, time()) - lead, datetime(1890, 1, 1))
    high = datetime.combine(last, time()) + 2 * _DAY
    for start in sorted(_starts(entry, low, high)):
        end = first_instant(start + entry.days * _DAY, entry.zone) + entry.exact // _MICROSECOND
        yield first_instant(start, entry.zone), end


def _starts(entry: Entry, low: datetime, high: datetime) -> set[datetime]:
    from dateutil.rrule import rrulestr

    series = [entry.start]
    if entry.rule is not None:
        series = rrulestr(entry.rule, dtstart=entry.start).between(low, high, inc=True)
    found = {start for start in (*series, *entry.also) if low <= start <= high}
    return found - set(entry.never)
