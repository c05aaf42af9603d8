"""Buckets one by one: neighbours without rows are kept as one row, which not every question can be asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column, literal

_STEP = 1000


def one_by_one(engine: Engine, relation: Relation, base: int) -> Relation:
    """The buckets, or what is left of each of them, as rows of their own. What is left of a bucket is an
    interval like any other."""
    form = relation.buckets
    if form is None:
        return relation
    rows = sql.table(relation.table, "r")
    first = sql.align_down(column("s", "r"), base, form.width)
    most = engine.fetch(sql.select({"n": sql.greatest(sql.subtract(column("e", "r"), first))}, rows))[0][0]
    start = sql.add(first, column("n", "n"))
    pieces = {name: column(name, "r") for name in relation.names} | {
        "s": sql.largest(column("s", "r"), start),
        "e": sql.smallest(column("e", "r"), sql.add(start, literal(form.width))),
    }
    steps = sql.nested(_multiples(engine, form.width, most if isinstance(most, int) else 0), "n")
    query = sql.joined(sql.select(pieces, rows), steps, sql.compare("<", start, column("e", "r")))
    return replace(
        relation,
        table=engine.view(query),
        shape="intervals" if relation.shape == "parts" else relation.shape,
    )


def _multiples(engine: Engine, width: int, below: int) -> sql.Query:
    """The multiples of the width from zero up to a bound, in ``n``."""
    count = max(1, -(-below // width))
    few = engine.load({"n": sql.BIGINT}, [(number * width,) for number in range(min(count, _STEP))])
    if count <= _STEP:
        return sql.select({"n": column("n")}, sql.table(few))
    many = _multiples(engine, width * _STEP, below)
    total = sql.add(column("n", "a"), column("n", "b"))
    query = sql.joined(sql.select({"n": total}, sql.nested(many, "a")), sql.table(few, "b"), sql.true())
    return sql.select(
        {"n": column("n")}, sql.nested(query, "m"), where=sql.compare("<", column("n"), literal(below))
    )


def several_in_a_row(relation: Relation, fields: Collection[str]) -> bool:
    """Whether the fields are other ones for each of several buckets that are one row."""
    own = {"buckets": {"from", "to"}, "parts": {"from", "to", "length"}}.get(relation.shape, set())
    return not own.isdisjoint(fields)
