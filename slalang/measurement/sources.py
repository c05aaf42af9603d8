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


def event_relation(
    engine: Engine,
    log: LogTable,
    narrow: Sequence[Narrowing],
    end: int,
    members: Members | None = None,
    cut: bool = False,
) -> Relation:
    """The rows of the event that began before the end of the evaluation and have the narrowed values.

    Of several agreements, those that have the values of any of them, as far as the event has the fields.
    Intervals without an end last to the end of the evaluation; where rows are ``cut``, all others do at most.
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
        | {"source": sql.column("source", "t"), "record": sql.column("record", "t")},
        sql.table(log.relation, "t"),
        where=sql.every(sql.compare("<", start, sql.literal(end)), *_narrowed(fields, narrow)),
    )
    if members and (shared := [name for name in members.fields if name in places]):
        table = sql.table(members.load(engine, shared), "m")
        query = sql.joined(query, table, members.belongs([places[name] for name in shared], "m"))
    keys = tuple(field.name for field in fields if field.key)
    view = engine.view(query)
    return Relation(view, log.event.shape, columns, keys, origins=(view,))


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
