"""Laws of reading: both readings of a value agree, and how a log is cut or ordered changes nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.events import read_events
from slalang.events.batches import Records
from slalang.events.database import open_database
from slalang.events.delimited import DelimitedRows
from slalang.events.fields import field_rules
from slalang.events.findings import Wrong
from slalang.events.json_lines import JsonRows
from slalang.events.table import EventTable
from slalang.events.zones import local_spans, span_at
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from slalang.quantities import LocalTimeError, instant_of, local_time
from tests.events.declared import read, rows

RULES = Event(
    "e",
    "points",
    (
        Field("at", "instant", optional=True),
        Field("local", "instant", zone="Europe/Berlin", optional=True),
        Field(
            "later", "instant", format="%d/%m/%Y %T.%f", zone="America/New_York", fold="later", optional=True
        ),
        Field("half", "instant", format="%m/%d/%y %I:%M %p %z", optional=True),
        Field("named", "instant", format="%b %d %Y", zone="Africa/Casablanca", fold="earlier", optional=True),
        Field("seconds", "instant", format="epoch s", optional=True),
        Field("microseconds", "instant", format="epoch us", optional=True),
        Field("integer", "integer", optional=True),
        Field("decimal", "decimal", optional=True),
        Field("money", "money", optional=True),
        Field("literal", "duration", optional=True),
        Field("ms", "duration", unit="ms", optional=True),
        Field("h", "duration", unit="h", optional=True),
        Field("boolean", "boolean", optional=True),
        Field("choice", "choice", choices=("a", "'; --", "é"), optional=True),
        Field("text", "text", optional=True),
    ),
)

digits = st.integers(0, 10**20).map(str)
number = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "-", "+"]),
    digits,
    st.sampled_from(["", ".0", ".25", ".123456", ".1234567", ".5000000000", ".000000001", ".0000000001"]),
    st.sampled_from(["", "", " EUR", "EUR", " USD", "e2"]),
)
two = st.integers(0, 61).map("{:02d}".format)
year = st.integers(1898, 2201)
fraction = st.sampled_from(["", ".0", ".25", ".123456", ".1234567", ".1230000"])
offset = st.sampled_from(["", "Z", "+01:00", "-0430", "+02", "+15:00", "z"])
clock = st.builds("{}:{}:{}{}".format, two, two, two, fraction)
month = st.sampled_from(["Jan", "feb", "MAR", "Oct", "Foo"])
instant = st.one_of(
    st.builds("{}-{}-{}{}{}{}".format, year, two, two, st.sampled_from("T /"), clock, offset),
    st.builds("{}/{}/{} {}".format, two, two, year, clock),
    st.builds("{}/{}/{} {}:{} {} {}".format, two, two, two, two, two, st.sampled_from(["am", "PM"]), offset),
    st.builds("{} {} {}".format, month, st.sampled_from(["1", "29", "31"]), year),
)
piece = st.builds("{}{}".format, st.integers(0, 10**9), st.sampled_from(["h", "m", "s", "ms", "us", "d"]))
length = st.lists(piece, max_size=3).map("".join)
word = st.sampled_from(
    ["true", "FALSE", "1", "0", "yes", "a", "'; --", "é", "NaN", "", " ", "a\n", "1\n", "$1"]
)
anything = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@settings(max_examples=40, deadline=None)
@given(cells=st.lists(st.one_of(instant, number, length, word, anything), min_size=1, max_size=60))
def test_both_readings_agree(cells: list[str]) -> None:
    """What the database makes of a text is what Python makes of it, for every type and format."""
    rules, _ = field_rules(RULES, "EUR")
    texts = [cell for cell in cells for _ in rules]
    records = Records()
    for place, cell in enumerate(texts):
        own = place % len(rules)
        records.add(place, [cell if index == own else None for index in range(len(rules))])
    with open_database() as connection:
        loaded = EventTable(connection, "event_0", RULES, rules).load(
            records.batch(), rules, 0, "log", len(texts)
        )
        taken = {row[-1]: row[row[-1] % len(rules)] for row in connection.execute("FROM event_0").fetchall()}
    expected = {place: rules[place % len(rules)].read(cell) for place, cell in enumerate(texts)}
    assert taken == {place: value for place, value in expected.items() if not isinstance(value, Wrong)}
    assert len(loaded.faults) == len(texts) - len(taken)


EVENT = Event(
    "e", "points", (Field("at", "instant"), Field("name", "text", optional=True), Field("n", "integer"))
)
log_rows = st.lists(
    st.tuples(
        st.integers(-(10**15), 10**15),
        st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=6),
        st.integers(-(10**17), 10**17),
    ),
    max_size=12,
)


def write(path: Path, given_rows: Sequence[tuple[int, str, int]]) -> Path:
    texts = [(local_time(at, "UTC").isoformat(), name, number) for at, name, number in given_rows]
    if path.suffix == ".csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([("at", "name", "n"), *texts])
        path.write_bytes(out.getvalue().encode())
    else:
        lines = [
            json.dumps({"at": at, "name": name or None, "n": number}) + "\n" for at, name, number in texts
        ]
        path.write_bytes("".join(lines).encode())
    return path


@settings(max_examples=60, deadline=None)
@given(given_rows=log_rows, data=st.data())
def test_cutting_and_reordering_a_log_changes_nothing(
    given_rows: list[tuple[int, str, int]], data: st.DataObject
) -> None:
    expected = sorted(((at, name or None, number) for at, name, number in given_rows), key=repr)
    shuffled = data.draw(st.permutations(given_rows))
    cut = data.draw(st.integers(0, len(shuffled)))
    with TemporaryDirectory() as folder:
        first = write(Path(folder) / "first.csv", shuffled[:cut])
        second = write(Path(folder) / "second.jsonl", shuffled[cut:])
        with read(EVENT, second, first) as log:
            assert sorted(rows(log, EVENT), key=repr) == expected


@settings(max_examples=200, deadline=None)
@given(
    zone=st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]
    ),
    place=st.integers(0, 10**9),
    aside=st.sampled_from([-1, 0, 1, -1_800_000_000, 1_800_000_000, 10**12]),
)
def test_spans_say_what_the_zone_says(zone: str, place: int, aside: int) -> None:
    spans = local_spans(zone, None)
    local = spans[1:][place % (len(spans) - 1)].start + aside
    moment = local_time(local, "UTC").replace(tzinfo=None)
    span = span_at(spans, local)
    try:
        expected: int | str = instant_of(moment, zone)
    except LocalTimeError as error:
        expected = error.reason
    assert expected == (span.reason if span.offset is None else local - span.offset)


lines = st.lists(
    st.one_of(
        st.text(st.sampled_from('a1,"\r'), max_size=8),
        st.sampled_from(["a,1,b", '"a ""x""",2,c', "a,,", '"",3,"d,e"', "x,4,y\r", '"two\nlines",5,z', ""]),
    ),
    max_size=12,
)
CELLS = Event(
    "e",
    "points",
    (
        Field("at", "instant", format="epoch s", column="n"),
        Field("n", "integer"),
        Field("name", "text", optional=True),
    ),
)
JSON_LINES = [
    '{"n": 1, "name": "a"}',
    '{"n":2,"name":null}\r',
    ' { "n" : -3 , "name" : "é" } ',
    '{"name": "b", "n": 4}',
    '{"n": 5}',
    '{"n": 6, "name": "\\u00e9\\n"}',
    '{"n": 6.5, "name": "x"}',
    '{"n": 07, "name": "x"}',
    '{"n": 8, "name": "x", "n": 8}',
    '{"n": 9, "name": ["x"]}',
    '{"n": "10", "name": 1.50}',
    '{"n": 1e1, "name": true}',
    '{"n": 11, "name": "a\tb"}',
    '{"n": 12, "name": "null"}',
    '{"n": 13, "name": ""}',
    "",
    "{",
]


