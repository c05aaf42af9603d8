"""Rows without a field of `for each`, which count for every value of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slalang.measurement import sql
from slalang.measurement.engine import Cell, Engine, Key
from slalang.measurement.relation import Column, Relation
from slalang.measurement.sql import column


def spread(
    engine: Engine,
    relation: Relation,
    missing: Mapping[str, Column],
    groups: Sequence[str],
    known: Sequence[Key],
) -> Relation:
    """The rows once for each known combination of values of the groups that has the values they have.

    ``missing`` are the groups whose fields the rows do not have, as the columns they are to have.
    """
    own = [group for group in groups if group in relation.columns]
    places = [groups.index(group) for group in (*own, *missing)]
    kinds = {f"o{index}": sql.TEXT for index, _ in enumerate(own)}
    kinds |= {one.name: sql.TEXT if one.kind == "text" else sql.BIGINT for one in missing.values()}
    combinations = dict.fromkeys(tuple(key[place] for place in places) for key in known)
    rows = [_cells(values, len(own), list(missing.values())) for values in combinations]
    values = engine.load(kinds, rows)
    same = sql.every(
        *(
            sql.same(relation.columns[group].text("r"), column(f"o{index}", "k"))
            for index, group in enumerate(own)
        )
    )

    def once_each(table: str, names: Sequence[str]) -> str:
        columns = {name: column(name, "r") for name in ("s", "e", *names)}
        columns |= {one.name: column(one.name, "k") for one in missing.values()}
        return engine.view(
            sql.joined(sql.select(columns, sql.table(table, "r")), sql.table(values, "k"), same)
        )

    fields = relation.names_of(tuple(relation.columns))
    return replace(
        relation,
        table=once_each(relation.table, relation.names),
        columns={**relation.columns, **missing},
        origins=_of_cycles(relation) or tuple(once_each(origin, fields) for origin in relation.origins),
    )


def _of_cycles(relation: Relation) -> tuple[str, ...]:
    """The origins of the cycles of a clock, which are rows of its event and have other fields."""
    return relation.origins if relation.shape == "cycles" else ()


def _cells(values: Key, own: int, missing: Sequence[Column]) -> list[Cell]:
    found = [cell_of(value, one) for value, one in zip(values[own:], missing, strict=True)]
    return [*values[:own], *found]


def cell_of(value: Cell, one: Column) -> Cell:
    """A value of a group, which is a text, as it stands in a column."""
    if one.kind == "text" or value is None:
        return value
    return int(value == "true") if one.kind == "truth" else int(value)
