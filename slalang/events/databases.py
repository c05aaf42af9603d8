"""Tables of databases as logs: a DuckDB file, and PostgreSQL where its driver is installed.

A table is read once, as it is at one moment, and what was read is what is hashed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from slalang.diagnostics import Diagnostic, Kind

NO_DRIVER = Kind("SLA552", "no-database-driver")

System: TypeAlias = Literal["duckdb", "postgres"]

_URL = re.compile("postgres(ql)?://")
_NAME = re.compile(r"\bdbname\s*=\s*'?([^'\s]+)")


@dataclass(frozen=True)
class DatabaseTable:
    """A table or view, where it is, and how it is shown: without a password.

    ``place`` is the file of a DuckDB database, or how PostgreSQL is reached. ``table`` may have its schema
    before a point.
    """

    system: System
    place: str
    table: str

    @property
    def shown(self) -> str:
        """The table as findings and statements name it."""
        return f"{self.system}:{self._database}#{self.table}"

    @property
    def parts(self) -> list[str]:
        """The schema, where there is one, and the name of the table."""
        return self.table.split(".", 1)

    @property
    def _database(self) -> str:
        if self.system == "duckdb":
            return Path(self.place).as_posix()
        if _URL.match(self.place):
            return urlsplit(self.place).path.strip("/")
        found = _NAME.search(self.place)
        return found[1] if found else ""


def database_table(text: str) -> DatabaseTable | None:
    """The table that ``duckdb:FILE#TABLE`` means, or ``postgres:CONNECTION#TABLE``, or a URL of PostgreSQL.

    ``None`` for anything else, which is a file.
    """
    place, _, table = text.rpartition("#")
    if _URL.match(place):
        return DatabaseTable("postgres", place, table)
    system, colon, rest = place.partition(":")
    if colon and table and rest:
        if system == "duckdb":
            return DatabaseTable("duckdb", rest, table)
        if system == "postgres":
            return DatabaseTable("postgres", rest, table)
    return None


def without_driver(table: DatabaseTable) -> Iterator[Diagnostic]:
    """What is missing to read the table at all."""
    if table.system == "postgres" and find_spec("psycopg") is None:
        message = f"`{table.shown}` cannot be read without the driver of PostgreSQL"
        yield Diagnostic(NO_DRIVER, message, help="install it: pip install 'slalang[postgres]'")
