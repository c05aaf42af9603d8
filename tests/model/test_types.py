"""The arithmetic of units, as a table."""

from __future__ import annotations

import pytest

from slalang.model.types import (
    CONSTANT,
    DURATION,
    INSTANT,
    NUMBER,
    RATIO,
    TEXT,
    TRUTH,
    UNKNOWN,
    ArithmeticOperator,
    Choice,
    Quantity,
    Type,
    agree,
    described,
    money,
    reckon,
    unit_of,
)

EUR, USD, OWN = money("EUR"), money("USD"), money()


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (CONSTANT, "-", RATIO, RATIO),
        (NUMBER, "-", RATIO, None),
        (RATIO, "+", RATIO, RATIO),
        (NUMBER, "+", CONSTANT, NUMBER),
        (DURATION, "+", NUMBER, None),
        (DURATION, "/", DURATION, RATIO),
        (NUMBER, "/", NUMBER, RATIO),
        (NUMBER, "/", CONSTANT, NUMBER),
        (CONSTANT, "/", CONSTANT, NUMBER),
        (RATIO, "*", CONSTANT, RATIO),
        (RATIO, "*", NUMBER, NUMBER),
        (DURATION, "*", NUMBER, DURATION),
        (DURATION, "*", RATIO, DURATION),
        (OWN, "*", DURATION, Quantity(time=1, money=1)),
        (Quantity(time=1, money=1), "/", DURATION, OWN),
        (EUR, "+", OWN, EUR),
        (EUR, "+", USD, None),
        (EUR, "/", EUR, RATIO),
        (INSTANT, "-", INSTANT, DURATION),
        (INSTANT, "-", DURATION, INSTANT),
        (INSTANT, "+", INSTANT, None),
        (DURATION, "-", INSTANT, None),
        (TEXT, "+", TEXT, None),
        (TRUTH, "*", NUMBER, None),
        (UNKNOWN, "*", TEXT, UNKNOWN),
    ],
)
def test_calculations(left: Type, operator: ArithmeticOperator, right: Type, result: Type | None) -> None:
    assert reckon(operator, left, right) == result


@pytest.mark.parametrize(
    ("left", "right", "result"),
    [
        (RATIO, NUMBER, False),
        (RATIO, CONSTANT, False),
        (NUMBER, CONSTANT, True),
        (EUR, OWN, True),
        (EUR, USD, False),
        (TEXT, Choice(("a", "b")), True),
        (Choice(("a", "b")), Choice(("b", "c")), True),
        (Choice(("a",)), Choice(("c",)), False),
        (TEXT, NUMBER, False),
        (INSTANT, DURATION, False),
        (UNKNOWN, DURATION, True),
    ],
)
def test_comparisons(left: Type, right: Type, result: bool) -> None:
    assert agree(left, right) is result
    assert agree(right, left) is result


@pytest.mark.parametrize(
    ("type", "unit", "words"),
    [
        (RATIO, "ratio", "a ratio"),
        (NUMBER, "number", "a number"),
        (DURATION, "duration", "a duration"),
        (EUR, "money", "an amount in EUR"),
        (OWN, "money", "an amount of money"),
        (Quantity(time=2), None, "a duration times a duration"),
        (Quantity(time=1, money=1), None, "money times a duration"),
        (Choice(("a", "b")), None, "one of (a, b)"),
        (INSTANT, None, "an instant"),
    ],
)
def test_types_have_units_and_words(type: Type, unit: str | None, words: str) -> None:
    assert unit_of(type) == unit
    assert described(type) == words
