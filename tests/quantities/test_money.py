"""Money: rounding modes, sharing out, and text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slalang.quantities import (
    ROUNDING_MODES,
    RoundingMode,
    allocate,
    format_money,
    is_currency,
    minor_digits,
    minor_unit,
    parse_money,
    round_money,
    round_ratio,
    sum_money,
)

CENT = Decimal("0.01")
amounts = st.decimals(-(10**12), 10**12, allow_nan=False, places=2)
quanta = st.sampled_from([Decimal(q) for q in ("0.001", "0.01", "0.05", "1", "10")])
weights = st.lists(st.fractions(0, 10**6), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("1.005", ["1.01", "1.00", "1.00", "1.01", "1.00"]),
        ("1.015", ["1.02", "1.02", "1.01", "1.02", "1.01"]),
        ("1.0051", ["1.01", "1.01", "1.01", "1.01", "1.00"]),
        ("1.0049", ["1.00", "1.00", "1.00", "1.01", "1.00"]),
        ("-1.005", ["-1.01", "-1.00", "-1.00", "-1.01", "-1.00"]),
        ("-0.001", ["0.00", "0.00", "0.00", "-0.01", "0.00"]),
        ("1", ["1.00", "1.00", "1.00", "1.00", "1.00"]),
    ],
)
def test_each_mode_rounds_as_it_is_named(amount: str, expected: list[str]) -> None:
    assert [str(round_money(Fraction(amount), mode, CENT)) for mode in ROUNDING_MODES] == expected


def test_a_quantum_need_not_be_a_power_of_ten() -> None:
    assert str(round_money(Fraction("1.03"), "half up", Decimal("0.05"))) == "1.05"
    assert str(round_money(Fraction("1234"), "half up", Decimal("10"))) == "1230"


def test_rounding_keeps_more_digits_than_decimal_arithmetic_would() -> None:
    amount = Fraction(10**40) + Fraction("0.015")
    assert str(round_money(amount, "half up", CENT)) == "1" + "0" * 40 + ".02"


def test_a_measured_value_rounds_to_a_tenth_of_a_percent_where_the_contract_says_so() -> None:
    value = Fraction("98.991666") / 100
    assert round_ratio(value, "half up", Fraction(1, 1000)) == Fraction(99, 100)
    assert round_ratio(-value, "down", Fraction(1, 1000)) == Fraction(-989, 1000)


@given(st.fractions(), st.sampled_from(ROUNDING_MODES), quanta)
def test_rounding_moves_less_than_one_quantum_and_a_half_mode_at_most_half(
    amount: Fraction, mode: RoundingMode, quantum: Decimal
) -> None:
    moved = abs(Fraction(round_money(amount, mode, quantum)) - amount)
    assert moved <= Fraction(quantum) / 2 if mode.startswith("half") else moved < Fraction(quantum)


@given(st.fractions(), st.sampled_from(ROUNDING_MODES), quanta)
def test_an_amount_and_its_return_round_alike(amount: Fraction, mode: RoundingMode, quantum: Decimal) -> None:
    there, back = round_money(amount, mode, quantum), round_money(-amount, mode, quantum)
    assert sum_money([there, back]) == 0


# --- sharing out -------------------------------------------------------------------------------


def _shares(total: str, *parts: str) -> list[str]:
    return [str(part) for part in allocate(Decimal(total), [Decimal(part) for part in parts], CENT)]


def test_a_cap_is_shared_in_proportion_to_the_credits() -> None:
    assert _shares("10000.00", "8000", "4000") == ["6666.67", "3333.33"]


def test_equal_remainders_go_to_the_earlier_part() -> None:
    assert _shares("0.02", "1", "1", "1") == ["0.01", "0.01", "0.00"]
    assert _shares("-0.02", "1", "1", "1") == ["-0.01", "-0.01", "0.00"]


def test_nothing_can_be_shared_by_nobody() -> None:
    assert allocate(Decimal("0.00"), [], CENT) == ()
    assert _shares("0.00", "0", "0") == ["0.00", "0.00"]


@pytest.mark.parametrize(("total", "parts"), [("0.001", ["1"]), ("1.00", ["1", "-1"]), ("1.00", ["0", "0"])])
def test_what_cannot_be_shared_is_refused(total: str, parts: list[str]) -> None:
    with pytest.raises(ValueError):
        _shares(total, *parts)


@given(st.integers(-(10**9), 10**9), weights, quanta)
def test_parts_sum_to_the_total_and_stay_within_a_quantum_of_their_share(
    steps: int, shares: list[Fraction], quantum: Decimal
) -> None:
    total = steps * quantum
    parts = allocate(total, shares, quantum)
    assert sum_money(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(Fraction(part) - Fraction(total) * share / sum(shares)) < Fraction(quantum)
        assert share or not part


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any), st.data())
def test_no_credit_grows_when_a_cap_bites(cents: list[int], data: st.DataObject) -> None:
    cap = data.draw(st.integers(0, sum(cents)))
    parts = allocate(cap * CENT, [Decimal(amount) for amount in cents], CENT)
    assert all(part <= amount * CENT for part, amount in zip(parts, cents, strict=True))


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal("6666.67"), "EUR", "6,666.67 EUR"),
        (Decimal("12000"), "EUR", "12,000.00 EUR"),
        (Decimal("-0.5"), "USD", "-0.50 USD"),
        (Decimal("5000"), "JPY", "5,000 JPY"),
        (Decimal("1.5"), "KWD", "1.500 KWD"),
        (Decimal("1.23456"), "EUR", "1.23456 EUR"),
        (Decimal("1E+3"), "EUR", "1,000.00 EUR"),
        (Fraction(500, 3), "EUR", "166.666666… EUR"),
        (Fraction(5, 2), "EUR", "2.50 EUR"),
    ],
)
def test_money_for_people(amount: Decimal | Fraction, currency: str, text: str) -> None:
    assert format_money(amount, currency) == text


@pytest.mark.parametrize("text", ["12 EURO", "12EUR", "EUR 12", "12 eur", "1,000 EUR", "€12", ""])
def test_what_is_no_money_is_refused(text: str) -> None:
    assert parse_money(text) is None


def test_money_is_read_with_its_currency() -> None:
    assert parse_money("12_000.00 EUR") == (Decimal("12000.00"), "EUR")


@pytest.mark.parametrize(("code", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_currencies_have_their_own_decimals(code: str, digits: int) -> None:
    assert is_currency(code)
    assert minor_digits(code) == digits
    assert Fraction(minor_unit(code)) == Fraction(1, 10**digits)


def test_a_made_up_code_is_no_currency() -> None:
    assert not is_currency("EUS")


def test_sums_do_not_round() -> None:
    assert str(sum_money([Decimal("1E+30"), CENT])) == "1" + "0" * 30 + ".01"
    assert sum_money([]) == 0


@given(amounts)
def test_money_survives_its_text(amount: Decimal) -> None:
    assert parse_money(format_money(amount, "EUR").replace(",", "")) == (amount, "EUR")
