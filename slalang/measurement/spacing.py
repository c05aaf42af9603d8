"""Points that keep their distance from one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from slalang.measurement import islands, sql
from slalang.measurement.engine import Cell, Engine
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column
from slalang.plan.streams import Spaced


def spaced(engine: Engine, points: Relation, step: Spaced, names: Sequence[str]) -> str:
    """A table with the points that are kept, per combination of the named columns.

    Where in the log a point stands has no effect: those of one instant are in the order of their values, a
    missing one last.
    """
    rows = engine.table(islands.numbered(sql.table(points.table), points.names))
    columns = {f"k{place}": column(name) for place, name in enumerate(names)}
    columns |= {"s": column("s"), "row": column("row")}
    values = [tree for name in points.names for tree in (sql.is_null(column(name)), column(name))]
    order = [*(column(name) for name in (*names, "s")), *values]
    found = engine.fetch(sql.select(columns, sql.table(rows), order=order))
    kept = engine.load({"row": sql.BIGINT}, [(row,) for row in _kept(found, len(names), step)])
    query = sql.select({name: column(name, "r") for name in ("s", "e", *points.names)}, sql.table(rows, "r"))
    same = sql.compare("=", column("row", "k"), column("row", "r"))
    return engine.table(sql.joined(query, sql.table(kept, "k"), same))


def _kept(rows: Sequence[Sequence[Cell]], keys: int, step: Spaced) -> Iterator[Cell]:
    """The numbers of the rows that are kept: each row is its keys, its instant and its number."""
    for _, points in groupby(rows, key=lambda row: row[:keys]):
        free, distance = None, step.least
        for *_, instant, number in points:
            if not isinstance(instant, int):
                raise TypeError("an instant is a whole number")
            if free is None or instant >= free:
                yield number
                free = instant + distance
                distance = max(distance, min(2 * distance, step.longest or 0))
