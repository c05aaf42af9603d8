"""The queries of a plan as a text that people read, and that an engine runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from slalang.diagnostics import Outcome
from slalang.events import EventLog, LogTable
from slalang.measurement import sql
from slalang.measurement.dialects import Dialect, lay_out
from slalang.measurement.engine import Cell, Connection, Engine
from slalang.measurement.evaluation import evaluated
from slalang.plan.plan import Plan
from slalang.plan.streams import EventField

_LINE = 100


def written(plan: Plan, log: EventLog, dialect: Dialect) -> Outcome[str]:
    """See ``queries``."""
    lines = [f"-- {plan.agreement}: plan {plan.hash}", "-- Instants and lengths are microseconds."]
    lines += (line for event in plan.events for line in _event(log.tables[event.name]))

    @contextmanager
    def opening(log: EventLog) -> Iterator[Engine]:
        connection = log.connection.cursor()
        try:
            yield _Script(connection, dialect, lines.append)
        finally:
            connection.close()

    measured = evaluated(plan, log, plan.term_end, None, (), opening)
    return Outcome("\n".join(lines) + "\n", measured.diagnostics)


def _event(table: LogTable) -> Iterator[str]:
    """What the columns of an event's table are."""
    yield ""
    yield f"-- {table.relation}: event {table.event.name}"
    for index, field in enumerate(table.event.fields):
        yield f"--   f{index}  {field.name}, {_said(field)}"
    yield "--   source, record  the file and the line"


def _said(field: EventField) -> str:
    scaled = {"decimal": "decimal in millionths", "money": "money in millionths", "boolean": "1 or 0"}
    optional = ", may be missing" if field.optional else ""
    return scaled.get(field.type, field.type) + optional


class _Script(Engine):
    """An engine that notes each query in a dialect before it runs it."""

    def __init__(self, connection: Connection, dialect: Dialect, note: Callable[[str], None]) -> None:
        super().__init__(connection)
        self._dialect: Dialect = dialect
        self._note = note

    def begin(self, what: str) -> None:
        self._note(f"\n-- {what}\n{'-- ':-<{_LINE}}")

    def _keep(self, name: str, query: sql.Query) -> None:
        self._add(sql.create(name, query, view=self._dialect == "spark"))
        super()._keep(name, query)

    def _define(self, name: str, query: sql.Query) -> None:
        self._add(sql.create(name, query, view=True))
        super()._define(name, query)

    def _fill(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> None:
        if not rows:
            self._note("\n-- Its rows depend on the log and are put in here:")
        self._add(sql.create(name, sql.rows(columns, rows), view=self._dialect == "spark"))
        super()._fill(name, columns, rows)

    def _rows(self, query: sql.Query) -> Sequence[Sequence[object]]:
        self._note("\n-- What is read:")
        self._add(query)
        return super()._rows(query)

    def _add(self, tree: sql.Tree) -> None:
        self._note(f"{lay_out(tree, self._dialect)};")
