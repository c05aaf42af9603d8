"""Rows of typed Parquet files are read where they are stored, and say what their texts would say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.events import EventLog, read_events
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.declared import VISIT, read, rows

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

HIT = Event(
    "hit",
    "points",
    (
        Field("at", "instant"),
        Field("customer", "text"),
        Field("plan", "choice", choices=("gold", "silver")),
        Field("status", "integer", optional=True),
        Field("latency", "duration", unit="ms"),
        Field("up", "boolean", optional=True),
        Field("paid", "money"),
    ),
)
SPAN = Event("span", "intervals", (Field("from", "instant"), Field("to", "instant", optional=True)))
KEYED = replace(
    HIT, name="keyed", fields=tuple(replace(field, key=field.name == "status") for field in HIT.fields)
)

STAMP = pa.timestamp("us", "UTC")
TYPES = {
    "at": STAMP,
    "from": STAMP,
    "to": STAMP,
    "customer": pa.string(),
    "plan": pa.string(),
    "status": pa.int64(),
    "latency": pa.int32(),
    "up": pa.bool_(),
    "paid": pa.int64(),
}

MINUTES = st.integers(0, 40)
INSTANT = MINUTES.map(lambda minute: datetime(2026, 3, 1, 9, minute, tzinfo=UTC))
ODD_INSTANT = st.sampled_from([None, datetime(1899, 12, 31, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)])
GOOD = st.fixed_dictionaries(
    {
        "at": INSTANT,
        "customer": st.sampled_from(["globex", "", "a, b"]),
        "plan": st.sampled_from(["gold", "silver"]),
        "status": st.sampled_from([None, 200, 503]),
        "latency": st.sampled_from([0, 250]),
        "up": st.sampled_from([None, True, False]),
        "paid": st.sampled_from([0, -5, 10**12 - 1]),
    }
)
ODD = {
    "at": ODD_INSTANT,
    "customer": st.none(),
    "plan": st.sampled_from([None, "Gold", "bronze"]),
    "status": st.sampled_from([10**18, -(10**18)]),
    "latency": st.sampled_from([None, -1]),
    "paid": st.sampled_from([None, 10**12]),
}


@st.composite
def hits(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of which now and then one has a value that does not hold."""
    drawn = draw(st.lists(GOOD, max_size=30))
    for row in drawn if draw(st.booleans()) else []:
        if draw(st.integers(0, 9)) == 0:
            name = draw(st.sampled_from(sorted(ODD)))
            row[name] = draw(ODD[name])
    return drawn


SPANS = st.lists(st.fixed_dictionaries({"from": INSTANT, "to": st.none() | INSTANT}), max_size=20)
ORDERLY = SPANS.map(lambda spans: [row for row in spans if row["to"] is None or row["from"] <= row["to"]])


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='microseconds')[:-6]}000Z"
    return str(value).lower()


def written(folder: Path, name: str, rows: list[dict[str, Any]], event: Event, typed: bool) -> Path:
    columns = {
        field.name: pa.array(
            [row[field.name] if typed else _text(row[field.name]) for row in rows],
            TYPES[field.name] if typed else pa.string(),
        )
        for field in event.fields
    }
    parquet.write_table(pa.table(columns), folder / name, row_group_size=7)
    return folder / name


def said(event: Event, files: list[Path], set_aside: bool) -> object:
    """Everything that is known of a log once it is read, but the hashes of its files."""
    given = {event.name: files}
    read = read_events([event], given, default_currency="EUR", set_aside=set_aside)
    found = [(each.kind, each.message, each.data, each.help) for each in read.diagnostics]
    if read.value is None:
        return found
    with read.value as log:
        table = log.tables[event.name]
        held = log.connection.execute(f"FROM {table.relation} ORDER BY source, record").fetchall()
        bounds = (table.rows, table.duplicates, table.open_intervals, table.first, table.last)
        aside = [(one.source, one.row.record, one.row.values, one.row.faults) for one in table.aside]
        return found, held, bounds, [file.rows for file in table.files], aside


@settings(deadline=None, max_examples=40)
@given(
    st.one_of(
        st.tuples(st.sampled_from([HIT, KEYED]), hits(), hits()), st.tuples(st.just(SPAN), SPANS, ORDERLY)
    ),
    st.booleans(),
)
def test_the_same_is_said_as_of_texts(drawn: Any, set_aside: bool) -> None:
    event, *logs = drawn
    found = []
    for typed in (True, False):
        with TemporaryDirectory() as folder:
            files = [
                written(Path(folder), f"{number}.parquet", log, event, typed)
                for number, log in enumerate(logs)
            ]
            told = said(event, files, set_aside)
            found.append(repr(told).replace(folder, ""))
    assert found[0] == found[1]


def is_in_place(log: EventLog, event: str) -> bool:
    query = "SELECT count(*) FROM duckdb_views() WHERE view_name = ?"
    return log.connection.execute(query, [log.tables[event].relation]).fetchall() == [(1,)]


ROW = {
    "at": datetime(2026, 3, 1, 9, tzinfo=UTC), "customer": "globex", "plan": "gold", "status": 200,
    "latency": 5, "up": True, "paid": 1,
}  # fmt: skip


def test_no_row_is_stored_a_second_time(tmp_path: Path) -> None:
    with read(HIT, written(tmp_path, "log.parquet", [ROW], HIT, True)) as log:
        assert is_in_place(log, "hit")
    with read(HIT, written(tmp_path, "log.parquet", [ROW], HIT, False)) as log:
        assert not is_in_place(log, "hit")


def test_what_happens_to_the_file_afterwards_does_not_matter(tmp_path: Path) -> None:
    path = written(tmp_path, "log.parquet", [ROW], HIT, True)
    with read(HIT, path) as log:
        path.write_bytes(b"something else")
        assert len(rows(log, HIT)) == 1
        folder = log.private_folder
        assert len(list(folder.glob("*.parquet"))) == 1
    assert not folder.exists()


def test_files_of_several_kinds(tmp_path: Path) -> None:
    times = [datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in (9, 10)]
    visits = pa.table({"at": pa.array(times, STAMP), "customer": pa.array(["globex", "acme"])})
    parquet.write_table(visits, tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text("at,customer\n2026-03-01T11:00:00Z,globex\n2026-03-01T10:00:00Z,acme\n")
    outcome = read_events(
        [VISIT], {"visit": [tmp_path / "a.parquet", tmp_path / "b.csv"]}, default_currency="EUR"
    )
    assert outcome.value is not None
    with outcome.value as log:
        assert [file.rows for file in log.tables["visit"].files] == [2, 2]
        assert len(rows(log, VISIT)) == 4
    (finding,) = outcome.diagnostics
    assert finding.kind.name == "identical-rows"
    assert f"{tmp_path}/b.csv:3 and {tmp_path}/a.parquet:2" in finding.message


def test_damage_in_a_column_that_statistics_know_all_about(tmp_path: Path) -> None:
    """Every column is read before anything is said of the file."""
    table = pa.table({"at": pa.array([ROW["at"]] * 1000, STAMP), "customer": pa.array(["globex"] * 1000)})
    parquet.write_table(table, tmp_path / "log.parquet", use_dictionary=False, compression="snappy")
    content = bytearray((tmp_path / "log.parquet").read_bytes())
    place = content.index(b"globex")
    content[place - 8 : place + 40] = bytes(48)
    (tmp_path / "log.parquet").write_bytes(bytes(content))
    outcome = read_events([VISIT], {"visit": [tmp_path / "log.parquet"]}, default_currency="EUR")
    assert [each.kind.name for each in outcome.diagnostics] == ["unreadable-log"]
