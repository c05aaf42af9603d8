"""Intervals without an end are listed, for each counts up to the end of the evaluation."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.events import read_events
from slalang.plan.streams import Event
from slalang.plan.streams import EventField as Field

STOP = Event("stop", "intervals", (Field("from", "instant"), Field("to", "instant", optional=True)))


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, []),
        (1, ["1 interval of `stop` has no end and counts up to the end of the evaluation: stops.csv:3"]),
        (2, ["2 intervals of `stop` have no end and count up to the end of the evaluation: "
             "stops.csv:3, stops.csv:4"]),
    ],
)  # fmt: skip
def test_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    open_rows = "".join(f"2026-01-0{day + 1}T00:00:00Z,\n" for day in range(number))
    Path("stops.csv").write_text(f"from,to\n2026-01-01T00:00:00Z,2026-01-01T01:00:00Z\n{open_rows}")
    read = read_events([STOP], {"stop": [Path("stops.csv")]}, default_currency="EUR")
    assert read.value is not None
    with read.value as log:
        assert [one.message for one in log.tables["stop"].remarks] == said


def test_no_more_than_a_few_are_named(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-01T00:00:{second:02}Z,\n" for second in range(25))
    (tmp_path / "stops.csv").write_text(f"from,to\n{rows}")
    read = read_events([STOP], {"stop": [tmp_path / "stops.csv"]}, default_currency="EUR")
    assert read.diagnostics[0].message.endswith("and 5 more")
