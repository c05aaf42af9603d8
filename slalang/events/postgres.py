"""Tables of PostgreSQL: read in one transaction, each row as a line of JSON, in an order of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from slalang.diagnostics import DataPlace, Diagnostic
from slalang.events.columns import column_faults
from slalang.events.databases import DatabaseTable
from slalang.events.findings import Refused
from slalang.events.intake import Intake
from slalang.events.json_lines import load_json_lines
from slalang.events.lines import read_lines
from slalang.events.parquet import WRONG_COLUMN_TYPE
from slalang.events.sources import UNREADABLE, Digest

if TYPE_CHECKING:
    from psycopg import Connection, Cursor
    from psycopg.sql import Composed

_AT_ONCE = 10_000
_FRACTIONS = {700: "real", 701: "double precision"}
"""The types that are not exact, by their numbers in the catalogue of PostgreSQL."""


def load_postgres(intake: Intake, table: DatabaseTable, digest: Digest) -> None:
    """Reads a table; ``digest`` is made of the lines that its rows are written as.

    Lines are in the order of their characters, so that the same rows have the same hash.
    """
    import psycopg

    try:
        with _connected(table) as connection:
            query = _query(intake, table, connection)
            if query is not None:
                blocks = _blocks(connection, query, digest)
                load_json_lines(intake, read_lines(blocks, intake.source.name, intake.limits.line))
    except psycopg.Error as error:
        name, reason = intake.source.name, " ".join(str(error).split())
        message = f"`{name}` cannot be read from PostgreSQL ({reason})"
        raise Refused(Diagnostic(UNREADABLE, message, data=DataPlace(name))) from error


@contextmanager
def _connected(table: DatabaseTable) -> Iterator[Connection]:
    """A transaction that changes nothing and sees the rows of one moment, with times in UTC."""
    import psycopg

    with psycopg.connect(table.place) as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SET TIME ZONE 'UTC'")
        yield connection


def _query(intake: Intake, table: DatabaseTable, connection: Connection) -> Composed | None:
    """The query for the columns that fields are read from; ``None`` where one is missing or not exact."""
    from psycopg.sql import SQL, Identifier

    source = Identifier(*table.parts)
    cursor = connection.execute(SQL("SELECT * FROM {} LIMIT 0").format(source))
    types = {column.name: column.type_code for column in cursor.description or ()}
    faults = column_faults(list(types), intake.events, intake.event, intake.source.name)
    wanted = dict.fromkeys(field.column or field.name for field in intake.event.fields)
    faults += [] if faults else list(_inexact(intake, types))
    for fault in faults:
        intake.findings.add(fault)
    if faults:
        return None
    cells = SQL(", ").join(map(Identifier, wanted))
    rows = SQL("SELECT {} FROM {}").format(cells, source)
    return SQL('SELECT row_to_json(r)::text FROM ({}) r ORDER BY row_to_json(r)::text COLLATE "C"').format(
        rows
    )


def _inexact(intake: Intake, types: dict[str, int]) -> Iterator[Diagnostic]:
    for field in intake.event.fields:
        kind = _FRACTIONS.get(types[field.column or field.name])
        if kind is not None:
            message = f"the column of `{field.name}` is of type {kind}, which is not exact"
            place = DataPlace(intake.source.name, None, field.name)
            help = "store it as numeric, or read a view that has it so"
            yield Diagnostic(WRONG_COLUMN_TYPE, message, data=place, help=help)


def _blocks(connection: Connection, query: Composed, digest: Digest) -> Iterator[bytes]:
    with connection.cursor(name="slalang") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(query)
        for rows in _batches(cursor):
            block = "".join(f"{row[0]}\n" for row in rows).encode()
            digest.add(block)
            yield block


def _batches(cursor: Cursor) -> Iterator[list[tuple[str]]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield rows
