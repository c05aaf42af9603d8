"""What nodes hold: exact values, the places of names, documentation, and what the grammar leaves open."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from slalang.source import SourceFile
from slalang.syntax import nodes, parse


def first(text: str) -> Any:
    outcome = parse(SourceFile("x.sla", "language 1\n" + text))
    assert outcome.diagnostics == ()
    return outcome.value.declarations[0]


def value(text: str) -> Any:
    return first(f"indicator x = {text}").value


def row(text: str) -> Any:
    tier = first(f"tier t {{\nobjective o each month {{\ncredit {{\n{text}\n}}\n}}\n}}")
    return tier.clauses[0].clauses[0].clauses[0]


VALUES = {
    "99.95%": Fraction(1999, 2000),
    "12_000.50": Fraction(24001, 2),
    "1h30m": 5_400_000_000,
    "250ms": 250_000,
    "-5m": -300_000_000,
    "2026-03-10": date(2026, 3, 10),
    "2026-03-10T02:00": datetime(2026, 3, 10, 2),
    "2026-03-10T02:00:00.5Z": datetime(2026, 3, 10, 2, 0, 0, 500_000, UTC),
    '"a \\"b\\" \\\\"': 'a "b" \\',
    "true": True,
}


@pytest.mark.parametrize("text", VALUES)
def test_a_literal_is_exact(text: str) -> None:
    node = value(text)
    held = getattr(node, "microseconds", None) if isinstance(node, nodes.Duration) else node.value
    assert held == VALUES[text]


def test_money_keeps_its_decimals() -> None:
    money = value("12_000.00 EUR")
    assert (str(money.amount), money.currency) == ("12000.00", "EUR")
    assert value("123456789012345678901234567890.12 EUR").amount == Decimal(
        "123456789012345678901234567890.12"
    )


def test_lengths_on_the_calendar_and_on_the_clock_differ() -> None:
    assert value("30 days").unit == "day"
    assert value("1 contract year").unit == "contract year"
    assert isinstance(value("24h"), nodes.Duration)


SHAPES = {
    "1 + 2 * 3": "(1 + (2 * 3))",
    "1 - 2 - 3": "((1 - 2) - 3)",
    "(1 - 2) / 3": "((1 - 2) / 3)",
    "-a * b": "(-a * b)",
    "a or b and not c = 1": "or(a, and(b, not(c = 1)))",
    "a / b else 0": "else((a / b), 0)",
    "a else b else c": "else(a, else(b, c))",
    "a in (b, c) and d present": "and(in(a, b, c), present(d))",
    "a not in (b)": "not in(a, b)",
}


def shape(node: Any) -> str:
    match node:
        case nodes.Number(value=number):
            return str(number)
        case nodes.NameRef(name=name):
            return str(name.text)
        case nodes.Binary() | nodes.Compare():
            return f"({shape(node.left)} {node.operator} {shape(node.right)})"
        case nodes.Negative(operand=operand):
            return f"-{shape(operand)}"
        case nodes.Not(operand=operand):
            return "not" + shape(operand)
        case nodes.And(operands=operands):
            return f"and({', '.join(map(shape, operands))})"
        case nodes.Or(operands=operands):
            return f"or({', '.join(map(shape, operands))})"
        case nodes.Else():
            return f"else({shape(node.value)}, {shape(node.otherwise)})"
        case nodes.In():
            parts = ", ".join(map(shape, (node.value, *node.choices)))
            return f"{'not ' if node.negated else ''}in({parts})"
        case nodes.Present(value=inner):
            return f"present({shape(inner)})"
    raise AssertionError(node)


@pytest.mark.parametrize("text", SHAPES)
def test_operators_bind_as_the_language_says(text: str) -> None:
    assert shape(value(text)) == SHAPES[text]


def test_comparisons_do_not_chain() -> None:
    assert parse(SourceFile("x.sla", "language 1\nindicator x = 1 < 2 < 3\n")).failed


def test_or_after_where_belongs_to_the_condition() -> None:
    stream = first("stream s = a where b or c").rows
    assert [each.text for each in stream.sources] == ["a"]
    assert isinstance(stream.steps[0].condition, nodes.Or)
    assert [each.text for each in first("stream s = a or b where c").rows.sources] == ["a", "b"]


def test_the_rank_of_a_percentile() -> None:
    assert value("p99(a over b)").percentile == Fraction(99, 100)
    assert value("percentile(99.9%, a over b where c)").percentile == Fraction(999, 1000)
    assert value("mean(a over b)").percentile is None


def test_the_time_of_the_period() -> None:
    assert isinstance(value("time(period)"), nodes.PeriodTime)
    assert isinstance(value("time(outage)"), nodes.Aggregate)


def test_bands_say_which_ends_are_included() -> None:
    band = row("from 99.0% to below 99.9% pays 1 EUR").trigger
    assert (band.low_included, band.high_included) == (True, False)
    band = row("from above 99.0% to 99.9% pays 1 EUR").trigger
    assert (band.low_included, band.high_included) == (False, True)


def test_documentation_lands_on_what_is_below_it() -> None:
    text = "## The file.\nlanguage 1\n\n## One\n## and two.\nservice a # not this\n"
    text += "service b ## nor this\nservice c\n"
    file = parse(SourceFile("x.sla", text)).value
    docs = [each.doc for each in file.declarations if isinstance(each, nodes.Service)]
    assert file.doc == "The file."
    assert docs == ["One\nand two.", None, None]


def test_names_know_where_they_stand() -> None:
    stream = first("stream down = slot where failed > 5%")
    assert stream.name.span.text == "down"
    assert stream.rows.sources[0].span.text == "slot"
    assert stream.rows.steps[0].span.text == "where failed > 5%"
    assert stream.span.text == "stream down = slot where failed > 5%"


def test_nodes_are_equal_when_they_say_the_same() -> None:
    assert value("1 + a") == value("1  +  a")
    assert hash(value("1 + a")) == hash(value("1  +  a"))
    assert value("1 + a") != value("a + 1")
    assert value("a and b") != value("a or b")


def test_nodes_are_frozen_and_whole() -> None:
    name = first("service a").name
    with pytest.raises(FrozenInstanceError):
        name.text = "b"
    with pytest.raises(TypeError):
        nodes.Name(name.span, "a", "b")  # type: ignore[call-arg]