def seen(text: str, name: str, careful: bool) -> tuple[object, ...]:
    """The rows and findings of a text, with the quick way of reading it or without."""
    layout = JsonRows if name.endswith("jsonl") else DelimitedRows
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        patch.setattr("slalang.events.duplicates._name_identical_rows", lambda *_: None)
        if careful:
            patch.setattr(layout, "fast", lambda self, lines: None)
        outcome = read_events([CELLS], {"e": [path]}, default_currency="EUR")
        findings = [
            (f.kind.code, f.message.replace(folder, ""), f.data and f.data.record)
            for f in outcome.diagnostics
        ]
        if outcome.value is None:
            return None, findings
        with outcome.value as log:
            return log.connection.execute("SELECT * FROM event_0 ORDER BY record").fetchall(), findings


@settings(max_examples=50, deadline=None)
@given(lines=lines, name=st.sampled_from(["log.csv", "log.tsv"]))
def test_reading_many_lines_at_a_time_is_reading_each(lines: list[str], name: str) -> None:
    header = "name,n,x\n" if name.endswith("csv") else "name\tn\tx\n"
    text = header + "".join(f"{line}\n" for line in lines)
    text = text if name.endswith("csv") else text.replace(",", "\t")
    assert seen(text, name, careful=False) == seen(text, name, careful=True)


@settings(max_examples=50, deadline=None)
@given(lines=st.lists(st.sampled_from(JSON_LINES), max_size=8))
def test_reading_many_objects_at_a_time_is_reading_each(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    assert seen(text, "log.jsonl", careful=False) == seen(text, "log.jsonl", careful=True)
