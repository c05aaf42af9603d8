"""Intervals made from the points that start and end them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.relation import Relation
from slalang.measurement.row_values import RowValues
from slalang.measurement.sql import Tree, column, literal
from slalang.plan.expressions import Expression
from slalang.plan.streams import Paired, Table

_END, _START = 0, 1


def paired(
    engine: Engine,
    points: Relation,
    step: Paired,
    names: Sequence[str],
    tables: Mapping[str, Table],
    end: int,
) -> str:
    """A table with the intervals per combination of the named columns. One that nothing ends lasts to the
    end of the evaluation and is ``open``.

    Each end begins a stretch that lasts to the next one; the first start in it begins its interval.
    """
    values = RowValues(points.terms("r"), tables)
    by, order = {name: column(name) for name in names}, [column("s"), column("turn")]
    rows = sql.table(points.table, "r")
    turns = engine.table(
        sql.union_all(
            [
                _turns(rows, names, values, step.ends, _END),
                _turns(rows, names, values, step.starts, _START),
            ]
        )
    )
    values.check_tables(engine, rows)
    is_end = sql.as_integer(sql.compare("=", column("turn"), literal(_END)))
    stretch = sql.running_total(is_end, list(by.values()), order)
    turned = {"s": column("s"), "turn": column("turn"), "stretch": stretch}
    numbered = sql.select(by | turned, sql.table(turns))
    stretches = sql.select(
        by | {"stretch": column("stretch"), "ended": _first(_END), "begun": _first(_START)},
        sql.nested(numbered, "n"),
        group=[*by.values(), column("stretch")],
    )
    until = sql.following(column("ended"), list(by.values()), [column("stretch")])
    spans = sql.select(by | {"begun": column("begun"), "until": until}, sql.nested(stretches, "t"))
    span = {"s": column("begun"), "e": sql.coalesce(column("until"), literal(end))}
    is_open = {"open": sql.as_integer(sql.is_null(column("until")))}
    has_begun = sql.negation(sql.is_null(column("begun")))
    return engine.table(sql.select(by | span | is_open, sql.nested(spans, "i"), where=has_begun))


def _turns(
    rows: Tree, names: Sequence[str], values: RowValues, condition: Expression, turn: int
) -> sql.Query:
    """The instants at which the condition holds for a row."""
    columns = {name: column(name, "r") for name in names} | {"s": column("s", "r"), "turn": literal(turn)}
    return sql.select(columns, rows, where=values.condition(condition), distinct=True)


def _first(turn: int) -> Tree:
    """The first instant of a kind in a stretch."""
    return sql.least(sql.case([(sql.compare("=", column("turn"), literal(turn)), column("s"))]))
