"""``sla explain``: parts of a statement, formats, and what is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from slalang.cli.schema import schema
from tests.cli.calling import CONTRACT, call

LOG = "at,status\n" + "".join(
    f"2026-02-{day:02}T10:00:00Z,{500 if day == 3 else 200}\n" for day in range(1, 29)
)
EXPLAIN = ("explain", "acme", "--events", "request=log.csv", "--period", "2026-02")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme.sla").write_text(CONTRACT)
    (tmp_path / "log.csv").write_text(LOG)
    return tmp_path


def test_the_rows_and_the_arithmetic_are_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(folder, monkeypatch, *EXPLAIN)
    assert done.code == 0
    assert "1 / 28 = 3.5714…%" in done.out
    assert "2026-02-03 10:00: status 500" in done.out
    assert "log.csv:4" in done.out
    assert "10% x 1,000.00 EUR = 100.00 EUR" in done.out
    assert "acme.sla:" in done.out


def test_json_is_of_the_published_form(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(folder, monkeypatch, *EXPLAIN, "--output-format", "json")
    Draft202012Validator(schema("explanation")).validate(json.loads(done.out))


def test_markdown_nests_what_is_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(folder, monkeypatch, *EXPLAIN, "--output-format", "markdown:why.md")
    assert (done.code, done.out) == (0, "")
    text = (folder / "why.md").read_text()
    assert text.startswith("# How the statement of 2026-02 comes about\n")
    assert "\n  - 1 / 28 = 3.5714…%\n" in text


@pytest.mark.parametrize(
    "part", [("--objective", "errors"), ("--credit", "1"), ("--credit", "errors, 2026-02"), ("--line", "1")]
)
def test_a_part_alone(folder: Path, monkeypatch: pytest.MonkeyPatch, part: tuple[str, str]) -> None:
    done = call(folder, monkeypatch, *EXPLAIN, *part)
    assert done.code == 0
    assert "ERRORS, 2026-02: MINIMUM MISSED, CREDIT 100.00 EUR" in done.out
    assert "TOTALS" not in done.out


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (("--objective", "error"), "did you mean `errors`?"),
        (("--credit", "errors, 2026-03"), "did you mean `errors, 2026-02`?"),
        (("--credit", "2"), "there is no credit 2: the statement of 2026-02 has 1 credit"),
        (("--line", "7"), "there is no line 7 in the ledger of 2026-02: its lines are 1"),
    ],
)
def test_an_unknown_part_is_named_with_what_is_like_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, part: tuple[str, str], message: str
) -> None:
    done = call(folder, monkeypatch, *EXPLAIN, *part)
    assert done.code == 2
    assert message in done.err


def test_one_part_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(folder, monkeypatch, *EXPLAIN, "--credit", "1", "--line", "1")
    assert done.code == 2


def test_no_more_rows_than_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = LOG.replace(",200", ",500")
    (folder / "log.csv").write_text(log)
    done = call(folder, monkeypatch, *EXPLAIN, "--rows", "2")
    assert "and 26 more" in done.out


def test_a_period_without_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = call(folder, monkeypatch, *EXPLAIN[:-1], "2026-03", "--as-of", "2026-04-01")
    assert done.code == 0
    assert "no data counts as met" in done.out
