"""Rows that are the same by key and content, by key alone, or without a key."""

from __future__ import annotations

from pathlib import Path

from slalang.diagnostics import Severity
from slalang.events import read_events
from tests.events.declared import TICKET, VISIT, read, rows

TICKETS = (
    "at,ticket,customer\n"
    "2026-03-01T09:00:00Z,T-1,globex\n"
    "2026-03-01T10:00:00Z,T-2,globex\n"
    "2026-03-01T10:00:00+01:00,T-1,globex\n"
)


def test_the_same_row_by_key_is_counted_once(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(TICKETS)
    outcome = read_events([TICKET], {"ticket": [path]}, default_currency="EUR")
    assert outcome.value is not None
    table = outcome.value.tables["ticket"]
    assert (table.rows, table.duplicates, table.files[0].rows) == (2, 1, 3)
    (finding,) = outcome.diagnostics
    assert (finding.kind.name, finding.severity) == ("duplicate-rows", Severity.INFO)


def test_reading_a_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(TICKETS)
    assert rows(read(TICKET, path, path), TICKET) == rows(read(TICKET, path), TICKET)


def test_rows_that_contradict_each_other_in_two_files(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TICKETS)
    (tmp_path / "b.csv").write_text(TICKETS.replace("globex", "acme"))
    given = [tmp_path / "a.csv", tmp_path / "b.csv"]
    outcome = read_events([TICKET], {"ticket": given}, default_currency="EUR")
    assert outcome.value is None
    places = [
        finding.data and (Path(finding.data.file).name, finding.data.record)
        for finding in outcome.diagnostics
    ]
    assert places == [("b.csv", 2), ("b.csv", 3), ("b.csv", 4)]
    assert all("differ in `customer`" in finding.message for finding in outcome.diagnostics)


def test_contradictions_are_named_beside_other_faults(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text(TICKETS + "2026-03-01T10:00:00Z,T-2,acme\nyesterday,T-3,acme\n")
    outcome = read_events([TICKET], {"ticket": [path]}, default_currency="EUR")
    assert {finding.kind.name for finding in outcome.diagnostics} >= {"conflicting-rows", "not-an-instant"}


def test_without_a_key_identical_rows_are_kept_with_one_warning(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("at,customer\n" + "2026-03-01T09:00:00Z,globex\n" * 3 + "2026-03-01T09:00:00Z,acme\n" * 2)
    outcome = read_events([VISIT], {"visit": [path]}, default_currency="EUR")
    assert outcome.value is not None
    assert outcome.value.tables["visit"].rows == 5
    (finding,) = outcome.diagnostics
    assert (finding.kind.name, finding.severity) == ("identical-rows", Severity.WARNING)
    assert finding.message.startswith("3 rows of `visit` say the same as an earlier one")


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("at,customer\n2026-03-01T09:00:00Z,globex\n")
    given = [tmp_path / "a.csv", tmp_path / "b.csv"]
    outcome = read_events([VISIT], {"visit": given}, default_currency="EUR")
    assert [finding.kind.name for finding in outcome.diagnostics] == ["same-file-twice", "identical-rows"]
