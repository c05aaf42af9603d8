"""The embedded database as measurement sees it: whole numbers and texts in, whole numbers and texts out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Protocol, TypeAlias

from slalang.diagnostics import Diagnostic
from slalang.events import EventLog
from slalang.measurement import sql
from slalang.measurement.dialects import render
from slalang.measurement.findings import TOO_LARGE, Unmeasurable

Cell: TypeAlias = int | str | None
Key: TypeAlias = tuple[Cell, ...]
"""The values some fields have together."""


class Connection(Protocol):
    """What is used of a database connection."""

    def execute(self, query: str, parameters: object = ...) -> Connection: ...

    def fetchall(self) -> list[tuple[object, ...]]: ...


class Engine:
    """Temporary tables beside the tables of a log, in the database of the log itself.

    They are gone when the engine is closed. Other engines do the four things at the end in their own way.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._numbers = count(1)

    def begin(self, what: str) -> None:
        """Says what the queries that follow are for."""

    def table(self, query: sql.Query) -> str:
        """Works the query out once and returns the name of the table that holds its rows."""
        name = self._next()
        self._keep(name, query)
        return name

    def view(self, query: sql.Query) -> str:
        """Names a query without working it out."""
        name = self._next()
        self._define(name, query)
        return name

    def load(self, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> str:
        """A table with the given rows; ``columns`` has the type of each column by name."""
        name = self._next()
        self._fill(name, columns, rows)
        return name

    def fetch(self, query: sql.Query) -> list[tuple[Cell, ...]]:
        """All rows of the query."""
        return [tuple(_checked(cell) for cell in row) for row in self._rows(query)]

    def _next(self) -> str:
        return f"measured_{next(self._numbers)}"

    # --- what an engine does -------------------------------------------------------------------

    def _keep(self, name: str, query: sql.Query) -> None:
        self._run(sql.create(name, query))

    def _define(self, name: str, query: sql.Query) -> None:
        self._run(sql.create(name, query, view=True))

    def _fill(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> None:
        lists = [list(values) for values in zip(*rows, strict=True)] or [[] for _ in columns]
        trees = {name: sql.parameter(number, kind) for number, (name, kind) in enumerate(columns.items(), 1)}
        self._run(sql.create(name, sql.select(trees)), lists)

    def _rows(self, query: sql.Query) -> Sequence[Sequence[object]]:
        return self._run(query).fetchall()

    def _run(self, tree: sql.Tree, parameters: Sequence[object] | None = None) -> Connection:
        import duckdb

        try:
            return self._connection.execute(render(tree), parameters)
        except duckdb.OutOfRangeException as error:
            raise too_large() from error


def too_large() -> Unmeasurable:
    """Numbers that leave the 128 bits of sums and products."""
    return Unmeasurable(
        Diagnostic(TOO_LARGE, "the numbers of the log are too large to be reckoned with exactly")
    )


Opening: TypeAlias = Callable[[EventLog], AbstractContextManager[Engine]]
"""How an engine on the tables of a log is had, for as long as it is needed."""


@contextmanager
def opened(log: EventLog) -> Iterator[Engine]:
    """An engine on the tables of a log, which are only read."""
    connection = log.connection.cursor()
    try:
        yield Engine(connection)
    finally:
        connection.close()


def _checked(cell: object) -> Cell:
    if cell is None or (isinstance(cell, int | str) and not isinstance(cell, bool)):
        return cell
    raise TypeError(f"the engine returned {type(cell).__name__}, neither a whole number nor a text")
