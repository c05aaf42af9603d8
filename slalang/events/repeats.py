"""Which rows may repeat an earlier one: found in one pass where rows stand nearly in order.

Let each row be told by one value, and follow the rows as they stand. A row is late if its value is less than
the greatest before it. Of two rows with one value, the second is late, or follows a row with its own value,
or has late rows before it for which its value was the greatest. So the values of late rows, the greatest
values before them, and the values that stand twice in a row are all that may repeat. None of this depends on
which order it is, as long as it is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slalang.events.table import EventTable

_FEW = 8
"""Looking at some rows only is worth it where no more than one in so many may repeat."""


def possible_repeats(table: EventTable, column: str) -> str | None:
    """A relation with all rows that may have the value of another row in a column that has one always;
    ``None`` where no row has.

    The whole relation, where most of its rows may.
    """
    late = f"{table.relation}_late"
    # Both windows are in one operator, and so follow the rows in one order.
    followed = (
        f"SELECT {column} AS own, lag({column}) OVER () AS previous, "
        f"max({column}) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS reached "
        f"FROM {table.relation}"
    )
    table.run(
        f"CREATE OR REPLACE TEMP TABLE {late} AS SELECT own, reached FROM ({followed}) "
        f"WHERE own < reached OR own = previous LIMIT {table.rows // _FEW + 1}"
    )
    found = table.one(f"SELECT count(*) FROM {late}")[0]
    if not found:
        return None
    if found > table.rows // _FEW:
        return table.relation
    values = f"SELECT own FROM {late} UNION SELECT reached FROM {late}"
    suspects = f"{table.relation}_suspects"
    table.run(
        f"CREATE OR REPLACE TEMP TABLE {suspects} AS FROM {table.relation} WHERE {column} IN ({values})"
    )
    return suspects
