"""Periods of a term: where they start and end, how they are called, what the term leaves of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slalang.quantities import (
    HOUR,
    PERIOD_KINDS,
    Period,
    PeriodKind,
    add_months,
    anniversary,
    day_start,
    format_instant,
    format_local,
    looking_back,
    months_back,
    period_at,
    period_holding,
    periods,
    zone_names,
)

BERLIN = "Europe/Berlin"
zones = st.sampled_from(sorted(zone_names()))
days = st.dates(date(1900, 1, 2), date(2199, 12, 30))


def _labels(kind: PeriodKind, first: str, last: str) -> list[str]:
    found = periods(kind, date.fromisoformat(first), date.fromisoformat(last), BERLIN)
    return [period.label for period in found]


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("day", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"]),
        ("week", ["2026-W53", "2027-W01"]),
        ("month", ["2026-12", "2027-01"]),
        ("quarter", ["2026-Q4", "2027-Q1"]),
        ("year", ["2026", "2027"]),
        ("contract year", ["contract year 1"]),
        ("term", ["term"]),
    ],
)
def test_each_kind_has_its_labels(kind: PeriodKind, labels: list[str]) -> None:
    assert _labels(kind, "2026-12-30", "2027-01-04") == labels


def test_a_term_includes_its_last_day() -> None:
    months = periods("month", date(2026, 1, 1), date(2027, 12, 31), BERLIN)
    assert len(months) == 24
    assert format_local(months[0].start, BERLIN) == "2026-01-01T00:00:00+01:00"
    assert format_local(months[-1].end, BERLIN) == "2028-01-01T00:00:00+01:00"
    assert all(month.whole for month in months)


def test_a_month_follows_the_clocks_of_its_zone() -> None:
    march = periods("month", date(2026, 3, 1), date(2026, 3, 31), BERLIN)[0]
    assert (format_instant(march.start), format_instant(march.end)) == (
        "2026-02-28T23:00:00Z",
        "2026-03-31T22:00:00Z",
    )
    assert march.length == 31 * 24 * HOUR - HOUR


def test_the_term_cuts_the_first_and_the_last_period() -> None:
    first, *_, last = periods("quarter", date(2026, 1, 15), date(2026, 7, 5), BERLIN)
    assert (first.days, first.whole_days, first.whole) == (76, 90, False)
    assert (last.days, last.whole_days, last.month) == (5, 92, "2026-07")


def test_a_week_over_the_new_year_belongs_to_the_month_of_its_last_instant() -> None:
    week = periods("week", date(2026, 12, 1), date(2027, 1, 31), BERLIN)[4]
    assert (week.label, week.month) == ("2026-W53", "2027-01")


def test_contract_years_count_from_29_february() -> None:
    years = periods("contract year", date(2024, 2, 29), date(2028, 3, 5), BERLIN)
    assert [format_local(year.start, BERLIN)[:10] for year in years] == [
        "2024-02-29",
        "2025-03-01",
        "2026-03-01",
        "2027-03-01",
        "2028-02-29",
    ]
    assert (years[-1].days, years[-1].whole_days) == (6, 366)


def test_a_day_a_zone_skipped_has_no_period() -> None:
    found = periods("day", date(2011, 12, 29), date(2011, 12, 31), "Pacific/Apia")
    assert [day.label for day in found] == ["2011-12-29", "2011-12-31"]


def test_a_window_looks_back_over_local_days() -> None:
    april = periods("month", date(2026, 1, 1), date(2026, 12, 31), BERLIN)[3]
    start, end = looking_back(april, 90, BERLIN)
    assert format_local(start, BERLIN) == "2026-01-31T00:00:00+01:00"
    assert end == april.end
    assert end - start == 90 * 24 * HOUR - HOUR


def test_months_are_counted_back() -> None:
    assert months_back("2026-02", 3) == ("2025-12", "2026-01", "2026-02")


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -13, "2024-12-15"),
        ("2026-12-01", 1, "2027-01-01"),
    ],
)
def test_months_are_added_within_the_month(day: str, months: int, result: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(result)


def test_the_anniversary_of_a_leap_day_is_never_early() -> None:
    assert anniversary(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_nothing_holds_an_instant_outside_the_term() -> None:
    months = periods("month", date(2026, 1, 1), date(2026, 3, 31), BERLIN)
    assert period_at(months, months[0].start - 1) is None
    assert period_at(months, months[-1].end) is None
    assert period_at((), 0) is None


# --- laws --------------------------------------------------------------------------------------


@given(st.sampled_from(PERIOD_KINDS), days, st.integers(0, 500), zones)
@example("day", date(2011, 12, 28), 5, "Pacific/Apia")
@example("day", date(2006, 10, 27), 4, "America/St_Johns")
@example("day", date(2018, 11, 2), 4, "America/Sao_Paulo")
@example("month", date(2011, 12, 30), 40, "Pacific/Apia")
@example("week", date(2026, 10, 23), 20, "America/Havana")
def test_periods_tile_the_term(kind: PeriodKind, first: date, more: int, zone: str) -> None:
    last = min(first + timedelta(days=more), date(2199, 12, 30))
    found = periods(kind, first, last, zone)
    starts = [period.start for period in found]
    assert [day_start(first, zone), *(period.end for period in found)] == [
        *starts,
        day_start(last + timedelta(days=1), zone),
    ]
    assert len({period.label for period in found}) == len(found)
    assert all(0 < period.days <= period.whole_days for period in found)
    assert sum(period.days for period in found) <= (last - first).days + 1


@given(days, st.integers(1, 500), zones, st.data())
def test_an_instant_has_the_period_that_holds_it(
    first: date, more: int, zone: str, data: st.DataObject
) -> None:
    last = min(first + timedelta(days=more), date(2199, 12, 30))
    weeks = periods("week", first, last, zone)
    if weeks:
        instant = data.draw(st.integers(weeks[0].start, weeks[-1].end - 1))
        found = period_at(weeks, instant)
        assert found is not None
        assert found.start <= instant < found.end


@given(st.sampled_from(["day", "week", "month", "quarter"]), days, st.integers(0, 200), zones)
def test_the_month_of_a_period_holds_its_last_instant(
    kind: PeriodKind, first: date, more: int, zone: str
) -> None:
    last = min(first + timedelta(days=more), date(2199, 12, 30))
    months = periods("month", first, last, zone)
    for period in periods(kind, first, last, zone):
        holder: Period | None = period_holding(months, period)
        assert holder is not None
        assert holder.label == period.month
