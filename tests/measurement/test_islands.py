"""The union of intervals in SQL, whatever the order of the rows."""

from __future__ import annotations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.measurement import islands, sql
from slalang.measurement.engine import Engine
from tests.oracle.spans import union

INTERVALS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=40)


@settings(deadline=None)
@given(INTERVALS, st.integers(1, 4))
def test_rows_that_are_alike_are_one_island_with_what_they_touch(
    drawn: list[tuple[int, int]], times: int
) -> None:
    """Of many rows that are alike, the engine takes any for the first."""
    spans = [(start, start + length) for start, length in drawn] * times
    engine = Engine(duckdb.connect())
    table = engine.load({"s": sql.BIGINT, "e": sql.BIGINT}, spans)
    found = engine.fetch(islands.merged(sql.table(table), ()))
    assert sorted(found) == union(spans)
