"""A file that ends without a line break: its last row counts, and what may be cut off is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.events import read_events
from slalang.events.endings import may_go_on
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field

AT = Field("at", "instant")
NINE = 1_772_355_600_000_000


def ends(
    path: Path, text: str, *fields: Field
) -> tuple[list[tuple[object, ...]], list[tuple[str, str, int | None]]]:
    """The rows of a log, and the warnings with the field and the line."""
    path.write_bytes(text.encode())
    event = Event("probe", "points", (AT, *fields))
    outcome = read_events([event], {"probe": [path]}, default_currency="EUR")
    assert outcome.value is not None, [one.message for one in outcome.diagnostics]
    with outcome.value as log:
        columns = ", ".join(f"f{index}" for index in range(len(event.fields)))
        found = log.connection.execute(f"SELECT {columns} FROM {log.tables['probe'].relation}").fetchall()
    places = [(one.kind.code, one.data) for one in outcome.diagnostics]
    return found, [(code, data.field or "", data.record) for code, data in places if data]


@pytest.mark.parametrize(
    ("name", "text", "warned"),
    [
        ("a.csv", "at,n\n2026-03-01T09:00:00Z,12", True),
        ("a.csv", "at,n\n2026-03-01T09:00:00Z,12\n", False),
        ("a.csv", "at,n\r\n2026-03-01T09:00:00Z,12\r\n", False),
        ("a.csv", "at,n\r\n2026-03-01T09:00:00Z,12\r", False),
        ("a.csv", 'at,n\n2026-03-01T09:00:00Z,"12"', False),
        ("a.csv", "n,at\n12,2026-03-01T09:00:00Z", False),
        ("a.csv", "n,at\n12,2026-03-01T10:00:00+01:00", False),
        ("a.csv", "at,n,host\n2026-03-01T09:00:00Z,12,web-", False),
        ("a.csv", "at,n,host\n2026-03-01T09:00:00Z,12,", False),
        ("a.tsv", "at\tn\n2026-03-01T09:00:00Z\t12", True),
    ],
)
def test_the_last_row_counts(name: str, text: str, warned: bool, tmp_path: Path) -> None:
    found, warnings = ends(tmp_path / name, text, Field("n", "integer"))
    assert found == [(NINE, 12)]
    assert warnings == ([("SLA518", "n", 2)] if warned else [])


def test_an_optional_value_that_is_missing_may_have_been_there(tmp_path: Path) -> None:
    text = "at,n\n2026-03-01T09:00:00Z,"
    assert ends(tmp_path / "a.csv", text, Field("n", "integer", optional=True)) == (
        [(NINE, None)],
        [("SLA518", "n", 2)],
    )


def test_a_row_with_too_few_columns_is_refused_and_says_why(tmp_path: Path) -> None:
    log = tmp_path / "a.csv"
    log.write_text("at,n\n2026-03-01T09:00:00Z,1\n2026-03-01T09:00:00Z")
    event = Event("probe", "points", (AT, Field("n", "integer")))
    outcome = read_events([event], {"probe": [log]}, default_currency="EUR")
    (found,) = outcome.diagnostics
    assert (outcome.value, found.kind.code) == (None, "SLA514")
    assert found.help == "the file stops in this line: transfer it again"


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (Field("x", "integer"), "50", True),
        (Field("x", "text"), "globe", True),
        (Field("x", "decimal"), "0.2", True),
        (Field("x", "duration"), "250m", True),
        (Field("x", "duration", unit="ms"), "25", True),
        (Field("x", "money"), "12.5", True),
        (Field("x", "money"), "12.50 EUR", False),
        (Field("x", "boolean"), "true", False),
        (Field("x", "boolean"), "1", False),
        (Field("x", "boolean", optional=True), "", True),
        (Field("x", "choice", choices=("up", "down")), "up", False),
        (Field("x", "choice", choices=("up", "up again")), "up", True),
        (Field("x", "choice", choices=("up", "down"), optional=True), "", True),
        (Field("x", "instant"), "2026-03-01T09:00:00Z", False),
        (Field("x", "instant", zone="UTC"), "2026-03-01T09:00:0", True),
        (Field("x", "instant", format="epoch s"), "177235560", True),
        (Field("x", "instant", format="%d/%m/%Y %H:%M", zone="UTC"), "01/03/2026 09:00", True),
    ],
)
def test_which_values_are_sure_to_be_whole(field: Field, text: str, expected: bool) -> None:
    assert may_go_on(text, field) is expected
