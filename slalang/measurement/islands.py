"""Union, intersection and difference of intervals as SQL: half-open, per key.

A source has ``s`` and ``e`` and the columns named as keys. A key without a value is a key like any
other.
"""

from __future__ import annotations

from collections.abc import Sequence

from slalang.measurement import sql
from slalang.measurement.sql import column, literal


def merged(source: sql.Tree, keys: Sequence[str]) -> sql.Query:
    """The union of the intervals of each key: disjoint, touching ones joined, empty ones dropped."""
    order = [column("s"), column("e")]
    by = _columns(keys)
    reached = sql.earlier(sql.greatest(column("e")), list(by.values()), order)
    seen = sql.select(
        by | _span() | {"reach": reached}, source, where=sql.compare("<", column("s"), column("e"))
    )
    joins = sql.compare(
        "<=", column("s"), sql.coalesce(column("reach"), sql.subtract(column("s"), literal(1)))
    )
    told = sql.select(by | _span() | {"joins": sql.as_integer(joins)}, sql.nested(seen, "seen"))
    # Of rows that are alike only one begins an island, and it has to come first.
    begun = sql.subtract(literal(1), column("joins"))
    island = sql.running_total(begun, list(by.values()), [*order, column("joins")])
    numbered = sql.select(by | _span() | {"island": island}, sql.nested(told, "told"))
    span = {"s": sql.least(column("s")), "e": sql.greatest(column("e"))}
    return sql.select(by | span, sql.nested(numbered, "n"), group=[*by.values(), column("island")])


def overlapping(left: str, right: str, matching: Sequence[str]) -> sql.Tree:
    """The condition that two rows with the same keys share time.

    An empty interval on the left counts as lying in what holds its instant.
    """
    last = sql.largest(column("e", left), sql.add(column("s", left), literal(1)))
    return sql.every(
        same_keys(left, right, matching),
        sql.compare("<", column("s", right), last),
        sql.compare(">", column("e", right), column("s", left)),
    )


def same_keys(left: str, right: str, matching: Sequence[str]) -> sql.Tree:
    """The condition that two rows have the same keys."""
    return sql.every(*(sql.same(column(name, left), column(name, right)) for name in matching))


def inside(rows: str, names: Sequence[str], others: sql.Query, matching: Sequence[str]) -> sql.Query:
    """The parts of the rows inside intervals that are disjoint per matching key."""
    columns = {name: column(name, "r") for name in names} | {
        "s": sql.largest(column("s", "r"), column("s", "o")),
        "e": sql.smallest(column("e", "r"), column("e", "o")),
    }
    return sql.joined(
        sql.select(columns, sql.table(rows, "r")), sql.nested(others, "o"), overlapping("r", "o", matching)
    )


def numbered(rows: sql.Tree, names: Sequence[str]) -> sql.Query:
    """The rows with a number each, in ``row``. It must be worked out once, into a table."""
    return sql.select(_columns(names) | _span() | {"row": sql.row_number([], [])}, rows)


def outside(rows: str, names: Sequence[str], others: sql.Query, matching: Sequence[str]) -> sql.Query:
    """The parts of numbered rows outside intervals that are disjoint per matching key.

    A row without length is kept where no interval holds its instant.
    """
    row, order = [column("row")], [column("cut"), column("s")]
    until = sql.coalesce(sql.following(column("s"), row, order), column("last"))
    parts = _columns(names) | {
        "s": sql.smallest(column("e"), column("last")),
        "e": until,
        "uncut": sql.compare("=", sql.over_all(sql.greatest(column("cut")), row), literal(0)),
        "empty": sql.compare("=", column("first"), column("last")),
    }
    cuts = sql.union_all([_beginnings(rows, names), _cuts(rows, names, others, matching)])
    kept = sql.some(sql.compare("<", column("s"), column("e")), sql.every(column("empty"), column("uncut")))
    pieces = sql.select(parts, sql.nested(cuts, "cuts"))
    return sql.select(_columns(names) | _span(), sql.nested(pieces, "pieces"), where=kept)


def _beginnings(rows: str, names: Sequence[str]) -> sql.Query:
    """For each row a cut without length where it begins, so that its first part has a left end."""
    start = column("s", "r")
    cut = {"s": start, "e": start, "cut": literal(0)}
    return sql.select(_numbered_row(names) | cut, sql.table(rows, "r"))


def _cuts(rows: str, names: Sequence[str], others: sql.Query, matching: Sequence[str]) -> sql.Query:
    cut = {"s": column("s", "o"), "e": column("e", "o"), "cut": literal(1)}
    query = sql.select(_numbered_row(names) | cut, sql.table(rows, "r"))
    return sql.joined(query, sql.nested(others, "o"), overlapping("r", "o", matching))


def _numbered_row(names: Sequence[str]) -> dict[str, sql.Tree]:
    row = {"row": column("row", "r"), "first": column("s", "r"), "last": column("e", "r")}
    return {name: column(name, "r") for name in names} | row


def _columns(names: Sequence[str]) -> dict[str, sql.Tree]:
    return {name: column(name) for name in names}


def _span(alias: str | None = None) -> dict[str, sql.Tree]:
    return {"s": column("s", alias), "e": column("e", alias)}
