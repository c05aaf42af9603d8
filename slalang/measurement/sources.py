"""The rows of an event, as measurement reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from slalang.events import LogTable
from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.members import Members
from slalang.measurement.relation import Column, Relation, field_column
from slalang.measurement.row_values import has_value
from slalang.plan.plan import Plan
from slalang.plan.streams import SCALE, EventField
from slalang.plan.terms import Narrowing

LINE = ("~log", "~file", "~line")
"""Columns of rows that are traced: which event, file and line a row stands in, by number. No field of a
contract has such a name, and in every order of fields they come last."""


def event_relation(
    engine: Engine,
    log: LogTable,
    narrow: Sequence[Narrowing],
    end: int,
    members: Members | None = None,
    cut: bool = False,
    number: int | None = None,
) -> Relation:
    """The rows of the event that began before the end of the evaluation and have the narrowed values.

    Of several agreements, those that have the values of any of them, as far as the event has the fields.
    Intervals without an end last to the end of the evaluation; where rows are ``cut``, all others do at most.
    With a ``number`` of the event, every row says where it stands.
    """
    fields = log.event.fields
    columns = {field.name: _column(field) for field in fields}
    places = {field.name: sql.column(f"f{index}", "t") for index, field in enumerate(fields)}
    is_point = log.event.shape == "points"
    start = places["at" if is_point else "from"]
    stop = start if is_point else sql.coalesce(places["to"], sql.literal(end))
    stop = sql.smallest(stop, sql.literal(end)) if cut and not is_point else stop
    query = sql.select(
        {"s": start, "e": stop}
        | {field_column(name): place for name, place in places.items()}
        | {"source": sql.column("source", "t"), "record": sql.column("record", "t")}
        | _standing(number),
        sql.table(log.relation, "t"),
        where=sql.every(sql.compare("<", start, sql.literal(end)), *_narrowed(fields, narrow)),
    )
    if members and (shared := [name for name in members.fields if name in places]):
        table = sql.table(members.load(engine, shared), "m")
        query = sql.joined(query, table, members.belongs([places[name] for name in shared], "m"))
    keys = tuple(field.name for field in fields if field.key)
    if number is not None:
        columns |= {name: Column("number", name) for name in LINE}
    view = engine.view(query)
    return Relation(view, log.event.shape, columns, keys, origins=(view,))


def is_traced(relation: Relation) -> bool:
    """Whether each row of the relation is a row of a log, and says which."""
    return LINE[-1] in relation.columns


def _standing(number: int | None) -> dict[str, sql.Tree]:
    """The columns of ``LINE``, where the event has a number."""
    if number is None:
        return {}
    stands = (sql.literal(number), sql.column("source", "t"), sql.column("record", "t"))
    return dict(zip(LINE, stands, strict=True))


def group_column(plan: Plan, group: str) -> Column:
    """A field of `for each` as some event has it, for rows that have no such field."""
    fields = (field for event in plan.events for field in event.fields if field.name == group)
    return _column(next(fields))


def _column(field: EventField) -> Column:
    name = field_column(field.name)
    if field.type in ("text", "choice"):
        return Column("text", name)
    if field.type == "boolean":
        return Column("truth", name)
    return Column("number", name, SCALE if field.type in ("decimal", "money") else 1)


def _narrowed(fields: Sequence[EventField], narrow: Sequence[Narrowing]) -> list[sql.Tree]:
    wanted = {narrowing.field: narrowing.value for narrowing in narrow}
    return [
        has_value(replace(_column(field), name=f"f{index}").term("t"), wanted[field.name])
        for index, field in enumerate(fields)
        if field.name in wanted
    ]
