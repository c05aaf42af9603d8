"""The time in which several values of a key are in a stream at once."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.measurement import islands, sql
from slalang.measurement.engine import Engine
from slalang.measurement.sql import Tree, column, literal


def at_once(engine: Engine, rows: str, alive: str, keys: Sequence[str], of: str, least: int | None) -> str:
    """A table with the time in which at least so many values of ``of`` (``None``: all that are alive)
    are in the rows while they are alive, per key. ``alive`` has disjoint intervals per key and value."""
    both = [*keys, of]
    held = engine.table(islands.merged(sql.table(rows), both))
    inside = engine.table(islands.inside(held, both, sql.select(_all(both), sql.table(alive)), both))
    steps = sql.union_all(
        [
            _steps(inside, keys, "s", {"held": literal(1), "alive": literal(0)}),
            _steps(inside, keys, "e", {"held": literal(-1), "alive": literal(0)}),
            _steps(alive, keys, "s", {"held": literal(0), "alive": literal(1)}),
            _steps(alive, keys, "e", {"held": literal(0), "alive": literal(-1)}),
        ]
    )
    return engine.table(islands.merged(sql.nested(_levels(steps, keys, least), "l"), keys))


def alive_between(engine: Engine, origins: Sequence[str], names: Sequence[str]) -> str:
    """A table with the time between the first and the last row of each key in the tables."""
    rows = sql.union_all([sql.select(_all(names), sql.table(origin)) for origin in origins])
    span = {"s": sql.least(column("s")), "e": sql.greatest(column("e"))}
    by = {name: column(name) for name in names}
    return engine.table(sql.select(by | span, sql.nested(rows, "r"), group=list(by.values())))


def _levels(steps: sql.Query, keys: Sequence[str], least: int | None) -> sql.Query:
    """The stretches between two changes in which enough values are there."""
    by = {name: column(name) for name in keys}
    changes = sql.select(
        by | {"t": column("t"), "held": sql.total(column("held")), "alive": sql.total(column("alive"))},
        sql.nested(steps, "d"),
        group=[*by.values(), column("t")],
    )
    partition, order = list(by.values()), [column("t")]
    levels = by | {
        "s": column("t"),
        "e": sql.following(column("t"), partition, order),
        "held": sql.running_total(column("held"), partition, order),
        "alive": sql.running_total(column("alive"), partition, order),
    }
    wanted = column("alive") if least is None else literal(least)
    enough = sql.every(
        sql.compare(">", column("held"), literal(0)), sql.compare(">=", column("held"), wanted)
    )
    span = {"s": column("s"), "e": column("e")}
    return sql.select(by | span, sql.nested(sql.select(levels, sql.nested(changes, "c")), "v"), where=enough)


def _steps(table: str, keys: Sequence[str], at: str, change: dict[str, Tree]) -> sql.Query:
    by = {name: column(name) for name in keys}
    return sql.select(by | {"t": column(at)} | change, sql.table(table))


def _all(names: Sequence[str]) -> dict[str, Tree]:
    return {name: column(name) for name in (*names, "s", "e")}
