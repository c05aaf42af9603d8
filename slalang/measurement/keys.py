"""The values an objective is promised for each of, period by period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from slalang.diagnostics import Diagnostic
from slalang.measurement import sql
from slalang.measurement.engine import Engine, Key
from slalang.measurement.findings import NO_KEY, Unmeasurable
from slalang.measurement.placing import Placing, keys_of
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column
from slalang.plan.plan import Plan
from slalang.plan.terms import FeesByKey, Objective, Terms

NO_KEYS: Key = ()


def existing_keys(
    placing: Placing, objective: Objective, relations: Sequence[Relation], listed: Sequence[Key]
) -> Mapping[int, set[Key]]:
    """The keys that have a row in each period, or are listed.

    A log of intervals alone is complete when empty, so there a key exists from the period on in which it
    is first seen.
    """
    numbers = range(len(placing.windows))
    if not objective.keys:
        return {number: {NO_KEYS} for number in numbers}
    seen = {number: set(listed) for number in numbers}
    for relation in _with_all_keys(objective, relations):
        for period, key in _seen(placing, relation):
            seen[period].add(key)
    if not objective.point_events:
        for number in numbers[1:]:
            seen[number] |= seen[number - 1]
    return seen


def listed_keys(plan: Plan, terms: Terms, objective: Objective) -> tuple[Key, ...]:
    """The values that have fees of their own in a table by the field of `for each`, in its scope."""
    fees = terms.fees
    if not isinstance(fees, FeesByKey) or objective.keys != (fees.field,):
        return ()
    fixed = {one.field: one.value for one in objective.narrow}
    rows = (row for table in plan.tables if table.name == fees.table for row in table.rows)
    return tuple((value,) for value, _ in rows if fixed.get(fees.field, value) == value)


def load_keys(engine: Engine, placing: Placing, keys: Sequence[Key]) -> str | None:
    """A table of all keys."""
    return engine.load(key_types(placing), keys) if placing.groups else None


def key_types(placing: Placing) -> dict[str, str]:
    """The types of the columns with the keys."""
    return dict.fromkeys(placing.group_columns, sql.TEXT)


def in_order(key: Key) -> tuple[tuple[int, str], ...]:
    """Sorts keys: numbers by size, and then texts by character."""
    texts = [str(cell) for cell in key]
    return tuple((int(text) if text.isdecimal() and text.isascii() else -1, text) for text in texts)


def _with_all_keys(objective: Objective, relations: Sequence[Relation]) -> list[Relation]:
    having = [one for one in relations if all(key in one.columns for key in objective.keys)]
    if not having and relations:
        fields = ", ".join(f"`{key}`" for key in objective.keys)
        message = f"none of the events behind `{objective.name}` has {fields}"
        raise Unmeasurable(Diagnostic(NO_KEY, message))
    return having


def _seen(placing: Placing, relation: Relation) -> Iterator[tuple[int, Key]]:
    by = {name: column(name, "r") for name in placing.by}
    rows = sql.nested(placing.placed(relation, True), "r")
    for row in placing.engine.fetch(sql.select(by, rows, distinct=True)):
        period, key = keys_of(row, len(placing.groups))
        if None not in key:
            yield period, key
