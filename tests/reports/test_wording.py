"""Values as they are shown: true digits, and never those of a target they are not equal to."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from slalang.plan.canonical import from_json
from slalang.quantities import format_percent
from slalang.reports.wording import Places, shown_beside
from slalang.statement import Statement

GLOBEX = from_json(Statement, json.loads((Path(__file__).parent / "globex-2026-02.json").read_text("utf-8")))
RATIOS = some.fractions(0, 1, max_denominator=10**9)
TARGETS = some.integers(0, 10**6).map(lambda millionths: Fraction(millionths, 10**6))


@pytest.mark.parametrize(
    ("value", "target", "shown"),
    [
        ("1187/1200", "99/100", "98.9166…%"),
        ("999/1000", "999/1000", "99.9%"),
        ("9990000001/10000000000", "999/1000", "99.90000001%"),
        ("2997000001/3000000000", "999/1000", "99.90000003…%"),
        ("2996999999/3000000000", "999/1000", "99.8999…%"),
        ("-1/3", "0", "-33.3333…%"),
    ],
)
def test_as_many_digits_as_tell_it_from_the_target(value: str, target: str, shown: str) -> None:
    assert shown_beside(Fraction(value), [Fraction(target)], "ratio", "EUR") == shown


def test_other_units_beside_a_target() -> None:
    second = Fraction(10**6)
    assert shown_beside(Fraction(1_000_001, 1_000_000), [Fraction(1)], "number", "EUR") == "1.000001"
    assert shown_beside(Fraction(5_000_001, 10**7), [Fraction(1, 2)], "money", "EUR") == "0.5000001 EUR"
    assert shown_beside(second, [second], "duration", "EUR") == "1s"
    assert shown_beside(second + Fraction(1, 3), [second], "duration", "EUR") == "1s and 0.3333…us"
    assert shown_beside(second + Fraction(1, 3), [2 * second], "duration", "EUR") == "1s…"


@given(RATIOS, TARGETS)
def test_shown_digits_are_true_and_on_the_right_side(value: Fraction, target: Fraction) -> None:
    digits = shown_beside(value, [target], "ratio", "EUR").removesuffix("%").removesuffix("…")
    shown = Fraction(digits) / 100
    assert shown <= value
    assert (shown < target) == (value < target)
    assert (shown == target) == (value == target)
    assert format_percent(target) != f"{digits}%" or value == target


def test_places_are_shown_without_their_column() -> None:
    places = Places({"a": "x.sla:1"})
    assert (places.find("a"), places.find("b"), places.find(None)) == ("x.sla:1", "b", None)


CLAUSES = (("a", "x/one.sla:1:5"), ("b", "y/one.sla:2"), ("c", "y/two.sla:3"), ("d", "specs:aws/s3.sla:4"))


def test_files_are_named_without_their_folders_where_no_two_are_mistaken() -> None:
    statement = replace(GLOBEX, clauses=CLAUSES)
    short, full = Places.short(statement), Places.full(statement)
    assert [short.find(path) for path in "abcd"] == ["x/one.sla:1", "y/one.sla:2", "two.sla:3", "s3.sla:4"]
    assert [full.find(path) for path in "abcd"] == [
        "x/one.sla:1",
        "y/one.sla:2",
        "y/two.sla:3",
        "specs:aws/s3.sla:4",
    ]
    assert full.files == ("x/one.sla", "y/one.sla", "y/two.sla", "specs:aws/s3.sla")
