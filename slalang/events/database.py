"""The embedded database: in memory, shut off from files and network before any query runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def open_database(folder: str | None = None) -> duckdb.DuckDBPyConnection:
    """An empty database that reaches nothing outside but one private folder, and cannot be reconfigured."""
    import duckdb

    connection = duckdb.connect()
    if folder is not None:
        quoted = folder.replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{quoted}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection
