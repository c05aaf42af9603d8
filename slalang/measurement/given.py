"""Rows written in a test in the place of a stream."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from slalang.diagnostics import Diagnostic
from slalang.measurement import sql
from slalang.measurement.engine import Cell, Engine
from slalang.measurement.findings import PART_BUCKET, Unmeasurable
from slalang.measurement.relation import Buckets, Column, ColumnKind, Relation, Shape, field_column
from slalang.plan.reading import GivenRow
from slalang.plan.streams import Stream

Given = Fraction | str | bool


def given_relation(
    engine: Engine, stream: Stream, rows: Sequence[GivenRow], buckets: Buckets | None, base: int, end: int
) -> Relation:
    """The given rows as the rows of the stream. An open row lasts to the end of the evaluation."""
    spans = [(row, min(end if row.end is None else row.end, end)) for row in rows if row.start < end]
    if buckets:
        _check_whole(stream, spans, buckets.width, base)
    columns = {name: _column(name, rows, name in stream.keys) for name in _names(stream, rows)}
    kinds = {"s": sql.BIGINT, "e": sql.BIGINT, "rows": sql.BIGINT, "sparse": sql.BIGINT} | {
        name: sql.TEXT if column.kind == "text" else sql.BIGINT
        for column in columns.values()
        for name in column.names
    }
    table = engine.load(kinds, [_cells(row, until, columns) for row, until in spans])
    shape: Shape = "buckets" if buckets else "points" if stream.shape == "points" else "intervals"
    return Relation(table, shape, columns, stream.keys, buckets, (table,))


def _names(stream: Stream, rows: Sequence[GivenRow]) -> tuple[str, ...]:
    written = (name for row in rows for name, _ in row.values)
    return tuple(dict.fromkeys((*stream.keys, *written)))


def _column(name: str, rows: Sequence[GivenRow], is_key: bool) -> Column:
    kind = _kind(next((value for row in rows for key, value in row.values if key == name), ""))
    return Column(kind, field_column(name), f"d_{name}" if kind == "number" and not is_key else 1)


def _kind(value: Given) -> ColumnKind:
    return "truth" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def _cells(row: GivenRow, until: int, columns: dict[str, Column]) -> list[Cell]:
    values = dict(row.values)
    cells: list[Cell] = [row.start, max(row.start, until), 1, 0]
    for name, column in columns.items():
        value = values.get(name)
        if column.kind == "number" and column.denominator != 1:
            cells += [None, None] if value is None else list(Fraction(value).as_integer_ratio())
        else:
            cells.append(value if value is None or isinstance(value, str) else int(value))
    return cells


def _check_whole(stream: Stream, spans: Sequence[tuple[GivenRow, int]], width: int, base: int) -> None:
    for row, until in spans:
        if (row.start - base) % width or (until - row.start) % width or until == row.start:
            message = f"a row given for `{stream.name}` does not begin and end where its buckets do"
            raise Unmeasurable(Diagnostic(PART_BUCKET, message))
