"""Statements in every format, against goldens beside their JSON, and what must hold of each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from slalang.plan.canonical import from_json, schema_of
from slalang.reports import STATEMENT_FORMATS, StatementFormat, render_statement
from slalang.reports.wording import shown_beside
from slalang.statement import Statement

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.json"))
SUFFIXES = {"text": "txt", "markdown": "md", "csv": "csv", "json": "json"}


def statement(name: str) -> Statement:
    return from_json(Statement, json.loads((HERE / f"{name}.json").read_text("utf-8")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", STATEMENT_FORMATS)
def test_golden(name: str, format: StatementFormat, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / f"{name}.{SUFFIXES[format]}", render_statement(statement(name), format))


@pytest.mark.parametrize("name", NAMES)
def test_json_satisfies_the_schema_and_reads_back(name: str) -> None:
    data = json.loads(render_statement(statement(name), "json"))
    Draft202012Validator(schema_of(Statement, "statement")).validate(data)
    assert from_json(Statement, data) == statement(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", STATEMENT_FORMATS)
def test_nothing_hidden_gets_through(name: str, format: StatementFormat) -> None:
    text = render_statement(statement(name), format)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert text.endswith("\n")


@pytest.mark.parametrize("name", NAMES)
def test_text_has_no_trailing_spaces_and_no_missing_clause(name: str) -> None:
    lines = render_statement(statement(name), "text").splitlines()
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", ["globex-2026-02", "state-2026-q2"])
def test_text_fits_a_terminal(name: str) -> None:
    assert max(map(len, render_statement(statement(name), "text").splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_csv_is_one_table_without_formulas(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(render_statement(statement(name), "csv"))))
    assert {row["record"] for row in rows} <= {"outcome", "credit", "ledger", "total"}
    cells = [cell for row in rows for cell in row.values()]
    assert not any(re.match(r"[=+@\t\r]|-(?![0-9.]+$)", cell) for cell in cells)


def test_csv_values_are_exact() -> None:
    rows = list(csv.DictReader(io.StringIO(render_statement(statement("state-2026-q2"), "csv"))))
    outcome = next(row for row in rows if row["what"] == "minimum missed")
    assert (outcome["value"], outcome["value_numerator"], outcome["value_denominator"]) == (
        "",
        "1187",
        "1200",
    )


def test_markdown_escapes_what_github_would_act_on() -> None:
    text = render_statement(statement("hostile"), "markdown")
    assert not re.search(r"<img|@everyone|(?<!\\)\[a\]|http://| #1|:100:", text)
    header = next(line for line in text.splitlines() if line.startswith("| objective"))
    row = next(line for line in text.splitlines() if line.startswith("| uptime"))
    assert len(re.findall(r"(?<!\\)\|", row)) == len(re.findall(r"(?<!\\)\|", header))


def test_provisional_cannot_be_overlooked() -> None:
    open_one = replace(statement("globex-2026-02"), final=False, open_points=("the log of `x` is missing",))
    for format in ("text", "markdown"):
        text = render_statement(open_one, format)
        assert "PROVISIONAL" in text.splitlines()[0]
        assert "missing" in text
        assert "as far as it can be told now" in text


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
def test_a_value_never_reads_as_the_target_it_is_not(value: str, target: str, shown: str) -> None:
    assert shown_beside(Fraction(value), [Fraction(target)], "ratio", "EUR") == shown


def test_other_units_beside_a_target() -> None:
    assert shown_beside(Fraction(1_000_001, 1_000_000), [Fraction(1)], "number", "EUR") == "1.000001"
    assert shown_beside(Fraction(5_000_001, 10**7), [Fraction(1, 2)], "money", "EUR") == "0.5000001 EUR"
    assert shown_beside(Fraction(10**6), [Fraction(10**6)], "duration", "EUR") == "1s"
