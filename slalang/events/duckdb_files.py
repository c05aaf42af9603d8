"""Tables of DuckDB files: copied, opened for reading only and shut off, then read as Parquet is."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from slalang.diagnostics import DataPlace, Diagnostic
from slalang.events.databases import DatabaseTable
from slalang.events.findings import Refused
from slalang.events.intake import Intake
from slalang.events.parquet import load_typed
from slalang.events.sources import UNREADABLE

if TYPE_CHECKING:
    import duckdb

_WIDE = ("HUGEINT", "UHUGEINT")
"""Types that Parquet would store as binary fractions."""


def load_duckdb(intake: Intake, table: DatabaseTable, blocks: Iterable[bytes], folder: Path) -> None:
    """Reads a table from a private copy of its file, so that the bytes read are the bytes hashed."""
    import duckdb

    if Path(f"{table.place}.wal").exists():
        problem = "has changes that are not yet in its file"
        raise _refused(intake, problem, "close every program that writes to it, or run CHECKPOINT in one")
    copy = folder / f"{intake.table.relation}_{intake.number}.duckdb"
    rows = copy.with_suffix(".parquet")
    with copy.open("wb") as file:
        file.writelines(blocks)
    stays = False
    try:
        with _opened(copy, folder) as connection:
            _export(intake, table, connection, rows)
        stays = load_typed(intake, str(rows))
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].replace(str(copy), table.place)
        raise _refused(intake, f"is not readable as DuckDB ({reason})") from error
    finally:
        copy.unlink()
        if not stays:
            rows.unlink(missing_ok=True)


def _opened(copy: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    """The database, which may hold views of any kind: it reaches nothing but the private folder."""
    import duckdb

    connection = duckdb.connect(str(copy), read_only=True, config={"autoinstall_known_extensions": "false"})
    quoted = str(folder).replace("'", "''")
    connection.execute(f"SET allowed_directories = ['{quoted}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _export(intake: Intake, table: DatabaseTable, connection: duckdb.DuckDBPyConnection, rows: Path) -> None:
    name = ".".join(_quoted(part) for part in table.parts)
    known = [found[0] for found in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    known += [found[0] for found in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()]
    if table.parts[-1].lower() not in map(str.lower, known):
        near = get_close_matches(table.parts[-1], known, 1)
        raise _refused(intake, "does not exist", f"did you mean `{near[0]}`?" if near else None)
    columns = connection.execute(f"DESCRIBE SELECT * FROM {name}").fetchall()
    cells = ", ".join(_cell(column, kind) for column, kind, *_ in columns)
    path = str(rows).replace("'", "''")
    connection.execute(f"COPY (SELECT {cells} FROM {name}) TO '{path}' (FORMAT parquet)")


def _cell(column: str, kind: str) -> str:
    quoted = _quoted(column)
    return f"CAST({quoted} AS VARCHAR) AS {quoted}" if kind in _WIDE else quoted


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refused(intake: Intake, problem: str, help: str | None = None) -> Refused:
    name = intake.source.name
    return Refused(Diagnostic(UNREADABLE, f"`{name}` {problem}", data=DataPlace(name), help=help))
