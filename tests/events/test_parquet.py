"""Parquet: typed columns under the same rules."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from slalang.events import read_events
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field
from tests.events.declared import REQUEST, VISIT, read, rows
from tests.events.test_layouts import EXPECTED, NINE

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def write(path: Path, **columns: Any) -> Path:
    parquet.write_table(pa.table(columns), path)
    return path


def findings(event: Event, path: Path) -> list[str]:
    outcome = read_events([event], {event.name: [path]}, default_currency="EUR")
    assert outcome.value is None
    return [f"{finding.data and finding.data.record} {finding.message}" for finding in outcome.diagnostics]


def test_typed_columns(tmp_path: Path) -> None:
    path = write(
        tmp_path / "log.parquet",
        at=pa.array([AT, AT.replace(microsecond=1)], pa.timestamp("us", "UTC")),
        customer=["globex", 'a "b", c\nd'],
        plan=pa.array(["gold", "silver"]).dictionary_encode(),
        status=pa.array([200, 503], pa.int16()),
        latency=pa.array([Decimal("12.500"), Decimal("0.007")]),
        up=[True, False],
        share=pa.array([Decimal("0.250000"), Decimal("-0.000001")]),
        paid=pa.array([Decimal("12.50"), Decimal("-5.00")]),
        note=[None, "ünï 😀"],
    )
    assert rows(read(REQUEST, path), REQUEST) == EXPECTED


def test_texts_and_numbers_follow_the_declaration(tmp_path: Path) -> None:
    event = Event("visit", "points", (Field("at", "instant", format="epoch ms"), Field("customer", "text")))
    path = write(tmp_path / "log.parquet", at=[NINE // 1000], customer=[5])
    assert rows(read(event, path), event) == [(NINE, "5")]


def test_nanoseconds(tmp_path: Path) -> None:
    whole, fine = NINE * 1000 + 1000, NINE * 1000 + 1
    column = pa.array([whole, fine], pa.timestamp("ns", "UTC"))
    assert findings(VISIT, write(tmp_path / "log.parquet", at=column, customer=["a", "b"])) == [
        "2 `at` is `2026-03-01T09:00:00.000000001Z`, which is finer than a microsecond"
    ]
    good = write(tmp_path / "log.parquet", at=column[:1], customer=["a"])
    assert rows(read(VISIT, good), VISIT) == [(NINE + 1, "a")]


def test_before_1970(tmp_path: Path) -> None:
    path = write(tmp_path / "log.parquet", at=pa.array([-1], pa.timestamp("us", "UTC")), customer=["a"])
    assert rows(read(VISIT, path), VISIT) == [(-1, "a")]


def test_times_without_a_zone(tmp_path: Path) -> None:
    path = write(tmp_path / "log.parquet", at=pa.array([NINE], pa.timestamp("us")), customer=["a"])
    assert findings(VISIT, path) == ["None the column of `at` is of type TIMESTAMP, which has no zone"]
    zoned = Event(
        "visit", "points", (Field("at", "instant", zone="Europe/Berlin"), Field("customer", "text"))
    )
    assert rows(read(zoned, path), zoned) == [(NINE - 3_600_000_000, "a")]


def test_missing_values_and_columns(tmp_path: Path) -> None:
    path = write(
        tmp_path / "log.parquet",
        at=pa.array([AT], pa.timestamp("ms", "UTC")),
        customer=pa.array([None], pa.string()),
    )
    assert findings(VISIT, path) == ["1 `customer` has no value, and it is required"]
    path = write(tmp_path / "log.parquet", at=["x"], Customer=["a"], customer=["b"])
    assert findings(VISIT, path) == [
        "None the columns `Customer` and `customer` differ only in upper and lower case"
    ]
    path = write(tmp_path / "log.parquet", when=["x"], customer=["b"])
    assert findings(VISIT, path) == ["None `at` is read from the column `at`, which the file does not have"]


@pytest.mark.parametrize(
    ("column", "type"),
    [(pa.array([1.5]), "DOUBLE, which is not exact"), (pa.array([[1]]), "BIGINT[], which holds no text")],
)
def test_types_that_are_no_values(tmp_path: Path, column: Any, type: str) -> None:
    path = write(tmp_path / "log.parquet", at=["2026-03-01T09:00:00Z"], customer=column)
    assert findings(VISIT, path) == [f"None the column of `customer` is of type {type}"]


def test_old_timestamps_of_nanoseconds(tmp_path: Path) -> None:
    table = pa.table(
        {"at": pa.array([NINE * 1000], pa.timestamp("ns")), "inside": [{"a": 1}], "customer": ["a"]}
    )
    path = tmp_path / "log.parquet"
    parquet.write_table(table, path, use_deprecated_int96_timestamps=True)
    assert findings(VISIT, path) == [
        "None the column of `at` is of type INT96, whose nanoseconds would be cut off"
    ]


def test_a_name_is_never_part_of_a_query(tmp_path: Path) -> None:
    name = "\"'); DROP TABLE event_0; --"
    event = Event("visit", "points", (Field("at", "instant"), Field("customer", "text", column=name)))
    path = write(tmp_path / "it's \"; x*.parquet", at=["2026-03-01T09:00:00Z"], **{name: ["a"]})
    assert rows(read(event, path), event) == [(NINE, "a")]


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    (message,) = findings(VISIT, path)
    assert "is not readable as Parquet" in message
    assert "slalang-" not in message


EDGES: list[tuple[Field, Any, list[Any]]] = [
    (Field("n", "integer"), pa.int64(), [0, -1, 10**18 - 1, 10**18, 1 - 10**18, -(10**18)]),
    (Field("n", "integer"), pa.uint64(), [0, 10**18 - 1, 10**18, 2**64 - 1]),
    (Field("n", "decimal"), pa.int64(), [0, 10**12 - 1, 10**12, -(10**12)]),
    (Field("n", "money"), pa.int32(), [0, 5, -5]),
    (Field("n", "duration", unit="ms"), pa.int64(), [0, -1, 10**15 - 1, 10**15]),
    (Field("n", "duration", unit="h"), pa.int16(), [0, -1, 24]),
    (
        Field("n", "decimal"),
        pa.decimal128(20, 2),
        [Decimal("0.00"), Decimal("-0.50"), Decimal("999999999999.99"), Decimal(10**12), Decimal(-(10**12))],
    ),
    (Field("n", "money"), pa.decimal128(3, 2), [Decimal("9.99"), Decimal("-9.99")]),
    (Field("n", "money"), pa.decimal128(38, 6), [Decimal("0.000001"), Decimal(10**31), Decimal("-0.000001")]),
    (Field("n", "money"), pa.decimal128(12, 7), [Decimal("0.0000001"), Decimal("0.0000010")]),
    (Field("n", "integer"), pa.decimal128(20, 0), [Decimal(5), Decimal(10**18), Decimal(1 - 10**18)]),
    (Field("n", "integer"), pa.decimal128(5, 1), [Decimal("5.0"), Decimal("5.5")]),
    (Field("n", "duration", unit="ms"), pa.decimal128(12, 3), [Decimal("0.007"), Decimal("-0.001")]),
    (Field("n", "duration", unit="h"), pa.decimal128(12, 2), [Decimal("0.25"), Decimal("1000000000.00")]),
    (Field("n", "instant", format="epoch ms"), pa.int64(), [0, -1, 7258118399999, 7258118400000, 10**18]),
    (Field("n", "instant", format="epoch s"), pa.int32(), [0, -1, 2**31 - 1]),
    (
        Field("n", "instant", format="epoch us"),
        pa.uint64(),
        [0, 7258118399999999, 7258118400000000, 2**64 - 1],
    ),
    (Field("n", "boolean"), pa.bool_(), [True, False]),
    (Field("n", "boolean"), pa.int8(), [0, 1, 2]),
    (Field("n", "text"), pa.string(), ["", "a", "ü"]),
    (Field("n", "choice", choices=("a", "b")), pa.string(), ["a", "b", "A", ""]),
    (
        Field("n", "instant"),
        pa.timestamp("us", "UTC"),
        [
            datetime(1899, 12, 31, 23, 59, 59, 999999, UTC),
            datetime(1900, 1, 1, tzinfo=UTC),
            datetime(2199, 12, 31, 23, 59, 59, 999999, UTC),
            datetime(2200, 1, 1, tzinfo=UTC),
        ],
    ),
]


@pytest.mark.parametrize(("field", "type", "values"), EDGES)
def test_stored_values_are_read_as_their_texts_are(
    field: Field, type: Any, values: list[Any], tmp_path: Path
) -> None:
    """The same rows, or the same said of them, whether a column is typed or holds texts."""
    event = Event("visit", "points", (Field("at", "instant"), field))
    for value in values:
        said = []
        for name, column in (("typed", pa.array([value], type)), ("texts", pa.array([_text(value, type)]))):
            path = write(tmp_path / f"{name}.parquet", at=pa.array([AT], pa.timestamp("us", "UTC")), n=column)
            outcome = read_events([event], {"visit": [path]}, default_currency="EUR")
            found = [(each.kind.code, each.message.replace(name, "")) for each in outcome.diagnostics]
            said.append((found, outcome.value and rows(outcome.value, event)))
        assert said[0] == said[1], value


def _text(value: Any, type: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:.{type.scale}f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%f000Z")
    return str(value).lower() if isinstance(value, bool) else str(value)
