"""How many rows of each file a statement can be about."""

from __future__ import annotations

from slalang.events.log import EventLog, LogTable


def rows_in_time(
    log: EventLog, table: LogTable, term: tuple[int, int], period: tuple[int, int]
) -> tuple[tuple[int, int], ...]:
    """For each file the rows that touch the period, and those that do not touch the term.

    Both are half-open. Of repeated rows one counts. A row without an end goes on for ever, and one that ends
    as it starts is an instant.
    """
    if _is_all_inside(table, *term) and _is_all_inside(table, *period):
        return tuple((file.rows, 0) for file in table.files)
    touches = _touches(table)
    in_period, in_term = touches.format("period"), touches.format("term")
    query = (
        f"SELECT source, count(*) FILTER (WHERE {in_period}), count(*) FILTER (WHERE NOT ({in_term})) "
        f"FROM {table.relation} GROUP BY source"
    )
    names = ("period_start", "period_end", "term_start", "term_end")
    parameters = dict(zip(names, (*period, *term), strict=True))
    rows = log.connection.execute(query, parameters).fetchall()
    found = {source: (inside, outside) for source, inside, outside in rows}
    return tuple(found.get(source, (0, 0)) for source in range(len(table.files)))


def _is_all_inside(table: LogTable, start: int, end: int) -> bool:
    """Whether it is known without a look at the rows that each of them lies in a stretch of time."""
    if table.first is None or table.last is None or table.duplicates or table.event.shape != "points":
        return False
    return start <= table.first and table.last < end


def _touches(table: LogTable) -> str:
    """The condition of a row that touches a stretch of time, whose name stands in braces."""
    columns = {field.name: f"f{index}" for index, field in enumerate(table.event.fields)}
    first = columns["at" if table.event.shape == "points" else "from"]
    begins = f"{first} >= ${{0}}_start AND {first} < ${{0}}_end"
    if table.event.shape == "points":
        return begins
    return f"({begins} OR ({first} < ${{0}}_start AND coalesce({columns['to']} > ${{0}}_start, true)))"
