"""Numbers read exactly, and written without a false digit."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slalang.quantities import (
    decimal_text,
    format_number,
    format_percent,
    format_ratio,
    parse_number,
    parse_percent,
    parse_ratio,
)

numbers = st.decimals(-(10**29), 10**29, allow_nan=False, places=6).map(Fraction)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("99.95%", Fraction(1999, 2000)),
        ("0%", Fraction(0)),
        ("250%", Fraction(5, 2)),
        ("-1.5%", Fraction(-3, 200)),
        ("99.95", None),
        ("99,95%", None),
        (".5%", None),
        ("5.%", None),
        ("1e2%", None),
        ("٩٩%", None),
        ("1.0000000000001%", None),
        ("%", None),
    ],
)
def test_percent_is_read_exactly_or_not_at_all(text: str, value: Fraction | None) -> None:
    assert parse_percent(text) == value


@pytest.mark.parametrize("text", ["1__0", "_1", "1_", "1.2.3", " 1", "1\n", "1" * 31, "+1", ""])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


def test_underscores_group_digits() -> None:
    assert parse_number("12_000.50") == Fraction(24001, 2)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("999/1000", "99.9%"),
        ("9995/10000", "99.95%"),
        ("1", "100%"),
        ("9999999999/10000000000", "99.9999…%"),
        ("1041/1050", "99.1428…%"),
        ("9999/10000", "99.99%"),
        ("1/10000000", "0.0000…%"),
        ("-1/3", "-33.3333…%"),
    ],
)
def test_percent_for_people_never_shows_a_digit_that_is_not_true(value: str, text: str) -> None:
    assert format_percent(Fraction(value)) == text


def test_a_mean_just_above_its_target_does_not_read_as_the_target() -> None:
    assert format_percent(Fraction("1188.5") / 12 / 100) == "99.0416…%"


def test_numbers_for_people_group_thousands() -> None:
    assert format_number(Fraction("1234567.5")) == "1,234,567.5"
    assert format_number(Fraction(-1000)) == "-1,000"
    assert format_number(Fraction(2, 3), places=0) == "0…"


@pytest.mark.parametrize(
    ("value", "text"), [("1/8", "0.125"), ("-7/5", "-1.4"), ("12", "12"), ("1/3", None), ("1/6", None)]
)
def test_finite_decimals_are_told_from_endless_ones(value: str, text: str | None) -> None:
    assert decimal_text(Fraction(value)) == text


@pytest.mark.parametrize("text", ["1/0", "1/-2", "1.5", "a", "1/", "/2", "1 / 2", ""])
def test_what_is_no_ratio_is_refused(text: str) -> None:
    assert parse_ratio(text) is None


def test_a_ratio_of_many_thousand_digits_survives() -> None:
    value = Fraction(10**6000 + 1, 3**9000)
    assert parse_ratio(format_ratio(value)) == value
    assert decimal_text(value) is None


@given(st.fractions())
def test_a_ratio_survives_its_text(value: Fraction) -> None:
    assert parse_ratio(format_ratio(value)) == value


@given(numbers)
def test_a_finite_decimal_survives_its_text(value: Fraction) -> None:
    assert parse_number(decimal_text(value) or "") == value


@given(st.fractions(-2, 2), st.integers(0, 8))
def test_a_cut_percentage_loses_less_than_its_last_digit(value: Fraction, places: int) -> None:
    text = format_percent(value, places)
    shown = parse_percent(text.replace("…", "")) or Fraction(0)
    lost = abs(value) - abs(shown)
    assert 0 <= lost < Fraction(1, 100 * 10**places)
    assert ("…" in text) == (lost > 0)
