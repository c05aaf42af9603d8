"""The rows of claims and of what credits depend on, with the fields that say of which credits they are."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column
from slalang.plan.plan import Plan
from slalang.plan.reading import DecidingRow
from slalang.plan.terms import Narrowing, Terms

OF_A_CREDIT = ("objective", "period", "month", "service")
"""Fields by which a row may say of which credits it is, beside those of ``for each``."""


def deciding_streams(terms: Terms) -> Iterator[tuple[str, tuple[Narrowing, ...], str]]:
    """What decides about credits: its name, how its rows are narrowed, and the clause."""
    if terms.claim:
        yield terms.claim.over, terms.claim.narrow, terms.claim.clause
    if terms.credits_while:
        yield terms.credits_while.stream, terms.credits_while.narrow, terms.credits_while.clause


def deciding_rows(engine: Engine, plan: Plan, name: str, relation: Relation) -> Iterator[DecidingRow]:
    """The rows in order of time; of rows that are alike in all one is enough."""
    keys = {key for terms in plan.versions for one in terms.objectives for key in one.keys}
    fields = [field for field in relation.columns if field in {*OF_A_CREDIT, *keys}]
    texts = {f"t{number}": relation.columns[field].text("r") for number, field in enumerate(fields)}
    columns = {"s": column("s", "r"), "e": column("e", "r")} | texts
    order = [column(each) for each in columns]
    for row in engine.fetch(sql.select(columns, sql.table(relation.table, "r"), order=order, distinct=True)):
        start, end, *values = row
        if not isinstance(start, int) or not isinstance(end, int):
            raise TypeError("a row begins and ends at an instant")
        said = zip(fields, values, strict=True)
        yield DecidingRow(
            name, start, end, tuple((field, str(cell)) for field, cell in said if cell is not None)
        )
