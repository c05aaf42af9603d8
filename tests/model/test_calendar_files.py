"""Calendar files: what is wrong in one is told by line, and nothing outside the project is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from slalang.model.ical import entries_of, segments_of
from slalang.model.resolution import resolve
from slalang.source import SourceFile
from slalang.syntax.parser import parse

DAY = "DTSTART;VALUE=DATE:20260105"
TIME = "DTSTART:20260105T090000\nDTEND:20260105T100000"


def entry(lines: str) -> SourceFile:
    """A file with one entry, whose first line is the third of the file."""
    return SourceFile("days.ics", f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("DTSTART:20261301", 3, "`20261301` is no day and no time"),
        ("DTSTART:P1D", 3, "`P1D` is no day and no time"),
        ("DTSTART:18991231", 3, "`18991231` is outside the years 1900 to 2199"),
        ("SUMMARY:x", 2, "this entry does not say when it starts: it has no `DTSTART`"),
        ("DTSTART:20260105T090000", 2, "this entry takes no time: it has neither `DTEND` nor `DURATION`"),
        (f"{TIME}\nDURATION:PT1H", 5, "an entry has `DTEND` or `DURATION`, and not both"),
        ("DTSTART:20260105T090000\nDTEND:20260105T090000", 4, "this entry does not end after it starts"),
        (f"{DAY}\nDTEND:20260106T000000", 4, "an entry starts and ends either on days or at times of day"),
        (f"{DAY}\nDURATION:PT5H", 4, "an entry of whole days lasts whole days"),
        ("DTSTART:20260105T090000\nDURATION:-PT5M", 4, "`-PT5M` is no length of time"),
        (f"{DAY}\n{DAY}", 4, "`DTSTART` stands twice in one entry"),
        (
            "DTSTART;TZID=W. Europe Standard Time:20260105T090000",
            3,
            "there is no time zone `W. Europe Standard",
        ),
        (f"{TIME}\nRRULE:FREQ=HOURLY", 5, "`FREQ=HOURLY`: an entry repeats once a day at most"),
        (f"{TIME}\nRRULE:FREQ=FORTNIGHTLY", 5, "`FREQ=FORTNIGHTLY` is no rule that can be read"),
        (f"{TIME}\nRRULE:FREQ=WEEKLY;BYDAY=TU", 5, "the rule does not hold for the first day"),
        (f"{TIME}\nRRULE:FREQ=WEEKLY;UNTIL=20260301", 5, "`UNTIL` is a day where the entry starts on a day"),
        (f"{TIME}\nEXDATE;VALUE=DATE:20260112", 5, "an entry of days lists days"),
        (f"{TIME}\nRECURRENCE-ID:20260112T090000", 5, "changes of single days of a series are not read"),
        (f"{TIME}\nno value here", 5, "this line has no name and value"),
        (f"{TIME}\nEND:VALARM", 5, "`END:VALARM` ends nothing that has begun"),
    ],
)
def test_what_cannot_be_read_is_told_by_line(lines: str, line: int, message: str) -> None:
    faults = entries_of(entry(lines), "UTC")[1]
    assert [(fault.span.line, fault.message[: len(message)]) for fault in faults] == [(line, message)]


def test_all_faults_of_a_file_are_told() -> None:
    text = "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nDTSTART:x\nEND:VEVENT\n" * 3 + "END:VCALENDAR"
    assert [fault.span.line for fault in entries_of(SourceFile("d.ics", text), "UTC")[1]] == [3, 6, 9]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is no iCalendar file"),
        ("date,what\n2026-01-01,New Year\n", "this line has no name and value"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n", "`BEGIN:VEVENT` has no end"),
    ],
)
def test_a_file_that_is_none(text: str, message: str) -> None:
    faults = entries_of(SourceFile("days.ics", text), "UTC")[1]
    assert faults
    assert faults[0].message.startswith(message)


def times(lines: str, zone: str, first: str, last: str) -> list[str]:
    """The spans of an entry between two days, in UTC."""
    entries, faults = entries_of(entry(lines), zone)
    assert not faults
    found = segments_of(entries, date.fromisoformat(first), date.fromisoformat(last))
    return [
        " ".join(f"{datetime.fromtimestamp(at // 1_000_000, UTC):%m-%d %H:%M}" for at in span)
        for span in found
    ]


def test_a_series_keeps_its_local_time_and_its_exact_length_when_clocks_change() -> None:
    lines = "DTSTART:20260328T010000\nDTEND:20260328T040000\nRRULE:FREQ=DAILY;COUNT=3"
    assert times(lines, "Europe/Berlin", "2026-03-28", "2026-03-31") == [
        "03-28 00:00 03-28 03:00",
        "03-29 00:00 03-29 03:00",
        "03-29 23:00 03-30 02:00",
    ]


def test_days_last_from_midnight_to_midnight() -> None:
    lines = "DTSTART;VALUE=DATE:20260328\nDURATION:P2D"
    assert times(lines, "Europe/Berlin", "2026-03-01", "2026-04-01") == ["03-27 23:00 03-29 22:00"]


def test_days_are_added_and_the_end_of_a_series_is_in_utc() -> None:
    lines = (
        "DTSTART;TZID=America/New_York:20260105T200000\nDURATION:PT1H\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20260113T010000Z\nRDATE:20260110T120000Z"
    )
    assert times(lines, "UTC", "2026-01-01", "2026-02-01") == [
        "01-06 01:00 01-06 02:00",
        "01-10 12:00 01-10 13:00",
        "01-13 01:00 01-13 02:00",
    ]


def test_entries_that_began_before_the_first_day_reach_into_it() -> None:
    lines = "DTSTART;VALUE=DATE:20251201\nDTEND;VALUE=DATE:20260201"
    assert times(lines, "UTC", "2026-01-10", "2026-01-11") == ["12-01 00:00 02-01 00:00"]


CALENDAR = 'language 1\n\ncalendar office {\n  timezone "UTC"\n  open     from "%s"\n}\n'


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("../hours.ics", '"../hours.ics" lies outside the project'),
        ("/etc/hours.ics", '"/etc/hours.ics" lies outside the project'),
        ("hours.ics", 'there is no file "hours.ics"'),
        ("hours.txt", '"hours.txt" is no calendar file'),
    ],
)
def test_a_file_that_is_not_there(path: str, message: str) -> None:
    parsed = parse(SourceFile("a.sla", CALENDAR % path))
    found = resolve({"a.sla": parsed.value}).diagnostics
    assert [(each.kind.code, each.message) for each in found] == [("SLA334", message)]
