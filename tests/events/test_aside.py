"""Rows that cannot be read are set aside whole where the call asks for it, and nothing else is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from slalang.diagnostics import Severity
from slalang.events import EventLog, Limits, SetAside, Unread, read_events, to_json_lines
from slalang.events.trial import log_with, times_around
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.test_access_logs import APACHE

HIT = Event("hit", "points", (Field("at", "instant"), Field("took", "integer"), Field("who", "text")))
STOP = Event("stop", "intervals", (Field("from", "instant"), Field("to", "instant")))


def read(tmp_path: Path, name: str, content: bytes, event: Event = HIT) -> EventLog:
    (tmp_path / name).write_bytes(content)
    outcome = read_events([event], {event.name: [tmp_path / name]}, default_currency="EUR", set_aside=True)
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


def aside(log: EventLog) -> tuple[SetAside, ...]:
    (table,) = log.tables.values()
    return table.aside


def told(log: EventLog) -> list[tuple[int, str]]:
    return [(one["line"], one["text"]) for one in map(json.loads, to_json_lines(aside(log)).splitlines())]


CSV = (
    b'at,took,who\n2026-01-01T00:00:00Z,1,"a\nb"\n2026-01-01T00:00:01Z,many,c\n'
    b"2026-01-01T00:00:02Z,1,d,e\n2026-01-01T00:00:03Z,1,J\xfcrgen\n\n"
    b'2026-01-01T00:00:04Z,1,"f\n2026-01-01T00:00:05Z,1,g'
)


def test_every_bad_row_is_kept_as_it_stands_in_the_file(tmp_path: Path) -> None:
    log = read(tmp_path, "hits.csv", CSV)
    assert told(log) == [
        (4, "2026-01-01T00:00:01Z,many,c"),
        (5, "2026-01-01T00:00:02Z,1,d,e"),
        (6, "2026-01-01T00:00:03Z,1,J\udcfcrgen"),
        (7, ""),
        (8, '2026-01-01T00:00:04Z,1,"f'),
    ]
    assert log.tables["hit"].rows == 2


def test_bytes_that_are_no_text_can_be_had_back(tmp_path: Path) -> None:
    log = read(tmp_path, "hits.csv", CSV)
    assert told(log)[2][1].encode("utf-8", "surrogateescape") == b"2026-01-01T00:00:03Z,1,J\xfcrgen"


def test_what_can_be_read_of_a_row_is_known(tmp_path: Path) -> None:
    log = read(tmp_path, "hits.csv", CSV)
    assert aside(log)[0].row.values == (1767225601000000, Unread.VALUE, "c")
    assert aside(log)[1].row.values == (Unread.VALUE,) * 3


def test_neither_end_of_a_reversed_interval_is_relied_on(tmp_path: Path) -> None:
    log = read(tmp_path, "stops.csv", b"from,to\n2026-01-02T00:00:00Z,2026-01-01T00:00:00Z\n", STOP)
    assert aside(log)[0].row.values == (Unread.VALUE, Unread.VALUE)


@pytest.mark.parametrize("name", ["hits.jsonl", "hits.jsonl.gz"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    lines = [
        '{"at": "2026-01-01T00:00:00Z", "took": 1, "who": "a"}',
        '{"at": "2026-01-01T00:00:01Z", "took": 1.5, "who": "b"}',
        '{"at": "2026-01-01T00:00:02Z", "took": 1, "took": 2, "who": "c"}',
        '{"at": "2026-01-01T00:00:03Z", "took": 1, "who": "d',
    ]
    content = "\r\n".join(lines).encode()
    log = read(tmp_path, name, gzip.compress(content) if name.endswith(".gz") else content)
    assert told(log) == list(zip([2, 3, 4], lines[1:], strict=True))


def test_access_logs(tmp_path: Path) -> None:
    good = '::1 - - [17/Feb/2026:09:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "-" 900'
    log = read(tmp_path, "access.log", f"{good}\nGET /\n{good[:-3]}\n{good}\n".encode(), APACHE)
    assert told(log) == [(2, "GET /"), (3, good[:-3])]


def test_parquet(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "hits.parquet"
    rows = "('2026-01-01T00:00:00Z', 1, 'a'), ('2026-01-01', 2, 'b')"
    duckdb.execute(f"COPY (FROM (VALUES {rows}) t(\"at\", took, who)) TO '{path}' (FORMAT parquet)")
    log = read(tmp_path, "hits.parquet", path.read_bytes())
    assert told(log) == [(2, '{"at": "2026-01-01", "took": "2", "who": "b"}')]


def test_one_warning_says_how_many_there_are(tmp_path: Path) -> None:
    (tmp_path / "hits.csv").write_bytes(CSV)
    found = read_events([HIT], {"hit": [tmp_path / "hits.csv"]}, default_currency="EUR", set_aside=True)
    said = [one for one in found.diagnostics if one.kind.name == "rows-set-aside"]
    assert [one.message for one in said] == ["5 rows of `hit` cannot be read and are set aside"]
    assert all(one.severity is not Severity.ERROR for one in found.diagnostics)


def test_too_many_are_refused(tmp_path: Path) -> None:
    (tmp_path / "hits.csv").write_text("at,took,who\n" + "x,1,a\n" * 11)
    found = read_events(
        [HIT],
        {"hit": [tmp_path / "hits.csv"]},
        default_currency="EUR",
        set_aside=True,
        limits=Limits(listed=10),
    )
    assert found.value is None
    assert [one.kind.name for one in found.diagnostics] == ["too-many-rows-set-aside"]


def test_a_file_that_is_none_is_not_set_aside(tmp_path: Path) -> None:
    (tmp_path / "hits.csv").write_text("when,took\n2026-01-01T00:00:00Z,1\n")
    found = read_events([HIT], {"hit": [tmp_path / "hits.csv"]}, default_currency="EUR", set_aside=True)
    assert found.value is None


def test_the_lines_around_a_row_say_its_time_where_the_file_is_in_order(tmp_path: Path) -> None:
    rows = [f"2026-01-01T00:00:0{second}Z,1,a" for second in (1, 2, 3)]
    rows.insert(1, "?,1,a")
    log = read(tmp_path, "hits.csv", "\n".join(["at,took,who", *rows, ""]).encode())
    second = 1767225600000000
    assert times_around(log, "hit", "at", 0, [3]) == {3: (second + 1000000, second + 2000000)}
    log = read(tmp_path, "hits.csv", "\n".join(["at,took,who", *reversed(rows), ""]).encode())
    assert times_around(log, "hit", "at", 0, [4]) == {}


def test_rows_added_for_a_trial_are_gone_after_it(tmp_path: Path) -> None:
    log = read(tmp_path, "hits.csv", CSV)
    with log_with(log, {"hit": [(0, 5, "z")]}, "EUR") as tried:
        count = log.connection.execute(f"SELECT count(*) FROM {tried.tables['hit'].relation}").fetchall()
    assert count == [(3,)]
    assert log.connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchall() == [
        (0,)
    ]
