"""What is wrong with one row, field by field, from the texts of its cells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from slalang.diagnostics import DataPlace, Diagnostic, Kind
from slalang.events.aside import BadRow, Unread, Value
from slalang.events.batches import Cell
from slalang.events.findings import Row, Wrong
from slalang.events.rules import Rule
from slalang.plan.streams import Event, EventField
from slalang.quantities import format_instant

MISSING_VALUE = Kind("SLA524", "missing-value")
ENDS_BEFORE_START = Kind("SLA542", "ends-before-start")

_REQUIRED = Wrong(MISSING_VALUE, "it is required", "fill it in, or declare the field `optional`")


def bad_row(event: Event, row: Row, cells: Sequence[Cell], rules: Sequence[Rule]) -> BadRow:
    """A row that does not hold, with what can be read of it. Raises ``AssertionError`` for one that does.

    Of an interval that ends before it starts, neither the one nor the other can be relied on.
    """
    read = [_value(*each) for each in zip(event.fields, rules, cells, strict=True)]
    values: list[Value] = [Unread.VALUE if isinstance(value, Wrong) else value for value in read]
    faults = list(_wrong_values(event, row, cells, read))
    ends = _ends(event)
    if ends is not None:
        start, end = (values[place] for place in ends)
        if isinstance(start, int) and isinstance(end, int) and end < start:
            faults.append(_ends_before_start(row, start, end))
            values[ends[0]] = values[ends[1]] = Unread.VALUE
    if not faults:
        raise AssertionError(f"{row.file}:{row.record}: the two readings of a row differ: {cells}")
    text = json.dumps({field.name: cell for field, cell in zip(event.fields, cells, strict=True)})
    return BadRow(row.record, tuple(values), tuple(faults), text)


def _wrong_values(
    event: Event, row: Row, cells: Sequence[Cell], read: Sequence[int | str | Wrong | None]
) -> Iterator[Diagnostic]:
    for field, cell, value in zip(event.fields, cells, read, strict=True):
        if isinstance(value, Wrong):
            yield row.wrong_value(field.name, cell, value)


def _ends(event: Event) -> tuple[int, int] | None:
    names = [field.name for field in event.fields]
    return (names.index("from"), names.index("to")) if event.shape == "intervals" else None


def _value(field: EventField, rule: Rule, cell: Cell) -> int | str | Wrong | None:
    if cell is not None:
        return rule.read(cell)
    return None if field.optional else _REQUIRED


def _ends_before_start(row: Row, start: int, end: int) -> Diagnostic:
    place = DataPlace(row.file, row.record, "to", format_instant(end))
    message = f"the interval ends at {format_instant(end)}, before it starts at {format_instant(start)}"
    help = "are `from` and `to` the right way round?"
    return Diagnostic(ENDS_BEFORE_START, message, data=place, help=help)
