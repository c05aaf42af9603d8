"""Intervals that a notice follows in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slalang.measurement import islands, sql
from slalang.measurement.engine import Engine
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column, literal
from slalang.plan.lengths import Days, Exact, Length
from slalang.plan.streams import Followed
from slalang.quantities import later


@dataclass(frozen=True)
class Heard:
    """The intervals that a notice follows, as a table, and those of which it is not known yet."""

    followed: str
    awaited: str


def followed(
    engine: Engine,
    rows: Relation,
    notices: Relation,
    step: Followed,
    names: Sequence[str],
    *,
    zone: str,
    end: int,
) -> Heard:
    """The intervals with a notice that has the same values in the named columns.

    Notices are known up to the end of the evaluation. An interval that is not over by then has no end yet.
    """
    numbered = engine.table(islands.numbered(sql.table(rows.table), rows.names))
    base = "s" if step.of == "start" else "e"
    dated = engine.table(_dated(engine, numbered, base, step.within, zone, end))
    heard = engine.table(_heard(numbered, dated, notices.table, base, names))
    own = {name: column(name, "r") for name in ("s", "e", *rows.names)}
    same = sql.compare("=", column("row", "h"), column("row", "r"))
    kept = sql.joined(sql.select(own, sql.table(numbered, "r")), sql.table(heard, "h"), same)
    return Heard(engine.table(kept), engine.table(_awaited(numbered, dated, heard, own, end)))


def _dated(engine: Engine, rows: str, base: str, within: Length, zone: str, end: int) -> sql.Query:
    """Each row with the last instant at which a notice is in time, without one where the row is not over."""
    place, known = column(base, "r"), sql.compare("<", column(base, "r"), literal(end))
    if isinstance(within, Exact):
        last = sql.case([(known, sql.add(place, literal(within.length)))])
        return sql.select({"row": column("row", "r"), "last": last}, sql.table(rows, "r"))
    days, months = (within.days, 0) if isinstance(within, Days) else (0, within.months)
    found = engine.fetch(sql.select({"t": column(base)}, sql.table(rows), distinct=True))
    instants = sorted(t for (t,) in found if isinstance(t, int))
    dates = engine.load(
        {"t": sql.BIGINT, "last": sql.BIGINT}, [(t, later(t, days, months, zone)) for t in instants]
    )
    last = sql.case([(known, column("last", "d"))])
    query = sql.select({"row": column("row", "r"), "last": last}, sql.table(rows, "r"))
    return sql.joined(query, sql.table(dates, "d"), sql.compare("=", column("t", "d"), place))


def _heard(rows: str, dated: str, notices: str, base: str, names: Sequence[str]) -> sql.Query:
    """The numbers of the rows that a notice follows: at the instant itself, up to and with the last one."""
    query = sql.select({"row": column("row", "r")}, sql.table(rows, "r"), distinct=True)
    same = sql.compare("=", column("row", "d"), column("row", "r"))
    in_time = sql.every(
        islands.same_keys("r", "n", names),
        sql.compare(">=", column("s", "n"), column(base, "r")),
        sql.compare("<=", column("s", "n"), column("last", "d")),
    )
    return sql.joined(sql.joined(query, sql.table(dated, "d"), same), sql.table(notices, "n"), in_time)


def _awaited(rows: str, dated: str, heard: str, own: sql.Columns, end: int) -> sql.Query:
    """The rows without a notice for which one may still be in time."""
    unknown = sql.some(sql.is_null(column("last", "d")), sql.compare(">=", column("last", "d"), literal(end)))
    query = sql.select(own, sql.table(rows, "r"), where=sql.every(unknown, sql.is_null(column("row", "h"))))
    dating = sql.compare("=", column("row", "d"), column("row", "r"))
    hearing = sql.compare("=", column("row", "h"), column("row", "r"))
    return sql.joined(
        sql.joined(query, sql.table(dated, "d"), dating), sql.table(heard, "h"), hearing, left=True
    )
