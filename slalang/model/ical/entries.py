"""The events of a calendar file as entries: when the first one is, how long, and how it repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from slalang.model.ical.faults import FileFault, Unclear
from slalang.model.ical.lines import Event, Property, events_of
from slalang.quantities import FIRST_DAY, LAST_DAY, first_instant, is_zone, local_time
from slalang.source import SourceFile, Span
from slalang.values import Frozen, value

_REFUSED = {
    "RECURRENCE-ID": "changes of single days of a series are not read: write them with `EXDATE` and an entry",
    "EXRULE": "`EXRULE` is not read: write the days with `EXDATE`",
}
_RARE = ("SECONDLY", "MINUTELY", "HOURLY")
_DAY = timedelta(days=1)
_UNTIL = re.compile(r"(?:^|;)UNTIL=([^;]*)", re.IGNORECASE)


@value
class Entry(Frozen):
    """When something is, for the first time and again.

    ``start`` is a local time of the ``zone``, midnight for a whole day. It lasts ``days`` on the calendar and
    ``exact`` time besides. ``rule`` is an RRULE without its zone; ``also`` and ``never`` are the starts that
    are added to it and taken away.
    """

    span: Span
    start: datetime
    zone: str
    days: int
    exact: timedelta
    rule: str | None = None
    also: tuple[datetime, ...] = ()
    never: tuple[datetime, ...] = ()


def entries_of(file: SourceFile, zone: str) -> tuple[tuple[Entry, ...], tuple[FileFault, ...]]:
    """The entries of a file, and all that cannot be read. Times without a zone are those of this one.

    An entry that is cancelled is none.
    """
    faults: list[FileFault] = []
    found: list[Entry] = []
    for event in events_of(file, faults):
        try:
            status = event.only("STATUS")
            if status is None or status.text.upper() != "CANCELLED":
                found.append(_entry(event, zone))
        except Unclear as unclear:
            faults.append(unclear.fault)
    return tuple(found), tuple(faults)


def _entry(event: Event, zone: str) -> Entry:
    for name, why in _REFUSED.items():
        if line := event.only(name):
            raise Unclear(line.span, why)
    begins = event.only("DTSTART")
    if begins is None:
        raise Unclear(event.span, "this entry does not say when it starts: it has no `DTSTART`")
    is_day, start, own = _moment(begins, begins.text, zone)
    days, exact = _length(event, is_day, start, own, zone)
    rule = event.only("RRULE")
    written = None if rule is None else _rule(rule, is_day, start, own)
    also = tuple(_listed(event.every("RDATE"), is_day, own, zone))
    never = tuple(_listed(event.every("EXDATE"), is_day, own, zone))
    return Entry(event.span, start, own, days, exact, written, also, never)


# --- when and how long -------------------------------------------------------------------------


def _moment(line: Property, text: str, zone: str) -> tuple[bool, datetime, str]:
    """Whether a line says a whole day, the local time, and its zone."""
    from icalendar.prop import vDDDTypes

    try:
        found = vDDDTypes.from_ical(text)
    except ValueError:
        found = None
    if not isinstance(found, date):
        raise Unclear(line.span, f"`{text}` is no day and no time", "write `20260101` or `20260101T090000`")
    if not FIRST_DAY <= (found.date() if isinstance(found, datetime) else found) <= LAST_DAY:
        raise Unclear(line.span, f"`{text}` is outside the years {FIRST_DAY.year} to {LAST_DAY.year}")
    if not isinstance(found, datetime):
        return True, datetime.combine(found, time()), zone
    if found.tzinfo is not None:
        return False, found.replace(tzinfo=None), "UTC"
    named = line.parameters.get("TZID", zone).removeprefix("/")
    if not is_zone(named):
        raise Unclear(
            line.span, f"there is no time zone `{named}`", 'zones have the names of "Europe/Berlin"'
        )
    return False, found, named


def _length(event: Event, is_day: bool, start: datetime, own: str, zone: str) -> tuple[int, timedelta]:
    """The days on the calendar and the exact time that an entry lasts."""
    ends, lasts = event.only("DTEND"), event.only("DURATION")
    if ends is not None and lasts is not None:
        raise Unclear(lasts.span, "an entry has `DTEND` or `DURATION`, and not both")
    if lasts is not None:
        return _duration(lasts, is_day)
    if ends is None:
        if is_day:
            return 1, timedelta()
        raise Unclear(event.span, "this entry takes no time: it has neither `DTEND` nor `DURATION`")
    whole, end, its_own = _moment(ends, ends.text, zone)
    if whole is not is_day:
        raise Unclear(ends.span, "an entry starts and ends either on days or at times of day")
    days = (end - start).days if is_day else 0
    exact = 0 if is_day else first_instant(end, its_own) - first_instant(start, own)
    if days <= 0 and exact <= 0:
        raise Unclear(ends.span, "this entry does not end after it starts")
    return days, timedelta(microseconds=exact)


def _duration(line: Property, is_day: bool) -> tuple[int, timedelta]:
    from icalendar.prop import vDuration

    try:
        length = vDuration.from_ical(line.text)
    except ValueError:
        length = None
    if not isinstance(length, timedelta) or length <= timedelta():
        raise Unclear(line.span, f"`{line.text}` is no length of time", "write `PT8H` or `P1D`")
    days = length.days if "D" in line.text or "W" in line.text else 0
    exact = length - days * _DAY
    if is_day and exact:
        raise Unclear(line.span, "an entry of whole days lasts whole days")
    return days, exact


# --- again -------------------------------------------------------------------------------------


def _rule(line: Property, is_day: bool, start: datetime, zone: str) -> str:
    """The rule with its end as a local time; checked as far as can be without unrolling it."""
    from dateutil.rrule import rrulestr

    parts = dict(part.partition("=")[::2] for part in line.text.upper().split(";"))
    if parts.get("FREQ") in _RARE:
        raise Unclear(line.span, f"`FREQ={parts['FREQ']}`: an entry repeats once a day at most")
    written = _UNTIL.search(line.text)
    text = line.text
    if written is not None:
        until = _until(line, written[1], is_day, zone)
        text = text[: written.start(1)] + f"{until:%Y%m%dT%H%M%S}" + text[written.end(1) :]
    try:
        first = next(iter(rrulestr(text, dtstart=start)), None)
    except (ValueError, TypeError, KeyError) as problem:
        raise Unclear(line.span, f"`{line.text}` is no rule that can be read: {problem}") from None
    if first != start:
        raise Unclear(line.span, f"the rule does not hold for the first day, {start.date()}: it must")
    return text


def _until(line: Property, text: str, is_day: bool, zone: str) -> datetime:
    """The last local time at which a series may start: RFC 5545 wants a day for days, else a time in UTC."""
    plain = Property(line.name, {}, text, line.span)
    whole, local, own = _moment(plain, text, zone)
    if whole is not is_day:
        raise Unclear(line.span, "`UNTIL` is a day where the entry starts on a day, and else a time")
    if own == zone:
        return local
    return local_time(first_instant(local, own), zone).replace(tzinfo=None)


def _listed(lines: Sequence[Property], is_day: bool, own: str, zone: str) -> Iterator[datetime]:
    """The local times that lines list, in the zone of the entry."""
    for line in lines:
        for text in line.text.split(","):
            whole, local, named = _moment(line, text, zone)
            if whole is not is_day:
                raise Unclear(line.span, "an entry of days lists days, and one of times lists times")
            yield local if named == own else _in_zone(local, named, own)


def _in_zone(local: datetime, named: str, own: str) -> datetime:
    return local_time(first_instant(local, named), own).replace(tzinfo=None)
