"""Rows of Parquet files: typed columns, taken as they are where their type is that of the field, else
brought to the texts that the rules of the fields read.

Nothing is lost on the way: a column of binary fractions is refused, and nanoseconds keep all their
digits until a rule judges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slalang.diagnostics import DataPlace, Diagnostic, Kind
from slalang.events.batches import Batch, Value
from slalang.events.columns import column_faults
from slalang.events.findings import Refused
from slalang.events.instants import iso_rule
from slalang.events.intake import Intake
from slalang.events.rules import Rule
from slalang.events.sources import UNREADABLE
from slalang.events.table import Stored
from slalang.events.typed import typed_rule
from slalang.plan.streams import EventField

WRONG_COLUMN_TYPE = Kind("SLA525", "wrong-column-type")

_ROWS = 1 << 20
_MANY_ROWS = 1 << 24
_SECOND = 1_000_000_000
_LOCAL_TIMES = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_ZONED_TIMES = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS")
_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_TEXTUAL = (*_SIGNED, *(f"U{whole}" for whole in _SIGNED), "VARCHAR", "BOOLEAN", "UUID")


def load_parquet(intake: Intake, blocks: Iterable[bytes], folder: Path) -> None:
    """Reads a Parquet file from a private copy, so that the bytes read are the bytes hashed.

    Where every row holds as it is stored, the rows stay in the copy, and are read there as they are measured.
    """
    import duckdb

    copy = folder / f"{intake.table.relation}_{intake.number}.parquet"
    with copy.open("wb") as file:
        file.writelines(blocks)
    stays = False
    try:
        stays = load_typed(intake, str(copy))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(copy), intake.source.name)
        message = f"`{intake.source.name}` is not readable as Parquet ({reason})"
        raise Refused(Diagnostic(UNREADABLE, message, data=DataPlace(intake.source.name))) from error
    finally:
        if not stays:
            copy.unlink()


@dataclass(frozen=True)
class _Column:
    """A stored column: its name, its type, and the generated name it has in a query."""

    name: str
    type: str
    alias: str


def load_typed(intake: Intake, copy: str) -> bool:
    """Reads a Parquet file to which nobody else writes; whether its rows stay in it.

    Raises the errors of the database.
    """
    columns = _stored(intake, copy)
    names = [column.name for column in columns]
    faults = column_faults(names, intake.events, intake.event, intake.source.name)
    mapped = (
        [] if faults else [columns[names.index(field.column or field.name)] for field in intake.event.fields]
    )
    faults += list(_wrong_types(intake, mapped))
    for fault in faults:
        intake.findings.add(fault)
    if faults:
        return False
    fields = zip(intake.event.fields, intake.table.rules, mapped, strict=True)
    readings = [_reading(*each) for each in fields]
    cells = [reading.cell for reading in readings]
    rules = [reading.rule for reading in readings]
    rows = intake.table.one("SELECT num_rows FROM parquet_file_metadata($copy)", {"copy": copy})[0]
    if all(rule.held for rule in rules) and intake.leave(
        Stored(_whole_query(columns, cells, copy), rows), rules
    ):
        return True
    _take(intake, _query(columns, cells), rules, rows, copy)
    return False


def _take(intake: Intake, query: str, rules: Sequence[Rule], rows: int, copy: str) -> None:
    """Takes the rows that hold, some at a time."""
    needs_texts = any(rule.parts_sql or rule.spans for rule in rules)
    at_once, load = (_ROWS, intake.load) if needs_texts else (_MANY_ROWS, intake.take)
    for first in range(0, rows, at_once):
        window: dict[str, Value] = {"copy": copy, "first": first, "end": first + at_once}
        loaded = load(Batch(min(rows - first, at_once), query, window), rules)
        if intake.findings.sets_aside:
            intake.set_aside(loaded.bad, loaded.unnamed)
        else:
            intake.findings.add_rows(loaded.faults, loaded.unnamed)


def _stored(intake: Intake, copy: str) -> list[_Column]:
    """The columns as the file names them; the database would rename those that are alike."""
    given = {"copy": copy}
    schema = intake.table.all("SELECT name, type, num_children FROM parquet_schema($copy)", given)
    types = [row[1] for row in intake.table.all("DESCRIBE SELECT * FROM read_parquet($copy)", given)]
    columns = zip(_outermost(schema), types, strict=True)
    return [
        _Column(name, "INT96" if stored == "INT96" else type, f"k{place}")
        for place, ((name, stored), type) in enumerate(columns)
    ]


def _outermost(schema: Sequence[tuple[str, str | None, int | None]]) -> list[tuple[str, str | None]]:
    """The columns, out of a list in which each element stands before those inside it."""
    columns = []
    inside = 0
    for name, stored, children in schema[1:]:
        if not inside:
            columns.append((name, stored))
        inside = max(inside - 1, 0) + (children or 0)
    return columns


def _query(columns: Sequence[_Column], cells: Sequence[str]) -> str:
    """The rows from one position to another."""
    return f"{_rows(columns, cells, '$copy')} WHERE position >= $first AND position < $end"


def _whole_query(columns: Sequence[_Column], cells: Sequence[str], copy: str) -> str:
    """All rows, without parameters: a view has none. The path of the copy is generated but for its folder."""
    quoted = copy.replace("'", "''")
    return _rows(columns, cells, f"'{quoted}'")


def _rows(columns: Sequence[_Column], cells: Sequence[str], copy: str) -> str:
    aliases = ", ".join((*(column.alias for column in columns), "position"))
    named = ", ".join(f"{cell} AS c{field}" for field, cell in enumerate(cells))
    return (
        f"SELECT position + 1 AS record, true AS fits, {named} "
        f"FROM read_parquet({copy}, file_row_number = true) AS stored({aliases})"
    )


@dataclass(frozen=True)
class _Reading:
    """What is selected of a column, and the rule that reads it."""

    cell: str
    rule: Rule


def _reading(field: EventField, rule: Rule, column: _Column) -> _Reading:
    typed = typed_rule(field, rule, column.type, _text_sql(column.type, "{cell}"))
    if typed is not None:
        return _Reading(column.alias, typed)
    is_time = column.type in (*_LOCAL_TIMES, *_ZONED_TIMES)
    return _Reading(_text_sql(column.type, column.alias), iso_rule(field) if is_time else rule)


def _text_sql(type: str, cell: str) -> str:
    if type in (*_LOCAL_TIMES, *_ZONED_TIMES):
        zone = "Z" if type in _ZONED_TIMES else ""
        instant = f"epoch_ns({cell})"
        fraction = f"(({instant} % {_SECOND} + {_SECOND}) % {_SECOND})"
        second = f"strftime(make_timestamp(({instant} - {fraction}) // 1000), '%Y-%m-%dT%H:%M:%S')"
        return f"{second} || '.' || lpad(CAST({fraction} AS VARCHAR), 9, '0') || '{zone}'"
    text = f"CAST({cell} AS VARCHAR)"
    if type.startswith("DECIMAL("):
        return f"regexp_replace({text}, '^(-?)[.]', '\\10.')"
    return text


def _wrong_types(intake: Intake, mapped: Sequence[_Column]) -> Iterator[Diagnostic]:
    for field, column in zip(intake.event.fields, mapped, strict=False):
        problem = _problem(field, column.type)
        if problem is not None:
            message = f"the column of `{field.name}` is of type {column.type}, {problem[0]}"
            place = DataPlace(intake.source.name, None, field.name)
            yield Diagnostic(WRONG_COLUMN_TYPE, message, data=place, help=problem[1])


def _problem(field: EventField, type: str) -> tuple[str, str] | None:
    if type == "INT96":
        return "whose nanoseconds would be cut off", "store it as a timestamp of microseconds"
    if type in ("DOUBLE", "FLOAT"):
        return "which is not exact", "store it as DECIMAL or as a whole number of a smaller unit"
    if type in _LOCAL_TIMES and field.type == "instant":
        help = f'store it in UTC, or declare the zone: `{field.name} instant in "Europe/Berlin"`'
        return None if field.zone is not None else ("which has no zone", help)
    if type in _ZONED_TIMES and field.type == "instant":
        return None
    if type in _TEXTUAL or type.startswith(("DECIMAL(", "ENUM(")):
        return None
    return f"which holds no {field.type}", "store it as text, a whole number, DECIMAL or a timestamp"
