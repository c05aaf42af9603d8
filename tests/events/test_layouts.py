"""One log in every layout: the same table."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from slalang.events import Limits, read_events
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.declared import REQUEST, VISIT, read, rows

NINE = 1_772_355_600_000_000
EXPECTED = [
    (NINE, "globex", "gold", 200, 12_500, 1, 250_000, 12_500_000, None),
    (NINE + 1, 'a "b", c\nd', "silver", 503, 7, 0, -1, -5_000_000, "ünï 😀"),
]
HEADER = ["at", "customer", "plan", "status", "latency", "up", "share", "paid", "note"]
CSV = (
    "at,customer,plan,status,latency,up,share,paid,note\n"
    "2026-03-01T09:00:00Z,globex,gold,200,12.5,true,0.25,12.50 EUR,\n"
    '2026-03-01T10:00:00.000001+01:00,"a ""b"", c\nd",silver,503,0.007,0,-0.000001,-5,ünï 😀\n'
)
JSON = [
    {"at": "2026-03-01T09:00:00Z", "customer": "globex", "plan": "gold", "status": 200, "latency": 12.5,
     "up": True, "share": 0.25, "paid": 12.50, "extra": [1, {"a": 2}]},
    {"note": "ünï 😀", "at": "2026-03-01T10:00:00.000001+01:00", "customer": 'a "b", c\nd', "plan": "silver",
     "status": "503", "latency": "0.007", "up": False, "share": "-0.000001", "paid": "-5 EUR"},
]  # fmt: skip


def same_table(path: Path) -> None:
    log = read(REQUEST, path)
    assert rows(log, REQUEST) == EXPECTED
    table = log.tables["request"]
    assert (table.rows, table.first, table.last) == (2, NINE, NINE + 1)


@pytest.mark.parametrize(
    "text", [CSV, CSV.replace("\n", "\r\n").replace("c\r\nd", "c\nd"), "\ufeff" + CSV + "\n\n"]
)
@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz"])
def test_csv(tmp_path: Path, name: str, text: str) -> None:
    raw = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    same_table(tmp_path / name)


@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz", "log.ndjson"])
@pytest.mark.parametrize("escaped", [True, False])
def test_jsonl(tmp_path: Path, name: str, escaped: bool) -> None:
    raw = "\n".join(json.dumps(row, ensure_ascii=escaped) for row in JSON).encode()
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    same_table(tmp_path / name)


SEMICOLONS = CSV.replace(",", ";").replace('a ""b""; c', 'a ""b"", c')


@pytest.mark.parametrize(
    "text",
    [
        SEMICOLONS,
        SEMICOLONS.replace("\n", "\r\n").replace("c\r\nd", "c\nd"),
        SEMICOLONS.replace("at;", '"at";'),
    ],
)
def test_semicolons_separate_where_the_header_has_them_and_no_comma(tmp_path: Path, text: str) -> None:
    (tmp_path / "log.csv").write_bytes(text.encode())
    same_table(tmp_path / "log.csv")


@pytest.mark.parametrize("cell", ["a;b", 'a "b"; c', "1,5"])
@pytest.mark.parametrize("more", ["", '"x\ny"'])
def test_quotes_and_commas_among_semicolons(tmp_path: Path, cell: str, more: str) -> None:
    log = tmp_path / "log.csv"
    quoted = cell.replace('"', '""')
    log.write_text(f'at;customer;note\n2026-03-01T09:00:00Z;"{quoted}";{more}\n')
    assert rows(read(VISIT, log), VISIT) == [(NINE, cell)]


def test_a_semicolon_in_the_name_of_a_column_separates_nothing(tmp_path: Path) -> None:
    event = Event("visit", "points", (Field("at", "instant"), Field("who", "text", column="a;b")))
    log = tmp_path / "log.csv"
    log.write_text("at,a;b\n2026-03-01T09:00:00Z,globex\n")
    assert rows(read(event, log), event) == [(NINE, "globex")]
    alone = Event("visit", "points", (Field("at", "instant", column="a;b"),))
    log.write_text('"a;b"\n2026-03-01T09:00:00Z\n')
    assert rows(read(alone, log), alone) == [(NINE,)]


def test_tsv_has_no_quotes(tmp_path: Path) -> None:
    log = tmp_path / "log.tsv"
    log.write_text('at\tcustomer\n2026-03-01T09:00:00Z\ta "b", c\n')
    assert rows(read(VISIT, log), VISIT) == [(NINE, 'a "b", c')]


def test_other_columns_are_ignored_and_columns_mapped(tmp_path: Path) -> None:
    event = Event(
        "visit", "points", (Field("at", "instant", column="When"), Field("who", "text", column="a b"))
    )
    log = tmp_path / "log.csv"
    log.write_text("x,a b,When,\n1,globex,2026-03-01T09:00:00Z,\n")
    assert rows(read(event, log), event) == [(NINE, "globex")]


def test_two_fields_may_read_one_column(tmp_path: Path) -> None:
    event = Event("visit", "points", (Field("at", "instant"), Field("seen", "instant", column="at")))
    for name, text in (
        ("log.csv", "at\n2026-03-01T09:00:00Z\n"),
        ("log.jsonl", '{"at": "2026-03-01T09:00:00Z"}\n'),
    ):
        (tmp_path / name).write_text(text)
        assert rows(read(event, tmp_path / name), event) == [(NINE, NINE)]


def test_json_numbers_keep_their_digits(tmp_path: Path) -> None:
    event = Event("sum", "points", (Field("at", "instant"), Field("paid", "money")))
    log = tmp_path / "log.jsonl"
    log.write_text('{"at": "2026-03-01T09:00:00Z", "paid": 999999999999.999999}\n')
    assert rows(read(event, log), event) == [(NINE, 10**18 - 1)]
    log.write_text('{"at": "2026-03-01T09:00:00Z", "paid": 0.10000000000000000555}\n')
    assert read_events([event], {"sum": [log]}, default_currency="EUR").value is None


def test_deep_nesting_is_a_finding(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"at": ' + "[" * 100_000 + "]" * 100_000 + "}\n")
    outcome = read_events([VISIT], {"visit": [log]}, default_currency="EUR")
    assert [finding.kind.name for finding in outcome.diagnostics] == ["broken-json"]


def test_an_optional_member_no_line_has_is_a_warning(tmp_path: Path) -> None:
    event = Event("visit", "points", (Field("at", "instant"), Field("agent", "text", optional=True)))
    log = tmp_path / "log.jsonl"
    log.write_text('{"at": "2026-03-01T09:00:00Z"}\n')
    outcome = read_events([event], {"visit": [log]}, default_currency="EUR")
    assert outcome.value is not None
    assert [finding.kind.name for finding in outcome.diagnostics] == ["absent-member"]


def test_logs_without_rows(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("at,customer\n")
    (tmp_path / "log.jsonl").write_text("")
    outcome = read_events(
        [VISIT], {"visit": [tmp_path / "log.csv", tmp_path / "log.jsonl"]}, default_currency="EUR"
    )
    assert outcome.value is not None
    assert [finding.kind.name for finding in outcome.diagnostics] == ["empty-log"]
    table = outcome.value.tables["visit"]
    assert (table.rows, table.first, table.last) == (0, None, None)


def test_a_stretch_ends_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "log.csv").write_text(CSV)
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(row) + "\n" for row in JSON))
    for size in (1, 2, 3, 7, 50, 64, 100, 151, 200):
        monkeypatch.setattr("slalang.events.sources._BLOCK", size)
        same_table(tmp_path / "log.csv")
        same_table(tmp_path / "log.jsonl")


def test_a_line_too_long(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("at,customer\n2026-03-01T09:00:00Z,a\n2026-03-01T09:00:00Z," + "x" * 100 + "\n")
    outcome = read_events([VISIT], {"visit": [log]}, default_currency="EUR", limits=Limits(line=100))
    assert [(finding.kind.name, finding.data and finding.data.record) for finding in outcome.diagnostics] == [
        ("line-too-long", 3)
    ]
