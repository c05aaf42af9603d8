"""Rows written in a test of a contract, as the whole log of its events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Outcome
from slalang.events.database import open_database
from slalang.events.duplicates import settle_duplicates
from slalang.events.fields import field_rules
from slalang.events.findings import Findings, shown
from slalang.events.log import EventLog, InputFile, Limits, LogTable
from slalang.events.table import EventTable
from slalang.plan.reading import GivenRow
from slalang.plan.streams import SCALE, Event, EventField
from slalang.quantities import format_instant

WRONG_GIVEN_VALUE = Kind("SLA547", "wrong-given-value")

_GIVEN = "given rows"
_MOST = 2**63 - 1

Cell = int | str | None


def log_from_rows(
    events: Sequence[Event],
    rows: Sequence[GivenRow],
    currency: str,
    folder: TemporaryDirectory[str] | None = None,
) -> Outcome[EventLog | None]:
    """The log that has the given rows and no others; rows of streams are left to who knows them.

    The values are held to the types of the fields as those of a file are. ``record`` is the one-based
    place among ``rows``, in the tables and in findings. ``folder`` is the log's private one, which an engine
    of another kind needs; it is gone when the log is closed.
    """
    findings = Findings(Limits().listed)
    connection = open_database(Path(folder.name).resolve() if folder else None)
    tables: dict[str, LogTable] = {}
    for index, event in enumerate(events):
        rules, unreadable = field_rules(event, currency)
        for fault in unreadable:
            findings.add(fault)
        if unreadable:
            continue
        table = EventTable(connection, f"event_{index}", event, rules)
        records, cells = _cells(event, rows, findings)
        table.insert(records, cells)
        keyed = any(field.key for field in event.fields)
        duplicates = (
            settle_duplicates(table, [InputFile(_GIVEN, len(records), 0, "")], findings) if keyed else 0
        )
        tables[event.name] = table.finish((), duplicates)
    if findings.failed:
        connection.close()
        return Outcome(None, findings.all())
    return Outcome(EventLog(connection, tables, folder), findings.all())


def _cells(event: Event, rows: Sequence[GivenRow], findings: Findings) -> tuple[list[int], list[list[Cell]]]:
    """The rows of one event as cells in order of its fields; what is wrong with others is noted."""
    records, cells = [], []
    for record, row in enumerate(rows, 1):
        if row.over != event.name:
            continue
        faults = list(_faults(event, row, record))
        findings.add_rows(faults)
        if not faults:
            values = _values(row)
            records.append(record)
            cells.append([_cell(field, values.get(field.name)) for field in event.fields])
    return records, cells


def _values(row: GivenRow) -> dict[str, Fraction | str | bool]:
    times: dict[str, Fraction | str | bool] = {"at": Fraction(row.start), "from": Fraction(row.start)}
    if row.end is not None:
        times["to"] = Fraction(row.end)
    return {**times, **dict(row.values)}


def _cell(field: EventField, value: Fraction | str | bool | None) -> Cell:
    """The value as its column holds it. Only for values that ``_problem`` finds nothing wrong with."""
    if isinstance(value, Fraction):
        return int(value * (SCALE if field.type in ("decimal", "money") else 1))
    return int(value) if isinstance(value, bool) else value


def _faults(event: Event, row: GivenRow, record: int) -> Iterator[Diagnostic]:
    known = {field.name for field in event.fields}
    for name, _ in row.values:
        if name not in known:
            yield _fault(record, name, f"`{event.name}` has no field `{name}`")
    values = _values(row)
    for field in event.fields:
        problem = _problem(field, values.get(field.name))
        if problem is not None:
            yield _fault(record, field.name, f"`{field.name}` of the given `{event.name}` {problem}")
    if event.shape == "points" and row.end not in (None, row.start):
        yield _fault(record, "at", f"`{event.name}` happens at one instant, and the given one has an end")
    if event.shape == "intervals" and row.end is not None and row.end < row.start:
        ends = f"ends at {format_instant(row.end)}, before it starts at {format_instant(row.start)}"
        yield _fault(record, "to", f"the given `{event.name}` {ends}")


def _fault(record: int, field: str, message: str) -> Diagnostic:
    return Diagnostic(WRONG_GIVEN_VALUE, message, data=DataPlace(_GIVEN, record, field))


def _problem(field: EventField, value: Fraction | str | bool | None) -> str | None:
    if value is None:
        return None if field.optional else "has no value, and it is required"
    match field.type:
        case "text":
            return None if isinstance(value, str) else "is not a text"
        case "choice":
            choices = ", ".join(f"`{choice}`" for choice in field.choices)
            return None if value in field.choices else f"is `{shown(str(value))}`, which is none of {choices}"
        case "boolean":
            return None if isinstance(value, bool) else "is not `true` or `false`"
        case _:
            return _number_problem(field, value)


def _number_problem(field: EventField, value: Fraction | str | bool) -> str | None:
    if not isinstance(value, Fraction):
        return f"is not a value of type `{field.type}`"
    scaled = value * (SCALE if field.type in ("decimal", "money") else 1)
    if scaled.denominator != 1:
        places = "has more than six decimal places" if field.type in ("decimal", "money") else "is not whole"
        return f"{places}, and `{field.type}` values are exact"
    if abs(scaled) > _MOST:
        return "is too large to be counted exactly"
    return "is less than zero" if field.type == "duration" and scaled < 0 else None
