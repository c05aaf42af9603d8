"""``sla settle --quarantine``: bad rows stand in a file, and the statement says what they could change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import CONTRACT, Done, call

ROWS = [f"2026-02-01T00:00:{second:02}Z,{500 if second == 0 else 200}" for second in range(60)]
SETTLE = ("settle", "acme", "--events", "request=requests.csv", "--period", "2026-02")


def settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: list[str], *options: str, contract: str = CONTRACT
) -> Done:
    (tmp_path / "acme.sla").write_text(contract)
    (tmp_path / "requests.csv").write_text("\n".join(["at,status", *rows, ""]))
    return call(tmp_path, monkeypatch, *SETTLE, "--quarantine", "bad.jsonl", *options)


def counted(done: Done) -> list[tuple[str, str]]:
    return [(one["way"], one["net"]) for one in json.loads(done.out)["quarantine"]["counted"]]


def test_a_row_that_cannot_be_read_is_counted_best_and_worst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [*ROWS[:30], "2026-02-01T00:00:30Z,n/a", *ROWS[31:], *ROWS[1:]]
    done = settled(tmp_path, monkeypatch, rows, "--output-format", "json")
    assert done.code == 0
    statement = json.loads(done.out)
    # One of 118 rows failed; with this one it is two of 119, above 1%.
    assert counted(done) == [("left out", "0.00"), ("best", "0.00"), ("worst", "100.00")]
    assert statement["final"] is False
    assert statement["open_points"] == ["1 row cannot be read and is not counted: see bad.jsonl"]
    assert statement["inputs"][0]["rows_set_aside"] == 1


def test_the_row_stands_in_the_file_with_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(tmp_path, monkeypatch, [*ROWS, '2026-02-01T00:01:00Z,"200'])
    assert json.loads((tmp_path / "bad.jsonl").read_text()) == {
        "event": "request",
        "file": "requests.csv",
        "line": 62,
        "text": '2026-02-01T00:01:00Z,"200',
        "faults": ["a quote is opened in this line and not closed where the row ends"],
    }


def test_a_row_without_a_time_is_placed_by_its_neighbours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = settled(tmp_path, monkeypatch, [*ROWS, "half a line"], "--output-format", "json")
    assert counted(done) == [("left out", "100.00"), ("best", "100.00"), ("worst", "100.00")]


def test_no_bounds_are_told_where_the_file_is_in_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = settled(tmp_path, monkeypatch, [*reversed(ROWS), "half a line"])
    assert "what they could change has no known bounds" in done.out
    assert "requests.csv:62 has no time" in done.out.replace("\n    ", " ")


def test_without_bad_rows_the_file_is_empty_and_the_statement_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.jsonl").write_text("from an earlier run\n")
    done = settled(tmp_path, monkeypatch, ROWS, "--fail-on", "provisional")
    assert done.code == 0
    assert "SET ASIDE" not in done.out
    assert (tmp_path / "bad.jsonl").read_text() == ""


def test_with_bad_rows_it_is_not_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = settled(tmp_path, monkeypatch, [*ROWS, "x,200"], "--fail-on", "provisional")
    assert done.code == 1
    assert "warning[SLA549 rows-set-aside]" in done.err


def test_a_contradiction_is_still_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = CONTRACT.replace("  status integer", "  status integer").replace("  at ", "  at key ")
    done = settled(tmp_path, monkeypatch, [ROWS[1], ROWS[1].replace("200", "500")], contract=contract)
    assert done.code == 1
    assert "SLA544" in done.err


def test_a_file_that_cannot_be_written_is_told_before_anything_is_booked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = settled(tmp_path, monkeypatch, ROWS, "--quarantine", "none/bad.jsonl", "--ledger", "acme.ledger")
    assert (done.code, done.out) == (2, "")
    assert "cannot write `none/bad.jsonl`: the folder does not exist" in done.err
    assert not (tmp_path / "acme.ledger").exists()


def test_agreements_that_share_a_log_name_its_rows_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.sla").write_text(CONTRACT.replace("agreement acme", "agreement other"))
    done = settled(
        tmp_path, monkeypatch, [*ROWS, "x,200"], "other", "--output-format", "json:{agreement}.json"
    )
    assert done.code == 0
    assert len((tmp_path / "bad.jsonl").read_text().splitlines()) == 1
    for name in ("acme", "other"):
        assert json.loads((tmp_path / f"{name}.json").read_text())["quarantine"]["rows"] == 1


def test_invoices_have_no_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contract = CONTRACT.replace("  status integer\n", "  status integer\n  paid   optional money\n").replace(
        "fees     1_000 EUR each month", "fees     sum(paid over request) each month"
    )
    (tmp_path / "acme.sla").write_text(contract)
    (tmp_path / "r.csv").write_text("at,status,paid\n2026-02-01T00:00:00Z,x,10\n")
    settle = ("settle", "acme", "--events", "request=r.csv", "--period", "2026-02")
    done = call(tmp_path, monkeypatch, *settle, "--quarantine", "bad.jsonl")
    assert "the fees come from `request`" in done.out.replace("\n    ", " ")
