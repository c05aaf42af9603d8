"""What each type of field takes, to the last digit, and what it refuses."""

from __future__ import annotations

import pytest

from slalang.events.fields import field_rules
from slalang.events.findings import Wrong
from slalang.events.formats import Format, compile_format
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field


def value(field: Field, text: str) -> int | str | None:
    """The value of a text, ``None`` where it is refused."""
    rules, faults = field_rules(Event("e", "points", (field,)), "EUR")
    assert not faults
    read = rules[0].read(text)
    return None if isinstance(read, Wrong) else read


ISO = Field("at", "instant")
BERLIN = Field("at", "instant", zone="Europe/Berlin")
NINE = 1_772_355_600_000_000
HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-01T09:00:00Z", NINE),
        ("2026-03-01 09:00:00Z", NINE),
        ("2026-03-01T09:00Z", NINE),
        ("2026-03-01T10:00:00+01:00", NINE),
        ("2026-03-01T10:00:00+01", NINE),
        ("2026-03-01T04:30:00-0430", NINE),
        ("2026-03-01T09:00:00.000001Z", NINE + 1),
        ("2026-03-01T09:00:00.25Z", NINE + 250_000),
        ("2026-03-01T09:00:00.250000000Z", NINE + 250_000),
        ("1969-12-31T23:59:59.999999Z", -1),
        ("1900-01-01T00:00:00Z", -2_208_988_800_000_000),
        ("2199-12-31T23:59:59Z", 7_258_118_399_000_000),
        ("2026-03-01T09:00:00", None),
        ("2026-03-01T09:00:00.0000001Z", None),
        ("2026-03-01T09:00:00,5Z", None),
        ("2026-03-01T09:00:60Z", None),
        ("2026-03-01T24:00:00Z", None),
        ("2026-03-01T09:00:00+15:00", None),
        ("2026-02-29T09:00:00Z", None),
        ("2026-3-1T09:00:00Z", None),
        ("2026-03-01", None),
        ("2026-03-01T09:00:00z", None),
        ("2026-03-01T09:00:00Z ", None),
        ("2026-03-01T09:00:00Z\n", None),
        ("1899-12-31T23:59:59Z", None),
        ("2200-01-01T00:00:00Z", None),
        ("２026-03-01T09:00:00Z", None),
        ("now", None),
        ("", None),
    ],
)
def test_iso(text: str, instant: int | None) -> None:
    assert value(ISO, text) == instant


def test_local_times() -> None:
    assert value(BERLIN, "2026-03-01T10:00:00") == NINE
    assert value(BERLIN, "2026-07-01T11:00:00") == value(ISO, "2026-07-01T09:00:00Z")
    assert value(BERLIN, "2026-03-01T09:00:00Z") == NINE


def test_a_local_time_shown_twice_needs_a_choice() -> None:
    twice = "2026-10-25T02:30:00"
    assert value(BERLIN, twice) is None
    earlier = value(Field("at", "instant", zone="Europe/Berlin", fold="earlier"), twice)
    later = value(Field("at", "instant", zone="Europe/Berlin", fold="later"), twice)
    assert (earlier, later) == (value(ISO, "2026-10-25T00:30Z"), value(ISO, "2026-10-25T01:30Z"))


@pytest.mark.parametrize("fold", [None, "earlier", "later"])
def test_a_local_time_that_is_skipped_is_refused(fold: str | None) -> None:
    field = Field("at", "instant", zone="Europe/Berlin", fold=fold)  # type: ignore[arg-type]
    assert value(field, "2026-03-29T02:30:00") is None


@pytest.mark.parametrize(
    ("form", "text", "iso"),
    [
        ("%d/%m/%Y %H:%M", "01/03/2026 09:00", "2026-03-01T09:00Z"),
        ("%d/%m/%Y %H:%M", "1/3/2026 9:00", "2026-03-01T09:00Z"),
        ("%m/%d/%y %I:%M %p", "03/01/26 12:05 am", "2026-03-01T00:05Z"),
        ("%m/%d/%y %I:%M %p", "03/01/26 12:05 PM", "2026-03-01T12:05Z"),
        ("%m/%d/%y %I:%M %p", "03/01/69 01:05 PM", "1969-03-01T13:05Z"),
        ("%d/%b/%Y:%T %z", "01/Mar/2026:10:00:00 +0100", "2026-03-01T09:00Z"),
        ("%d %B %Y %R", "1 march 2026 09:00", "2026-03-01T09:00Z"),
        ("%Y%m%d%H%M%S%f", "20260301090000250", "2026-03-01T09:00:00.25Z"),
        ("%F %T.%f", "2026-03-01 09:00:00.5", "2026-03-01T09:00:00.5Z"),
        ("%F (100%%)", "2026-03-01 (100%)", "2026-03-01T00:00Z"),
        ("%d/%m/%Y %H:%M", "13/13/2026 09:00", None),
        ("%d/%m/%Y %H:%M", "31/02/2026 09:00", None),
        ("%d/%m/%Y %H:%M", "01/03/2026 09:00:00", None),
        ("%d/%m/%Y %H:%M", "01-03-2026 09:00", None),
        ("%d/%m/%Y %H:%M", "2026-03-01T09:00Z", None),
        ("%Y%m%d", "2026031", None),
        ("%F %T.%f", "2026-03-01 09:00:00.0000001", None),
    ],
)
def test_declared_formats(form: str, text: str, iso: str | None) -> None:
    field = Field("at", "instant", format=form, zone="UTC")
    assert value(field, text) == (None if iso is None else value(ISO, iso))


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("%d/%m", "it needs a year"),
        ("%Y-%d", "it needs a month"),
        ("%Y-%m", "it needs a day"),
        ("%Y %y %m %d", "it gives a year in two ways"),
        ("%F %d", "it gives the day twice"),
        ("%F %I:%M", "it needs %I and %p together"),
        ("%F %H %I %p", "it gives the hour in two ways"),
        ("%A %F", "`%A` is not a directive"),
        ("%F %", "`%` is not a directive"),
    ],
)
def test_formats_that_mean_no_instant(form: str, problem: str) -> None:
    compiled = compile_format(form)
    assert not isinstance(compiled, Format)
    assert compiled.startswith(problem)


