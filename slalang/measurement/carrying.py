"""Buckets with too few rows that carry on the run they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column, literal


def carried(engine: Engine, buckets: Relation, state: sql.Tree, keys: Sequence[str]) -> str:
    """A table with the buckets that are up, where one without a ``state`` is in that of the one before it."""
    by, order = [column(name) for name in keys], [column("s"), column("e")]
    names = {name: column(name) for name in ("s", "e", *buckets.names)}
    known = sql.select(
        {name: column(name, "r") for name in names} | {"state": state}, sql.table(buckets.table, "r")
    )
    before = sql.earlier(sql.greatest(column("e")), by, order)
    placed = sql.select(names | {"state": column("state"), "reach": before}, sql.nested(known, "k"))
    fresh = sql.some(
        sql.negation(sql.is_null(column("state"))),
        sql.is_null(column("reach")),
        sql.compare("!=", column("reach"), column("s")),
    )
    runs = sql.running_total(sql.as_integer(fresh), by, order)
    numbered = sql.select(names | {"state": column("state"), "run": runs}, sql.nested(placed, "p"))
    held = sql.over_all(sql.greatest(column("state")), [*by, column("run")])
    states = sql.select(names | {"held": held}, sql.nested(numbered, "n"))
    wanted = sql.compare("=", column("held"), literal(1))
    return engine.table(sql.select(names, sql.nested(states, "h"), where=wanted))
