"""A log with rows added that are not in its files, to see what would come of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from slalang.events.fields import field_rules
from slalang.events.log import EventLog, LogTable
from slalang.events.table import EventTable

Cell: TypeAlias = int | str | None
Rows: TypeAlias = Mapping[str, Sequence[tuple[Cell, ...]]]


@contextmanager
def log_with(log: EventLog, added: Rows, currency: str) -> Iterator[EventLog]:
    """The log with rows added to its events, by their names; the log itself stays as it is.

    The values are those of the columns, in order of the fields. How far the log reaches stays the same.
    """
    tables = dict(log.tables)
    try:
        for name, rows in added.items():
            if rows:
                tables[name] = _table_with(log, tables[name], rows, currency)
        yield replace(log, tables=tables)
    finally:
        for name, table in tables.items():
            if table.relation != log.tables[name].relation:
                log.connection.execute(f"DROP VIEW {table.relation}")
                log.connection.execute(f"DROP TABLE {table.relation}_rows")


def _table_with(log: EventLog, table: LogTable, rows: Sequence[tuple[Cell, ...]], currency: str) -> LogTable:
    rules, _ = field_rules(table.event, currency)
    name = f"{table.relation}_tried"
    added = EventTable(log.connection, f"{name}_rows", table.event, rules)
    added.insert([0] * len(rows), rows)
    log.connection.execute(f"CREATE VIEW {name} AS FROM {table.relation} UNION ALL FROM {name}_rows")
    return replace(table, relation=name, rows=table.rows + len(rows))


def values_of(log: EventLog, event: str, field: str, most: int) -> list[str]:
    """The texts that a field has in the log, in order; no more than ``most`` and one."""
    column = _column(log.tables[event], field)
    query = f"SELECT DISTINCT {column} FROM {{0}} WHERE {column} IS NOT NULL ORDER BY 1 LIMIT {most + 1}"
    return [row[0] for row in log.connection.execute(query.format(log.tables[event].relation)).fetchall()]


def times_around(
    log: EventLog, event: str, field: str, source: int, records: Sequence[int]
) -> dict[int, tuple[int | None, int | None]]:
    """For rows of one file the times of the rows before and after them, ``None`` where there is no such row.

    Nothing where the file is not in order of time.
    """
    table = log.tables[event]
    own = f"SELECT record, {_column(table, field)} AS time FROM {table.relation} WHERE source = {source:d}"
    in_order = log.connection.execute(
        f"SELECT coalesce(bool_and(later), true) FROM "
        f"(SELECT time >= lag(time) OVER (ORDER BY record) AS later FROM ({own}))"
    ).fetchall()[0][0]
    if not in_order:
        return {}
    around = log.connection.execute(
        f"SELECT r.record, b.time, a.time FROM (SELECT unnest($1::BIGINT[]) AS record) r "
        f"ASOF LEFT JOIN ({own}) b ON r.record > b.record ASOF LEFT JOIN ({own}) a ON r.record < a.record",
        [list(records)],
    ).fetchall()
    return {record: (before, after) for record, before, after in around}


def _column(table: LogTable, field: str) -> str:
    names = [each.name for each in table.event.fields]
    return f"f{names.index(field)}"
