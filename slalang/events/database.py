"""The embedded database: in memory, shut off from files and network before any query runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


class OutOfMemory(Exception):
    """What is to be done does not fit into the memory, or on the disk, that may be taken."""


@dataclass(frozen=True)
class Resources:
    """What reading and measuring may take of a machine.

    ``memory`` is the most the database keeps in memory, such as ``2GB`` (its own measure where ``None``).
    What is more goes to a private folder inside ``scratch`` (the system's place for such where ``None``).
    """

    memory: str | None = None
    scratch: Path | None = None


@contextmanager
def within_resources() -> Iterator[None]:
    """Raises ``OutOfMemory`` where the database has not enough memory or disk for what is done inside."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise OutOfMemory(str(error).splitlines()[0]) from error


def open_database(folder: Path | None = None, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """An empty database that reaches nothing outside but one private folder, and cannot be reconfigured.

    What does not fit into the memory that it may take (see ``Resources``) lies in that folder.
    """
    import duckdb

    connection = duckdb.connect()
    if folder is not None:
        quoted = str(folder).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{quoted}']")
        connection.execute("SET temp_directory = $folder", {"folder": str(folder / "spilled")})
    if memory is not None:
        connection.execute("SET memory_limit = $memory", {"memory": memory})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
