"""What settling adds to a ledger, month after month and when data comes late."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slalang.ledger import Book, read
from tests.cli.calling import call
from tests.ledger.project import DOWN, UP, arguments, write

COMES_TO = "booked as 300.00 EUR, and comes to 100.00 EUR"


def booked(folder: Path) -> Book:
    found = read((folder / "shop.ledger").read_bytes(), "shop.ledger")
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


def entries(folder: Path) -> list[tuple[str, str, bool, str, str]]:
    return [
        (entry.period, entry.movement, entry.is_adjustment, str(entry.amount), str(entry.balance))
        for entry in booked(folder).entries
    ]


def test_months_are_added_and_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, UP[1], DOWN[2], UP[3], UP[4])
    assert call(tmp_path, monkeypatch, *arguments(2)).err.startswith("shop.ledger: 1 entry added; ")
    before = (tmp_path / "shop.ledger").read_bytes()
    assert "nothing to add" in call(tmp_path, monkeypatch, *arguments(2)).err
    assert "nothing to add" in call(tmp_path, monkeypatch, *arguments(1)).err
    assert (tmp_path / "shop.ledger").read_bytes() == before
    assert "with no entry to add" in call(tmp_path, monkeypatch, *arguments(3)).err
    assert call(tmp_path, monkeypatch, *arguments(4)).code == 0
    assert (tmp_path / "shop.ledger").read_bytes().startswith(before)
    assert entries(tmp_path) == [
        ("2026-02", "accrued", False, "300.00", "300.00"),
        ("2026-04", "returned", False, "-300.00", "0.00"),
    ]


def test_settling_at_once_and_month_by_month_book_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [DOWN[1], DOWN[2], UP[3], UP[4], DOWN[5], UP[6], DOWN[7], UP[8], UP[9], UP[10], DOWN[11], UP[12]]
    write(tmp_path, *rows)
    for month in range(1, 13):
        assert call(tmp_path, monkeypatch, *arguments(month)).code == 0
    one_by_one = entries(tmp_path)
    assert len(booked(tmp_path).settlements) == 12
    (tmp_path / "shop.ledger").unlink()
    assert call(tmp_path, monkeypatch, *arguments(12)).code == 0
    assert entries(tmp_path) == one_by_one
    assert len(one_by_one) > 8


def test_late_data_becomes_adjustments_with_both_amounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, DOWN[1], UP[2], UP[3])
    call(tmp_path, monkeypatch, *arguments(3))
    before = (tmp_path / "shop.ledger").read_bytes()
    late = UP[1], "2026-01-12T00:00:00Z,true\n", DOWN[2]
    write(tmp_path, DOWN[1], UP[2], UP[3], *late)
    done = call(tmp_path, monkeypatch, *arguments(3))
    assert "4 entries added, 4 of them to adjust earlier ones" in done.err
    assert (tmp_path / "shop.ledger").read_bytes().startswith(before)
    adjusted = [entry for entry in booked(tmp_path).entries if entry.is_adjustment]
    assert [
        (one.period, one.movement, str(one.was), str(one.now), str(one.amount), one.text) for one in adjusted
    ] == [
        (
            "2026-01",
            "accrued",
            "300.00",
            "100.00",
            "-200.00",
            "booked as 300.00 EUR, and comes to 100.00 EUR",
        ),
        ("2026-02", "forfeited", "None", "0.00", "0.00", "not booked before"),
        ("2026-02", "accrued", "None", "100.00", "100.00", "not booked before"),
        ("2026-03", "returned", "-300.00", "None", "300.00", "booked as -300.00 EUR, and none is due"),
    ]
    assert str(booked(tmp_path).balance) == "200.00"
    assert "nothing to add" in call(tmp_path, monkeypatch, *arguments(3)).err


def test_data_that_is_taken_back_adjusts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for rows in ([DOWN[1]], [UP[1]], [DOWN[1]]):
        write(tmp_path, *rows)
        assert call(tmp_path, monkeypatch, *arguments(1)).code == 0
    assert [(each[1], each[2], each[3], each[4]) for each in entries(tmp_path)] == [
        ("accrued", False, "300.00", "300.00"),
        ("accrued", True, "-300.00", "0.00"),
        ("accrued", True, "300.00", "300.00"),
    ]


def test_a_settlement_says_what_it_was_made_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, DOWN[1])
    done = call(tmp_path, monkeypatch, *arguments(1), "--output-format", "json")
    statement = json.loads(done.out)
    made = booked(tmp_path).settlements[0]
    assert (made.plan, made.logs[0].sha256) == (statement["plan_hash"], statement["inputs"][0]["sha256"])


def test_the_ledger_of_another_agreement_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, DOWN[1])
    call(tmp_path, monkeypatch, *arguments(1))
    before = (tmp_path / "shop.ledger").read_bytes()
    contract = (tmp_path / "shop.sla").read_text().replace("Shop GmbH", "Other GmbH")
    (tmp_path / "shop.sla").write_text(contract)
    done = call(tmp_path, monkeypatch, *arguments(1))
    assert done.code == 2
    assert "is the ledger of `shop` (Acme Ltd for Shop GmbH, in EUR), and not of `shop`" in done.err
    assert (tmp_path / "shop.ledger").read_bytes() == before


def test_nothing_is_added_to_a_ledger_that_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, DOWN[1], DOWN[2])
    call(tmp_path, monkeypatch, *arguments(1))
    ledger = tmp_path / "shop.ledger"
    ledger.write_text(ledger.read_text().replace("300.00", "200.00"))
    changed = ledger.read_bytes()
    done = call(tmp_path, monkeypatch, *arguments(2))
    assert done.code == 1
    assert "SLA580" in done.err
    assert "Nothing was added to the ledger." in done.err
    assert ledger.read_bytes() == changed


def test_a_ledger_that_cannot_be_written_is_something_in_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, DOWN[1])
    done = call(tmp_path, monkeypatch, *arguments(1)[:-1], "no/such.ledger")
    assert (done.code, done.out) == (2, "")
    assert "the folder does not exist" in done.err
