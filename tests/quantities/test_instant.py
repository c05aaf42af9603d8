"""Instants, local times and the changes of the clocks between them."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slalang.quantities import (
    HOUR,
    MINUTE,
    LocalTimeError,
    day_start,
    first_instant,
    format_instant,
    format_local,
    instant_of,
    is_zone,
    load_zone,
    local_date,
    local_time,
    parse_date,
    parse_date_time,
    zone_names,
)

zones = st.sampled_from(sorted(zone_names()))
instants = st.integers(-2_208_988_800_000_000, 7_258_118_400_000_000)


def _at(text: str, zone: str) -> int:
    moment = parse_date_time(text)
    assert moment is not None
    return instant_of(moment, zone)


def test_four_hours_across_the_change_to_summer_time() -> None:
    start = _at("2026-03-28T23:00", "Europe/London")
    assert format_local(start + 4 * HOUR, "Europe/London") == "2026-03-29T04:00:00+01:00"
    assert format_instant(start + 4 * HOUR) == "2026-03-29T03:00:00Z"


def test_an_offset_of_its_own_wins_over_the_zone() -> None:
    for text in ("2026-03-29T02:30+02:00", "2026-03-29T00:30Z"):
        assert format_instant(_at(text, "Europe/Berlin")) == "2026-03-29T00:30:00Z"


def test_a_local_time_shown_twice_is_reported_with_both_instants() -> None:
    with pytest.raises(LocalTimeError) as caught:
        _at("2026-10-25T02:30", "Europe/Berlin")
    assert caught.value.reason == "ambiguous"
    assert [format_instant(t) for t in caught.value.candidates] == [
        "2026-10-25T00:30:00Z",
        "2026-10-25T01:30:00Z",
    ]


def test_a_source_can_declare_which_of_two_to_take() -> None:
    twice = datetime(2026, 10, 25, 2, 30)
    assert format_instant(instant_of(twice, "Europe/Berlin", "earlier")) == "2026-10-25T00:30:00Z"
    assert format_instant(instant_of(twice, "Europe/Berlin", "later")) == "2026-10-25T01:30:00Z"


@pytest.mark.parametrize("choice", [None, "earlier", "later"])
def test_a_local_time_never_shown_is_reported_whatever_was_declared(
    choice: Literal["earlier", "later"] | None,
) -> None:
    with pytest.raises(LocalTimeError) as caught:
        instant_of(datetime(2026, 3, 29, 2, 30), "Europe/Berlin", choice)
    assert caught.value.reason == "impossible"
    earlier, later = caught.value.candidates
    assert later - earlier == HOUR


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00Z"),
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"),
        ("2018-11-04T00:00", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
        ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ],
)
def test_the_first_instant_of_a_local_time(local: str, zone: str, utc: str) -> None:
    assert format_instant(first_instant(datetime.fromisoformat(local), zone)) == utc


def test_a_day_that_a_zone_skipped_starts_where_the_next_one_does() -> None:
    assert day_start(date(2011, 12, 30), "Pacific/Apia") == day_start(date(2011, 12, 31), "Pacific/Apia")


def test_zone_files_of_the_machine_are_never_read(tmp_path: Path) -> None:
    wrong = tmp_path / "Europe" / "Berlin"
    wrong.parent.mkdir()
    wrong.write_bytes(files("tzdata").joinpath("zoneinfo", "UTC").read_bytes())
    load_zone.cache_clear()
    zoneinfo.reset_tzpath([tmp_path])
    try:
        summer = datetime(2026, 7, 1)
        assert zoneinfo.ZoneInfo.no_cache("Europe/Berlin").utcoffset(summer) == timedelta(0)
        assert load_zone("Europe/Berlin").utcoffset(summer) == timedelta(hours=2)
    finally:
        zoneinfo.reset_tzpath()


@pytest.mark.parametrize("name", ["Europe/Berlun", "europe/berlin", "../zones", "/etc/localtime", ""])
def test_only_names_of_the_zone_data_are_zones(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(ValueError):
        load_zone(name)


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026-02-29", "20260101", "2026-W07", "2026-1-1", "2026-01-01T09:00", "٢٠٢٦-٠١-٠١", ""],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "2026-01-01 09:00", "2026-01-01T24:00", "2026-01-01T09", "2026-01-01T09:00+25:00"],
)
def test_what_is_no_date_and_time_is_refused(text: str) -> None:
    assert parse_date_time(text) is None


def test_fractions_of_a_second_are_kept() -> None:
    assert _at("2026-01-01T00:00:00.000001Z", "UTC") == _at("2026-01-01T00:00", "UTC") + 1
    assert format_instant(1) == "1970-01-01T00:00:00.000001Z"


@given(instants)
def test_an_instant_survives_its_text(instant: int) -> None:
    assert _at(format_instant(instant), "Europe/Berlin") == instant


@given(instants, zones)
def test_a_local_time_leads_back_to_its_instant(instant: int, zone: str) -> None:
    local = local_time(instant, zone)
    assert instant_of(local.replace(tzinfo=None), zone, "later" if local.fold else "earlier") == instant


@given(instants, zones)
def test_only_a_local_time_shown_twice_is_ambiguous(instant: int, zone: str) -> None:
    wall = local_time(instant, zone).replace(tzinfo=None)
    both = {instant_of(wall, zone, "earlier"), instant_of(wall, zone, "later")}
    if len(both) == 1:
        assert instant_of(wall, zone) == instant
    else:
        with pytest.raises(LocalTimeError) as caught:
            instant_of(wall, zone)
        assert set(caught.value.candidates) == both


@given(st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)), st.integers(0, 3 * 24 * 60), zones)
def test_later_local_times_do_not_start_earlier(local: datetime, minutes: int, zone: str) -> None:
    later = local + timedelta(minutes=minutes)
    assert first_instant(local, zone) <= first_instant(later, zone)


@given(st.dates(date(1900, 1, 2), date(2199, 12, 30)), zones)
def test_just_before_a_day_starts_it_is_another_day(day: date, zone: str) -> None:
    start = day_start(day, zone)
    assert local_date(start - MINUTE, zone) < day
    assert local_date(start, zone) >= day


def test_utc_is_utc() -> None:
    assert local_time(0, "UTC") == datetime(1970, 1, 1, tzinfo=UTC)
