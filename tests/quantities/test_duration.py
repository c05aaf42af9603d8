"""Durations in whole microseconds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slalang.quantities import (
    HOUR,
    MILLISECOND,
    MINUTE,
    SECOND,
    budget,
    duration_literal,
    duration_of,
    format_budget,
    format_duration,
    format_target,
    parse_duration,
    unknown_unit,
)

lengths = st.integers(0, 10**18)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("250ms", 250 * MILLISECOND),
        ("1h30m", 90 * MINUTE),
        ("1h 30m", 90 * MINUTE),
        ("43m12s", 43 * MINUTE + 12 * SECOND),
        ("8_760h", 8760 * HOUR),
        ("0s", 0),
        ("1d", None),
        ("30m1h", None),
        ("1h1h", None),
        ("1h30", None),
        ("1.5h", None),
        ("-1h", None),
        ("h", None),
        ("", None),
        ("1H", None),
    ],
)
def test_a_duration_is_read_exactly_or_not_at_all(text: str, length: int | None) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize(
    ("text", "unit"), [("1d", "d"), ("2h5min", "min"), ("1H", "H"), ("4h", None), ("x", None)]
)
def test_the_unit_a_duration_does_not_have_is_named(text: str, unit: str | None) -> None:
    assert unknown_unit(text) == unit


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (43 * MINUTE + 12 * SECOND, "43m 12s"),
        (3 * HOUR, "3h"),
        (250 * MILLISECOND, "250ms"),
        (0, "0s"),
        (-90 * MINUTE, "-1h 30m"),
        (48 * HOUR, "48h"),
        (1, "1us"),
        (Fraction(10, 3), "3us…"),
        (Fraction(1, 3), "0s…"),
        (Fraction(-1, 3), "-0s…"),
    ],
)
def test_durations_for_people(length: int | Fraction, text: str) -> None:
    assert format_duration(length) == text


def test_what_is_not_shown_is_marked() -> None:
    assert format_duration(2 * HOUR + 13 * MINUTE + 7, units=2) == "2h 13m…"
    assert format_duration(2 * HOUR + 13 * MINUTE, units=2) == "2h 13m"


def test_a_target_is_shown_with_its_budget() -> None:
    assert format_target(Fraction("0.999")) == "99.9% (43m 12s in a 30-day month)"
    assert format_budget(Fraction("0.9995")) == "21m 36s in a 30-day month"
    assert format_budget(Fraction("0.99"), days=28) == "6h 43m 12s in a 28-day month"


def test_seven_hours_down_at_99_percent_depends_on_the_month() -> None:
    met = [budget(Fraction("0.99"), days * 24 * HOUR) >= 420 * MINUTE for days in (28, 30, 31)]
    assert met == [False, True, True]


def test_a_bare_number_takes_its_unit_or_is_too_fine() -> None:
    assert duration_of(Fraction("1.5"), "ms") == 1500
    assert duration_of(Fraction("0.0001"), "ms") is None


@given(lengths)
def test_a_duration_survives_both_of_its_texts(length: int) -> None:
    assert parse_duration(format_duration(length)) == length
    assert parse_duration(duration_literal(length)) == length
