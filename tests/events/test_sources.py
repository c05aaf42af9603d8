"""Which files are read, how far, and what of them is on record."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from slalang.events import Limits, read_events
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.declared import OUTAGE, VISIT, read, rows

HEADER = "at,customer\n"
ROW = "2026-03-01T09:00:00Z,{}\n"


def log(path: Path, *customers: str) -> Path:
    path.write_text(HEADER + "".join(ROW.format(customer) for customer in customers))
    return path


def customers(*given: Path) -> list[object]:
    return [row[1] for row in rows(read(VISIT, *given), VISIT)]


def kinds(*given: Path, **options: object) -> list[str]:
    outcome = read_events([VISIT], {"visit": given}, default_currency="EUR", **options)  # type: ignore[arg-type]
    assert outcome.value is None
    return [finding.kind.name for finding in outcome.diagnostics]


def test_folders_and_patterns(tmp_path: Path) -> None:
    log(tmp_path / "b.csv", "b")
    log(tmp_path / "a.csv", "a")
    (tmp_path / "notes.txt").write_text("not a log")
    assert customers(tmp_path) == ["a", "b"]
    assert customers(tmp_path / "*.csv") == ["a", "b"]
    assert customers(tmp_path / "[b]*.csv") == ["b"]
    assert kinds(tmp_path / "*.tsv") == ["log-not-found"]


def test_a_name_that_looks_like_a_pattern_is_a_name_first(tmp_path: Path) -> None:
    log(tmp_path / "[ab].csv", "odd")
    log(tmp_path / "a.csv", "a")
    assert customers(tmp_path / "[ab].csv") == ["odd"]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    given = tmp_path / "none.csv", tmp_path / "log.txt", tmp_path / "empty"
    assert kinds(*given) == ["log-not-found", "unknown-log-format", "log-not-found"]


def test_compressed_files_that_are_damaged(tmp_path: Path) -> None:
    whole = gzip.compress((HEADER + ROW.format("a") * 1000).encode())
    (tmp_path / "cut.csv.gz").write_bytes(whole[:-20])
    (tmp_path / "text.csv.gz").write_text("not gzip")
    (tmp_path / "check.csv.gz").write_bytes(whole[:-8] + b"\0" * 4 + whole[-4:])
    given = [tmp_path / name for name in ("cut.csv.gz", "text.csv.gz", "check.csv.gz")]
    assert kinds(*given) == ["unreadable-log"] * 3


def test_a_bomb(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(HEADER.encode() + (ROW.format("a") * 100_000).encode()))
    assert kinds(bomb, limits=Limits(ratio=100, ratio_from=1000)) == ["log-too-large"]
    assert kinds(bomb, limits=Limits(decoded_bytes=1000)) == ["log-too-large"]
    assert kinds(bomb, limits=Limits(rows=99_999)) == ["log-too-large"]


def test_no_file_and_no_such_event() -> None:
    outcome = read_events([VISIT], {"booking": [Path("a.csv")]}, default_currency="EUR")
    assert [(finding.kind.name, finding.help) for finding in outcome.diagnostics] == [
        ("unknown-event", "its events are `visit`"),
        ("event-without-file", "add --events visit=FILE to the call"),
    ]


def test_the_file_a_contract_names(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    log(tmp_path / "acme" / "visits.csv", "inside")
    log(tmp_path / "secret.csv", "outside")
    (tmp_path / "acme" / "link.csv").symlink_to(tmp_path / "secret.csv")
    for path, expected in (
        ("visits.csv", ["inside"]),
        ("../secret.csv", None),
        (str(tmp_path / "secret.csv"), None),
        ("link.csv", None),
    ):
        event = Event("visit", "points", VISIT.fields, path=path)
        outcome = read_events([event], {}, default_currency="EUR", root=tmp_path / "acme")
        if expected is None:
            assert [finding.kind.name for finding in outcome.diagnostics] == ["log-outside-project"]
        else:
            assert outcome.value is not None
            assert [row[1] for row in rows(outcome.value, event)] == expected
            assert outcome.value.tables["visit"].files[0].path == path


def test_inputs_are_on_record(tmp_path: Path) -> None:
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(log(tmp_path / "a.csv", "a", "b").read_bytes()))
    seen: list[tuple[int, int]] = []
    outcome = read_events(
        [VISIT], {"visit": [packed]}, default_currency="EUR", progress=lambda *told: seen.append(told)
    )
    assert outcome.value is not None
    (file,) = outcome.value.tables["visit"].files
    raw = packed.read_bytes()
    assert (file.path, file.rows, file.bytes) == (packed.as_posix(), 2, len(raw))
    assert file.sha256 == hashlib.sha256(raw).hexdigest()
    assert seen[-1] == (len(raw), len(raw))


def test_the_database_is_shut_off(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = read(VISIT, log(tmp_path / "a.csv", "a")).connection
    for query in (
        f"SELECT * FROM read_csv('{tmp_path}/a.csv')",
        f"SELECT * FROM '{tmp_path}/a.csv'",
        f"COPY event_0 TO '{tmp_path}/out.csv'",
        f"ATTACH '{tmp_path}/other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(query)


def test_rows_keep_where_they_come_from(tmp_path: Path) -> None:
    files = log(tmp_path / "a.csv", "a", "b"), log(tmp_path / "b.csv", "c")
    found = (
        read(VISIT, *files)
        .connection.execute("SELECT f1, source, record FROM event_0 ORDER BY ALL")
        .fetchall()
    )
    assert found == [("a", 0, 2), ("b", 0, 3), ("c", 1, 2)]


def test_open_intervals_are_counted(tmp_path: Path) -> None:
    event = Event("outage", "intervals", (Field("from", "instant"), Field("to", "instant", optional=True)))
    path = tmp_path / "log.csv"
    path.write_text("from,to\n2026-03-01T09:00:00Z,\n2026-03-01T09:00:00Z,2026-03-01T10:00:00Z\n")
    assert read(event, path).tables["outage"].open_intervals == 1


def test_logs_of_two_events_that_are_swapped(tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text("at,customer\n")
    (tmp_path / "outages.csv").write_text("from,to,site\n")
    swapped = {"visit": [tmp_path / "outages.csv"], "outage": [tmp_path / "visits.csv"]}
    outcome = read_events([VISIT, OUTAGE], swapped, default_currency="EUR")
    assert [(found.kind.name, found.message, found.help) for found in outcome.diagnostics] == [
        (
            "missing-column",
            "the file has the columns of `outage` and not those of `visit`",
            "are the files of the two swapped? `at`, `customer` are missing",
        ),
        (
            "missing-column",
            "the file has the columns of `visit` and not those of `outage`",
            "are the files of the two swapped? `from`, `to`, `site` are missing",
        ),
    ]


def test_a_file_that_lacks_a_column_is_not_taken_for_that_of_an_event_with_fewer(tmp_path: Path) -> None:
    beat = Event("beat", "points", (Field("at", "instant"),))
    (tmp_path / "visits.csv").write_text("at,client\n")
    (tmp_path / "beats.csv").write_text("at\n")
    given = {"visit": [tmp_path / "visits.csv"], "beat": [tmp_path / "beats.csv"]}
    outcome = read_events([VISIT, beat], given, default_currency="EUR")
    (found,) = outcome.diagnostics
    assert found.message == "`customer` is read from the column `customer`, which the file does not have"