@pytest.mark.parametrize(
    ("form", "text", "instant"),
    [
        ("epoch s", "1772355600", NINE),
        ("epoch s", "1772355600.25", NINE + 250_000),
        ("epoch ms", "1772355600000.001", NINE + 1),
        ("epoch us", "1772355600000001", NINE + 1),
        ("epoch us", "1772355600000000.5", None),
        ("epoch s", "1772355600000", None),
        ("epoch s", "-1", None),
        ("epoch s", "1.77e9", None),
    ],
)
def test_epoch(form: str, text: str, instant: int | None) -> None:
    assert value(Field("at", "instant", format=form), text) == instant


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (Field("x", "integer"), "007", 7),
        (Field("x", "integer"), "-5", -5),
        (Field("x", "integer"), "5.0", 5),
        (Field("x", "integer"), "999999999999999999", 10**18 - 1),
        (Field("x", "integer"), "1_000", None),
        (Field("x", "integer"), "+5", None),
        (Field("x", "decimal"), "0.000001", 1),
        (Field("x", "decimal"), "-1.5", -1_500_000),
        (Field("x", "decimal"), "-0.5", -500_000),
        (Field("x", "decimal"), "1.50000000000000", 1_500_000),
        (Field("x", "decimal"), "999999999999.999999", 10**18 - 1),
        (Field("x", "decimal"), "1000000000000", None),
        (Field("x", "decimal"), "0.0000001", None),
        (Field("x", "decimal"), ".5", None),
        (Field("x", "decimal"), "5.", None),
        (Field("x", "money"), "12.50", 12_500_000),
        (Field("x", "money"), "-12.50 EUR", -12_500_000),
        (Field("x", "money"), "12.50EUR", 12_500_000),
        (Field("x", "money"), "12.50 USD", None),
        (Field("x", "money"), "EUR 12.50", None),
        (Field("x", "money"), "12.50  EUR", None),
        (Field("x", "duration", unit="ms"), "12.5", 12_500),
        (Field("x", "duration", unit="h"), "0.000000001", None),
        (Field("x", "duration", unit="h"), "1.5", 3 * HOUR // 2),
        (Field("x", "duration", unit="m"), "0.1", 6_000_000),
        (Field("x", "duration", unit="us"), "0.5", None),
        (Field("x", "duration", unit="ms"), "250ms", None),
        (Field("x", "duration"), "1h30m", 3 * HOUR // 2),
        (Field("x", "duration"), "250ms", 250_000),
        (Field("x", "duration"), "1h1us", HOUR + 1),
        (Field("x", "duration"), "0s", 0),
        (Field("x", "duration"), "30m1h", None),
        (Field("x", "duration"), "1h1h", None),
        (Field("x", "duration"), "1d", None),
        (Field("x", "duration"), "250", None),
        (Field("x", "duration"), "", None),
        (Field("x", "boolean"), "TRUE", 1),
        (Field("x", "boolean"), "0", 0),
        (Field("x", "boolean"), "tRUE", None),
        (Field("x", "boolean"), "yes", None),
        (Field("x", "choice", choices=("a", "b")), "a", "a"),
        (Field("x", "choice", choices=("a", "b")), "A", None),
        (Field("x", "text"), " as it is\t", " as it is\t"),
    ],
)
def test_other_types(field: Field, text: str, expected: int | str | None) -> None:
    assert value(field, text) == expected


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        (Field("x", "text", zone="Europe/Berlin"), "a format and a zone are for an instant"),
        (Field("x", "instant", zone="Europe/Bonn"), "`Europe/Bonn` is not a time zone"),
        (Field("x", "integer", unit="ms"), "a unit is for a duration"),
        (Field("x", "duration", unit="d"), "`d` is not a unit of a duration"),
        (Field("x", "instant", format="%d/%m/%Y"), "it has no %z, so the field needs a zone"),
        (Field("x", "instant", format="%d/%m"), "it needs a year"),
    ],
)
def test_declarations_that_cannot_be_followed(field: Field, problem: str) -> None:
    _, faults = field_rules(Event("e", "points", (field,)), "EUR")
    assert len(faults) == 1
    assert faults[0].message.startswith(f"`e.x` cannot be read: {problem}")
