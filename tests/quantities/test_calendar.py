"""Business calendars: open time over weeks, holidays and changes of the clocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.quantities import (
    HOUR,
    MINUTE,
    BusinessCalendar,
    ExtraOpening,
    Hours,
    OpenTime,
    Segment,
    WeeklyOpening,
    always_open,
    contradicting_dates,
    coverage,
    format_local,
    format_time_of_day,
    holiday_dates,
    holiday_fault,
    instant_of,
    is_holiday_code,
    merge,
    open_segments,
    parse_date_time,
    parse_time_of_day,
    subtract,
    weekdays_between,
)
from slalang.quantities.holiday import CODES

BERLIN = "Europe/Berlin"
WORKDAYS = weekdays_between("mon", "fri")


def _hours(opens: str, closes: str) -> Hours:
    begin, end = parse_time_of_day(opens), parse_time_of_day(closes)
    assert begin is not None
    assert end is not None
    return Hours(begin, end)


def _weekly(zone: str, weekdays: tuple[int, ...], *spans: tuple[str, str]) -> BusinessCalendar:
    hours = tuple(_hours(opens, closes) for opens, closes in spans)
    return BusinessCalendar(zone, (WeeklyOpening(weekdays, hours),))


def _at(text: str, zone: str = BERLIN) -> int:
    moment = parse_date_time(text)
    assert moment is not None
    return instant_of(moment, zone)


def _due(calendar: BusinessCalendar, opened: str, limit: int) -> str:
    open_time = OpenTime(open_segments(calendar, date(2026, 1, 1), date(2026, 12, 31)))
    due = open_time.due(_at(opened), limit)
    assert due is not None
    return format_local(due, BERLIN)[:16]


def _on(calendar: BusinessCalendar, day: str) -> list[str]:
    """The open stretches of one date as local times."""
    the_day = date.fromisoformat(day)
    found = open_segments(calendar, the_day, the_day)
    return [
        f"{format_local(start, calendar.zone)[11:16]}-{format_local(end, calendar.zone)[11:16]}"
        for start, end in found
    ]


OFFICE = _weekly(BERLIN, WORKDAYS, ("09:00", "17:00"))


@pytest.mark.parametrize(
    ("opened", "limit", "due"),
    [
        ("2026-01-09T16:30", HOUR, "2026-01-12T09:30"),
        ("2026-01-05T09:00", 24 * HOUR, "2026-01-07T17:00"),
        ("2026-01-09T16:30", 4 * HOUR, "2026-01-12T12:30"),
        ("2026-01-05T09:00", 8 * HOUR, "2026-01-05T17:00"),
        ("2026-01-10T12:00", HOUR, "2026-01-12T10:00"),
        ("2026-01-05T17:00", 1, "2026-01-06T09:00"),
        ("2026-01-10T12:00", 0, "2026-01-10T12:00"),
    ],
)
def test_a_limit_in_office_hours_is_due(opened: str, limit: int, due: str) -> None:
    assert _due(OFFICE, opened, limit) == due


def test_a_night_on_hold_moves_no_due_date() -> None:
    open_time = OpenTime(open_segments(OFFICE, date(2026, 1, 1), date(2026, 1, 31)))
    assert open_time.between(_at("2026-01-05T09:00"), _at("2026-01-05T17:00")) == 8 * HOUR
    assert open_time.between(_at("2026-01-05T17:00"), _at("2026-01-06T09:00")) == 0


def test_a_limit_beyond_the_calendar_is_not_guessed() -> None:
    open_time = OpenTime(open_segments(OFFICE, date(2026, 1, 5), date(2026, 1, 9)))
    assert open_time.due(_at("2026-01-05T09:00"), 40 * HOUR) == _at("2026-01-09T17:00")
    assert open_time.due(_at("2026-01-05T09:00"), 40 * HOUR + 1) is None


@pytest.mark.parametrize(("day", "hours"), [("2026-03-08", 7), ("2026-11-01", 9), ("2026-11-02", 8)])
def test_a_night_shift_has_the_hours_the_clocks_give_it(day: str, hours: int) -> None:
    shift = _weekly("America/New_York", tuple(range(7)), ("00:00", "08:00"))
    the_day = date.fromisoformat(day)
    assert sum(end - start for start, end in open_segments(shift, the_day, the_day)) == hours * HOUR


def test_an_opening_the_clocks_skip_is_the_moment_of_the_jump() -> None:
    calendar = _weekly(BERLIN, tuple(range(7)), ("02:30", "05:00"))
    assert _on(calendar, "2026-03-29") == ["03:00-05:00"]
    assert _on(calendar, "2026-10-25") == ["02:30-05:00"]
    assert open_segments(calendar, date(2026, 10, 25), date(2026, 10, 25))[0][0] == _at("2026-10-25T00:30Z")
    assert _on(_weekly(BERLIN, tuple(range(7)), ("02:15", "02:45")), "2026-03-29") == []


def test_the_spans_of_a_day_are_joined_where_they_touch() -> None:
    calendar = _weekly(BERLIN, WORKDAYS, ("13:30", "18:00"), ("09:00", "12:30"), ("12:00", "12:45"))
    assert _on(calendar, "2026-01-05") == ["09:00-12:45", "13:30-18:00"]


def test_hours_past_midnight_belong_to_the_day_they_open_on() -> None:
    night = _weekly(BERLIN, (4,), ("22:00", "06:00"))
    assert _on(night, "2026-01-09") == ["22:00-00:00"]
    assert _on(night, "2026-01-10") == ["00:00-06:00"]
    assert _on(night, "2026-01-11") == []


def test_a_closed_date_ends_no_shift_that_began_before_it() -> None:
    weekly = (WeeklyOpening(tuple(range(7)), (_hours("22:00", "06:00"),)),)
    night = BusinessCalendar(BERLIN, weekly, closed_dates=(date(2026, 1, 10),))
    assert _on(night, "2026-01-10") == ["00:00-06:00"]


def test_midnight_to_midnight_is_the_whole_day() -> None:
    whole = _weekly(BERLIN, WORKDAYS, ("00:00", "24:00"))
    assert open_segments(whole, date(2026, 1, 1), date(2026, 1, 11)) == (
        (_at("2026-01-01T00:00"), _at("2026-01-03T00:00")),
        (_at("2026-01-05T00:00"), _at("2026-01-10T00:00")),
    )


def test_a_calendar_that_never_closes_is_one_stretch() -> None:
    calendar = always_open(BERLIN)
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert open_segments(calendar, first, last) == (coverage(calendar, first, last),)


FULL = BusinessCalendar(
    BERLIN,
    (WeeklyOpening(tuple(range(7)), (_hours("09:00", "17:00"),)),),
    closed_weekdays=(6,),
    holidays=("DE-BE",),
    closed_dates=(date(2026, 12, 24), date(2026, 12, 31)),
    extra_openings=(
        ExtraOpening(date(2026, 10, 3), (_hours("10:00", "12:00"),)),
        ExtraOpening(date(2026, 12, 24), (_hours("10:00", "12:00"),)),
    ),
    closed_intervals=((_at("2026-01-05T11:00"), _at("2026-01-05T12:00")),),
)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        ("2026-01-01", []),
        ("2026-03-08", []),
        ("2026-01-04", []),
        ("2026-01-05", ["09:00-11:00", "12:00-17:00"]),
        ("2026-10-03", ["10:00-12:00"]),
        ("2026-12-24", []),
        ("2026-12-23", ["09:00-17:00"]),
    ],
)
def test_what_closes_and_what_opens_a_date(day: str, hours: list[str]) -> None:
    assert _on(FULL, day) == hours


def test_dates_both_closed_and_opened_are_found() -> None:
    assert contradicting_dates(FULL) == (date(2026, 12, 24),)


# --- holidays ----------------------------------------------------------------------------------


def test_a_subdivision_has_holidays_of_its_own() -> None:
    berlin = holiday_dates(["DE-BE"], date(2026, 1, 1), date(2026, 12, 31))
    assert date(2026, 3, 8) in berlin
    assert date(2026, 3, 8) not in holiday_dates(["DE"], date(2026, 1, 1), date(2026, 12, 31))


def test_a_holiday_observed_in_the_old_year_is_found() -> None:
    assert date(2027, 12, 31) in holiday_dates(["US"], date(2027, 12, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("code", "last", "reason"),
    [
        ("DE-BE", 2027, None),
        ("DE", 2027, None),
        ("DX", 2027, "unknown country"),
        ("DE-XX", 2027, "unknown subdivision"),
        ("DE-", 2027, "unknown subdivision"),
        ("DE-BE", 2150, "unknown years"),
    ],
)
def test_holidays_that_are_not_known_are_found_out(code: str, last: int, reason: str | None) -> None:
    fault = holiday_fault(code, date(2026, 1, 1), date(last, 12, 31))
    assert (fault.reason if fault else None) == reason
    if fault:
        assert fault.known or fault.years


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["24:01", "9:00", "09:60", "09.00", "0900", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    assert parse_time_of_day(text) is None


@given(st.integers(0, 24 * 60))
def test_a_time_of_day_survives_its_text(minutes: int) -> None:
    assert parse_time_of_day(format_time_of_day(minutes)) == minutes


def test_weekdays_go_over_the_end_of_the_week() -> None:
    assert weekdays_between("mon", "fri") == (0, 1, 2, 3, 4)
    assert weekdays_between("sat", "mon") == (5, 6, 0)
    assert weekdays_between("wed", "wed") == (2,)


# --- laws --------------------------------------------------------------------------------------

short_segments = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair))), max_size=8
)
day_hours = st.lists(st.builds(Hours, st.integers(0, 1439), st.integers(1, 1440)), min_size=1, max_size=3)
calendars = st.builds(
    BusinessCalendar,
    st.sampled_from([BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Havana"]),
    st.lists(
        st.builds(WeeklyOpening, st.sets(st.integers(0, 6), min_size=1).map(tuple), day_hours.map(tuple)),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


def _points(segments: tuple[Segment, ...] | list[Segment]) -> set[int]:
    return {point for start, end in segments for point in range(start, end)}


def _is_tidy(segments: tuple[Segment, ...]) -> bool:
    edges = [edge for segment in segments for edge in segment]
    return edges == sorted(set(edges))


@given(short_segments, short_segments)
def test_merging_and_subtracting_are_set_operations(some: list[Segment], others: list[Segment]) -> None:
    union, left = merge([*some, *others]), subtract(merge(some), merge(others))
    assert _points(union) == _points(some) | _points(others)
    assert _points(left) == _points(some) - _points(others)
    assert _is_tidy(union)
    assert _is_tidy(left)


@given(short_segments, st.integers(-5, 65), st.integers(0, 70))
def test_open_time_counts_the_open_points_between(some: list[Segment], start: int, length: int) -> None:
    open_time = OpenTime(merge(some))
    expected = len(_points(some) & set(range(start, start + length)))
    assert open_time.between(start, start + length) == expected
    assert open_time.between(start + length, start) == -expected
    assert open_time.is_open(start) == (start in _points(some))


@given(short_segments, st.integers(-5, 65), st.integers(0, 70))
def test_due_is_the_earliest_instant_at_which_the_limit_has_elapsed(
    some: list[Segment], start: int, limit: int
) -> None:
    open_time = OpenTime(merge(some))
    reached = [end for end in range(start, 130) if open_time.between(start, end) >= limit]
    assert open_time.due(start, limit) == (reached[0] if reached else None)


@settings(max_examples=40)
@given(calendars, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 200), st.integers(1, 100))
def test_due_and_open_time_are_inverse_on_real_calendars(
    calendar: BusinessCalendar, first: date, offset: int, hours: int
) -> None:
    segments = open_segments(calendar, first, first + timedelta(days=30))
    open_time = OpenTime(segments)
    start = coverage(calendar, first, first)[0] + offset * 37 * MINUTE
    due = open_time.due(start, hours * HOUR)
    assert _is_tidy(segments)
    if due is None:
        assert open_time.between(start, segments[-1][1] if segments else start) < hours * HOUR
    else:
        assert open_time.between(start, due) == hours * HOUR
        assert open_time.between(start, due - 1) == hours * HOUR - 1


@settings(max_examples=40)
@given(calendars, st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(1, 20))
def test_a_calendar_can_be_cut_at_any_day(calendar: BusinessCalendar, first: date, more: int) -> None:
    middle, last = first + timedelta(days=more - 1), first + timedelta(days=2 * more)
    parts = open_segments(calendar, first, middle) + open_segments(calendar, middle + timedelta(days=1), last)
    assert merge(parts) == open_segments(calendar, first, last)


def test_the_codes_of_holidays_are_those_of_the_package() -> None:
    from holidays import list_supported_countries

    regions = list_supported_countries(include_aliases=False)
    codes = {*regions, *(f"{country}-{part}" for country, parts in regions.items() for part in parts)}
    assert set(CODES.read_text(encoding="utf-8").split("\n")[:-1]) <= codes
    assert is_holiday_code("DE-BE")
    assert not is_holiday_code("DE-XX")
