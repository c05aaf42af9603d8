"""Statements in every format, against goldens beside their JSON, and what must hold of each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from slalang.plan.canonical import from_json, schema_of
from slalang.reports import STATEMENT_FORMATS, StatementFormat, render_statement
from slalang.statement import ExclusionEffect, ExclusionLine, LogRemark, Statement

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.json"))
HOUR = 3_600_000_000
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
def test_text_has_no_trailing_spaces(name: str) -> None:
    lines = render_statement(statement(name), "text").splitlines()
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", ["globex-2026-02", "state-2026-q2"])
def test_text_fits_a_terminal(name: str) -> None:
    assert max(map(len, render_statement(statement(name), "text").splitlines())) <= 100


@pytest.mark.parametrize("name", NAMES)
def test_csv_is_one_table_without_formulas(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(render_statement(statement(name), "csv"))))
    records = {"outcome", "exclusion", "credit", "ledger", "remark", "input", "total"}
    assert {row["record"] for row in rows} <= records
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
    assert (outcome["value_decimal"], outcome["value_is"]) == ("0.989166666667", "rounded")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(1, 8), ("0.125", "exact")),
        (Fraction(2, 3), ("0.666666666667", "rounded")),
        (Fraction(-1, 3), ("-0.333333333333", "rounded")),
        (Fraction(5, 10**13), ("0.000000000001", "rounded")),
        (Fraction(-5, 10**13), ("-0.000000000001", "rounded")),
        (Fraction(4, 10**13), ("0", "rounded")),
        (Fraction(7), ("7", "exact")),
    ],
)
def test_csv_has_a_decimal_for_spreadsheets_that_says_whether_it_is_rounded(
    value: Fraction, written: tuple[str, str]
) -> None:
    known = statement("state-2026-q2")
    made = replace(known, outcomes=(replace(known.outcomes[0], value=value),))
    row = next(csv.DictReader(io.StringIO(render_statement(made, "csv"))))
    assert (row["value_decimal"], row["value_is"]) == written


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
        assert "so far, Acme" in text


def _with_exclusions(*lines: tuple[ExclusionEffect, int], excluded: int) -> Statement:
    """The statement of February with these exclusions, hours each, on its first outcome."""
    known = statement("globex-2026-02")
    first, *others = known.outcomes
    made = tuple(ExclusionLine("uptime.exclude.1", effect, hours * HOUR) for effect, hours in lines)
    return replace(known, outcomes=(replace(first, exclusions=made, excluded=excluded * HOUR), *others))


@pytest.mark.parametrize(
    ("lines", "excluded", "said"),
    [
        ([("excluded", 1)], 1, ["1h excluded from the period"]),
        ([("forgiven", 2)], 0, ["2h forgiven: in the period, but not counted as down"]),
        ([("excluded", 0), ("forgiven", 0)], 0, []),
        ([], 3, ["3h excluded: outside the time it is measured in"]),
        (
            [("excluded", 2), ("excluded", 2)],
            3,
            [*["2h excluded from the period"] * 2, "3h excluded from the period in all"],
        ),
        (
            [("excluded", 2), ("forgiven", 1)],
            2,
            [
                "2h excluded from the period",
                "1h forgiven: in the period, but not counted as down",
            ],
        ),
    ],
)
def test_exclusions_say_what_they_do(
    lines: list[tuple[ExclusionEffect, int]], excluded: int, said: list[str]
) -> None:
    made = _with_exclusions(*lines, excluded=excluded)
    for format in ("text", "markdown"):
        text = render_statement(made, format)
        found = re.findall(r"[0-9]h (?:excluded|forgiven)[^`\n<|]*", text)
        assert [re.sub(r" {2,}.*", "", one).strip() for one in found] == said


def test_csv_and_json_tell_every_exclusion_also_one_that_found_nothing() -> None:
    made = _with_exclusions(("excluded", 0), ("forgiven", 2), excluded=0)
    rows = list(csv.DictReader(io.StringIO(render_statement(made, "csv"))))
    found = [(row["what"], row["unit"], row["value"]) for row in rows if row["record"] == "exclusion"]
    assert found == [("excluded", "duration", "0"), ("forgiven", "duration", str(2 * HOUR))]
    data = json.loads(render_statement(made, "json"))
    Draft202012Validator(schema_of(Statement, "statement")).validate(data)
    assert [one["effect"] for one in data["outcomes"][0]["exclusions"]] == ["excluded", "forgiven"]


def test_what_was_found_in_the_logs_is_on_every_format() -> None:
    remark = LogRemark("the file ends without a line break", "=probes.csv:12")
    made = replace(statement("globex-2026-02"), remarks=(remark, LogRemark("3 rows are repeated", None)))
    lines = render_statement(made, "text").splitlines()
    at = lines.index("FOUND IN THE LOGS")
    assert lines[at + 2] == "  - =probes.csv:12: the file ends without a line break"
    assert lines[at + 3] == "  - 3 rows are repeated"
    assert "- \\=probes.csv:12: the file ends without a line break" in render_statement(made, "markdown")
    rows = list(csv.DictReader(io.StringIO(render_statement(made, "csv"))))
    found = [(row["place"], row["text"]) for row in rows if row["record"] == "remark"]
    assert found == [("'=probes.csv:12", remark.text), ("", "3 rows are repeated")]
    assert json.loads(render_statement(made, "json"))["remarks"][1] == {
        "text": "3 rows are repeated",
        "place": None,
    }


def test_the_ledger_begins_with_what_was_owed_and_repeats_no_sentence() -> None:
    known = statement("state-2026-q2")
    text = render_statement(known, "text")
    ledger = text[text.index("LEDGER") : text.index("MADE FROM")]
    assert re.search(r"^ +brought forward +2,000\.00$", ledger, re.MULTILINE)
    said = {line.text for line in known.earn_backs if line.text}
    assert said
    assert not any(each in ledger for each in said)
    from_the_start = replace(known, ledger=(replace(known.ledger[0], balance=known.ledger[0].amount),))
    assert "brought forward" not in render_statement(from_the_start, "text")


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        ("0", None),
        ("5", "earned back 5.00 EUR of credits"),
        ("-5", "owes 5.00 EUR again that it had earned back"),
    ],
)
def test_what_moved_back_is_said_at_the_top(returned: str, said: str | None) -> None:
    known = statement("globex-2026-02")
    text = render_statement(replace(known, totals=replace(known.totals, returned=Decimal(returned))), "text")
    found = [line for line in text.splitlines() if "earned back" in line and line.startswith("  - Acme")]
    assert found == ([] if said is None else [f"  - Acme Cloud Ltd {said}"])
