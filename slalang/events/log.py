"""An event log as it was read: typed tables in an embedded database, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

from slalang.diagnostics import Diagnostic
from slalang.events.aside import SetAside
from slalang.plan.streams import Event

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Limits:
    """How much a file may hold before it is refused: a guard against decompression bombs.

    ``ratio`` bounds decoded to stored bytes, once ``ratio_from`` bytes are decoded. ``line`` is the
    longest record in bytes, ``listed`` how many bad values are named one by one; the rest is counted.
    """

    decoded_bytes: int = 1 << 36
    rows: int = 1_000_000_000
    ratio: int = 400
    ratio_from: int = 1 << 26
    line: int = 1 << 20
    listed: int = 10_000


@dataclass(frozen=True)
class InputFile:
    """One file that was read: its path as given, its rows, and the SHA-256 of its bytes as stored."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class LogTable:
    """The rows of one event.

    ``relation`` is a table with columns ``f0``, ``f1``, ... in the order of the event's fields, then
    ``source`` (index into ``files``) and ``record`` (line of a text file, row of a Parquet file, both
    one-based). Instants, durations and integers are BIGINT (microseconds where they are times), booleans
    0 or 1, decimals and money whole millionths, texts and choices VARCHAR. Only optional fields have
    NULL. ``duplicates`` is how many repeated rows were counted once. ``first`` and ``last`` bound the
    instants of the rows; both are ``None`` without rows. ``remarks`` are what was found as the rows were
    read, and kept none of them out. ``aside`` are rows that cannot be read, where the call sets them aside.
    """

    event: Event
    relation: str
    rows: int
    files: tuple[InputFile, ...] = ()
    duplicates: int = 0
    open_intervals: int = 0
    first: int | None = None
    last: int | None = None
    remarks: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)
    aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True)
class EventLog:
    """The tables of all events, by the event's name, and the open database that holds them.

    The database reaches no file and no network, and its configuration cannot be changed any more. ``folder``
    is a private one for what does not fit into memory; it is gone when the log is closed.
    """

    connection: duckdb.DuckDBPyConnection = field(repr=False, compare=False)
    tables: dict[str, LogTable]
    folder: TemporaryDirectory[str] | None = field(default=None, repr=False, compare=False)

    @property
    def private_folder(self) -> Path:
        """The folder that the database reaches. Only a log that was read from files has one."""
        if self.folder is None:
            raise ValueError("a log that was not read has no folder")
        return Path(self.folder.name).resolve()

    def close(self) -> None:
        """Lets go of the database, its memory and its folder."""
        self.connection.close()
        if self.folder is not None:
            self.folder.cleanup()

    def __enter__(self) -> EventLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
