"""What is wrong with one row, field by field, from the texts of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import DataPlace, Diagnostic, Kind
from slalang.events.batches import Cell
from slalang.events.findings import Row, Wrong
from slalang.events.rules import Rule
from slalang.plan.streams import Event, EventField
from slalang.quantities import format_instant

MISSING_VALUE = Kind("SLA524", "missing-value")
ENDS_BEFORE_START = Kind("SLA542", "ends-before-start")

_REQUIRED = Wrong(MISSING_VALUE, "it is required", "fill it in, or declare the field `optional`")


def row_faults(event: Event, row: Row, cells: Sequence[Cell], rules: Sequence[Rule]) -> list[Diagnostic]:
    """The findings about a row that does not hold. Raises ``AssertionError`` for one that does."""
    faults = list(_faults(event, row, cells, rules))
    if not faults:
        raise AssertionError(f"{row.file}:{row.record}: the two readings of a row differ: {cells}")
    return faults


def _faults(event: Event, row: Row, cells: Sequence[Cell], rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    instants = {}
    for field, rule, cell in zip(event.fields, rules, cells, strict=True):
        value = _value(field, rule, cell)
        if isinstance(value, Wrong):
            yield row.wrong_value(field.name, cell, value)
        elif field.type == "instant" and isinstance(value, int):
            instants[field.name] = value
    if event.shape == "intervals" and {"from", "to"} <= instants.keys():
        yield from _ends_before_start(row, instants["from"], instants["to"])


def _value(field: EventField, rule: Rule, cell: Cell) -> int | str | Wrong | None:
    if cell is not None:
        return rule.read(cell)
    return None if field.optional else _REQUIRED


def _ends_before_start(row: Row, start: int, end: int) -> Iterator[Diagnostic]:
    if end < start:
        place = DataPlace(row.file, row.record, "to", format_instant(end))
        message = f"the interval ends at {format_instant(end)}, before it starts at {format_instant(start)}"
        help = "are `from` and `to` the right way round?"
        yield Diagnostic(ENDS_BEFORE_START, message, data=place, help=help)
