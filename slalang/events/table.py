"""The table of one event: texts go in, checked by the rules of the fields, typed values stay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from slalang.diagnostics import Diagnostic
from slalang.events.aside import BadRow
from slalang.events.batches import Batch, Value
from slalang.events.findings import Row
from slalang.events.log import InputFile, LogTable
from slalang.events.row_faults import bad_row
from slalang.events.rules import Rule
from slalang.events.zones import LocalSpan
from slalang.plan.streams import Event

if TYPE_CHECKING:
    import duckdb

_BOUNDS = ("at", "from", "to")


@dataclass(frozen=True)
class Stored:
    """Rows that stay where they are stored: ``query`` is for all of them, with ``record`` and the cells
    ``c0``, ..., and has no parameters."""

    query: str
    rows: int


class EventTable:
    """An event's relation while it is being filled.

    Identifiers in its SQL are generated and texts are bound, so that no name or value of a contract or a
    log is ever part of a statement.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, relation: str, event: Event, rules: Sequence[Rule]
    ) -> None:
        self.event = event
        self.relation = relation
        self.rules = rules
        self.rows = 0
        self._connection = connection
        self._ends = _interval_ends(event)
        self._spans: dict[tuple[LocalSpan, ...], str] = {}
        self._in_place: list[str] = []
        self._extents: list[list[Any]] = []
        connection.execute(f"CREATE TABLE {relation} ({self._columns(rules)}, source INTEGER, record BIGINT)")

    def _columns(self, rules: Sequence[Rule]) -> str:
        return ", ".join(
            f"f{index} {rule.column}{'' if field.optional else ' NOT NULL'}"
            for index, (field, rule) in enumerate(zip(self.event.fields, rules, strict=True))
        )

    def load(self, batch: Batch, rules: Sequence[Rule], source: int, file: str, named: int) -> Loaded:
        """Takes the rows that hold; names so many of those that do not, and the records that do not fit."""
        self._check(batch, rules)
        good = f"fits AND {self._good()}"
        values = ", ".join(f"v{index}" for index in range(len(rules)))
        self._connection.execute(
            f"INSERT INTO {self.relation} SELECT {values}, {source}, record FROM chunk WHERE {good}"
        )
        fitting, taken, total = self.one(
            f"SELECT count(*) FILTER (WHERE fits), count(*) FILTER (WHERE {good}), count(*) FROM chunk"
        )
        if total != batch.rows:
            raise AssertionError(f"{file}: {batch.rows} rows went in and {total} came out")
        self.rows += taken
        return Loaded() if taken == total else self._left(Row(file, 0), rules, named, fitting - taken)

    def take(self, batch: Batch, rules: Sequence[Rule], source: int, file: str, named: int) -> Loaded:
        """Like ``load``, straight from where the rows are stored: all of them fit, and no rule has parts or
        local times."""
        values = "".join(
            f", {rule.sql.format(**_names(index, rule))} AS v{index}" for index, rule in enumerate(rules)
        )
        bound = {**batch.parameters, **_parameters(rules)}
        checked = f"(SELECT *{values} FROM ({batch.query}))"
        taken = self.one(
            f"INSERT INTO {self.relation} SELECT {', '.join(f'v{index}' for index in range(len(rules)))}, "
            f"{source}, record FROM {checked} WHERE {self._good()}",
            bound,
        )[0]
        self.rows += taken
        return (
            Loaded()
            if taken == batch.rows
            else self._refused(batch.rows - taken, checked, bound, rules, file, named)
        )

    def leave(self, stored: Stored, rules: Sequence[Rule], source: int) -> bool:
        """Makes the rows part of the relation where they are, if each of them holds; else takes none.

        Only for rules that say the value of a cell that holds.
        """
        values = "".join(
            f", {rule.sql.format(**_names(index, rule))} AS v{index}" for index, rule in enumerate(rules)
        )
        checked = f"(SELECT *{values} FROM ({stored.query}))"
        # The database may know from the statistics of a file that all values hold, and read none of them. A
        # hash needs them all, so that a file that is damaged is found out here.
        cells = ", ".join(f"c{index}" for index in range(len(rules)))
        query = f"SELECT bit_xor(hash({cells})), {self._extent('v')} FROM {checked} WHERE {self._good()}"
        _, *extent = self.one(query, _parameters(rules))
        if extent[0] != stored.rows:
            return False
        self._extents.append(extent)
        held = ", ".join(
            f"{(rule.held or '').format(cell=f'c{index}')} AS f{index}" for index, rule in enumerate(rules)
        )
        self._in_place.append(
            f"SELECT {held}, CAST({source} AS INTEGER) AS source, record FROM ({stored.query})"
        )
        self.rows += stored.rows
        return True

    def join(self) -> None:
        """Makes one relation of the rows that were taken and those that stay where they are stored."""
        if not self._in_place:
            return
        parts, taken = list(self._in_place), f"{self.relation}_taken"
        self.run(f"ALTER TABLE {self.relation} RENAME TO {taken}")
        if self.one(f"SELECT count(*) FROM {taken}")[0]:
            parts.insert(0, f"FROM {taken}")
        self.run(f"CREATE VIEW {self.relation} AS {' UNION ALL '.join(parts)}")

    def _refused(
        self,
        number: int,
        checked: str,
        bound: Mapping[str, Value],
        rules: Sequence[Rule],
        file: str,
        named: int,
    ) -> Loaded:
        """The rows that were not taken."""
        left = f"SELECT record, {_told(rules)} FROM {checked} WHERE NOT {self._good()} ORDER BY record"
        if self.one(f"SELECT count(*) FROM ({left})", bound) != (number,):
            raise AssertionError(f"{file}: {number} rows were not taken, and others are wrong")
        found = self.all(f"{left} LIMIT {named}", bound)
        rows = [bad_row(self.event, Row(file, record), texts, rules) for record, *texts in found]
        return Loaded([], rows, max(number - named, 0))

    def _left(self, file: Row, rules: Sequence[Rule], named: int, bad: int) -> Loaded:
        """What the last batch has besides good rows: misfits, and so many bad ones."""
        misfits = [row[0] for row in self.all("SELECT record FROM chunk WHERE NOT fits ORDER BY record")]
        query = f"SELECT record, {_told(rules)} FROM chunk WHERE fits AND NOT {self._good()} ORDER BY record"
        found = self.all(f"{query} LIMIT {named}")
        rows = [bad_row(self.event, replace(file, record=record), texts, rules) for record, *texts in found]
        return Loaded(misfits, rows, max(bad - named, 0))

    def _check(self, batch: Batch, rules: Sequence[Rule]) -> None:
        """Puts cells ``c0``, ... and their values ``v0``, ... into the temporary table ``chunk``."""
        parts, locals_, values, joins = "", "", "", ""
        for index, rule in enumerate(rules):
            names = _names(index, rule)
            if rule.parts_sql is not None:
                parts += f", {rule.parts_sql.format(**names)} AS p{index}"
            if rule.spans is not None and rule.local_sql is not None:
                locals_ += f", {rule.local_sql.format(**names)} AS l{index}"
                spans = self._spans_relation(rule.spans)
                joins += f" ASOF LEFT JOIN {spans} s{index} ON l{index} >= s{index}.local_start"
            values += f", c{index}, {rule.sql.format(**names)} AS v{index}"
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE texts AS {batch.query}", batch.parameters)
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE chunk AS SELECT record, fits{values} "
            f"FROM (SELECT *{locals_} FROM (SELECT *{parts} FROM texts)) q{joins}",
            _parameters(rules),
        )

    def _spans_relation(self, spans: tuple[LocalSpan, ...]) -> str:
        """The relation that holds these spans, made when first needed."""
        if spans not in self._spans:
            self._spans[spans] = name = f"{self.relation}_spans_{len(self._spans)}"
            columns = json.dumps([span.start for span in spans]), json.dumps([span.offset for span in spans])
            lists = [f"unnest(from_json(${number}, '[\"BIGINT\"]'))" for number in (1, 2)]
            self._connection.execute(
                f"CREATE TEMP TABLE {name} AS SELECT {lists[0]} AS local_start, {lists[1]} AS utc_offset",
                columns,
            )
        return self._spans[spans]

    def _good(self) -> str:
        conditions = [
            f"(c{index} IS NULL OR v{index} IS NOT NULL)" if field.optional else f"v{index} IS NOT NULL"
            for index, field in enumerate(self.event.fields)
        ]
        if self._ends is not None:
            start, end = self._ends
            conditions.append(f"coalesce(v{start} <= v{end}, true)")
        return "(" + " AND ".join(conditions) + ")"

    def insert(self, records: Sequence[int], rows: Sequence[Sequence[int | str | None]]) -> None:
        """Takes rows whose values are known to be right, in order of the fields."""
        columns = [json.dumps([row[index] for row in rows]) for index in range(len(self.rules))]
        values = ", ".join(
            f"unnest(from_json(${index + 1}, '[\"{rule.column}\"]'))" for index, rule in enumerate(self.rules)
        )
        record = f"unnest(from_json(${len(columns) + 1}, '[\"BIGINT\"]'))"
        query = f"INSERT INTO {self.relation} SELECT {values}, 0, {record}"
        self._connection.execute(query, [*columns, json.dumps(list(records))])
        self.rows += len(records)

    @property
    def start(self) -> str:
        """The column with the instant at which a row happens or begins."""
        names = [field.name for field in self.event.fields]
        return f"f{names.index('at') if self._ends is None else self._ends[0]}"

    # --- queries -------------------------------------------------------------------------------

    def run(self, statement: str) -> None:
        """Runs a statement that has no rows."""
        self._connection.execute(statement)

    def all(self, query: str, parameters: Mapping[str, Value] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self._connection.execute(query, parameters).fetchall()

    def one(self, query: str, parameters: Mapping[str, Value] | None = None) -> tuple[Any, ...]:
        """The first row of a query that has one."""
        return self.all(query, parameters)[0]

    def keep(self, condition: str) -> int:
        """Keeps the rows for which a condition (of window functions) holds; how many went."""
        kept = f"{self.relation}_kept"
        self.run(f"CREATE TABLE {kept} AS SELECT * FROM {self.relation} QUALIFY {condition}")
        self.run(f"DROP {'VIEW' if self._in_place else 'TABLE'} {self.relation}")
        self.run(f"ALTER TABLE {kept} RENAME TO {self.relation}")
        before, self.rows = self.rows, self.one(f"SELECT count(*) FROM {self.relation}")[0]
        return before - self.rows

    def finish(self, files: tuple[InputFile, ...], duplicates: int) -> LogTable:
        """The table once every row is in it."""
        for name in ("texts", "chunk", f"{self.relation}_late", f"{self.relation}_suspects"):
            self.run(f"DROP TABLE IF EXISTS {name}")
        rows, closed, *found = self._whole_extent()
        if rows != self.rows:
            raise AssertionError(f"`{self.event.name}` does not have the rows that were read")
        known = [bound for bound in found if bound is not None]
        return LogTable(
            event=self.event,
            relation=self.relation,
            rows=self.rows,
            files=files,
            duplicates=duplicates,
            open_intervals=rows - closed,
            first=min(known, default=None),
            last=max(known, default=None),
        )

    def _whole_extent(self) -> list[Any]:
        """See ``_extent``. Of rows that stay where they are stored it is known since they were checked."""
        if sum(extent[0] for extent in self._extents) != self.rows or not self._extents:
            return list(self.one(f"SELECT {self._extent('f')} FROM {self.relation}"))
        rows, closed = (sum(extent[place] for extent in self._extents) for place in (0, 1))
        return [rows, closed, *(bound for extent in self._extents for bound in extent[2:])]

    def _extent(self, prefix: str) -> str:
        """Columns for the number of rows, of those with an end, and the first and the last instants."""
        instants = [index for index, field in enumerate(self.event.fields) if field.name in _BOUNDS]
        bounds = "".join(f", min({prefix}{index}), max({prefix}{index})" for index in instants)
        ended = f"{prefix}{self._ends[1]}" if self._ends is not None else "*"
        return f"count(*), count({ended}){bounds}"


@dataclass(frozen=True)
class Loaded:
    """What did not go into the table: records that do not fit, bad rows, and how many more bad rows there
    are than are named."""

    misfits: list[int] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unnamed: int = 0

    @property
    def faults(self) -> list[Diagnostic]:
        """What is wrong with the bad rows."""
        return [fault for row in self.bad for fault in row.faults]


def _names(index: int, rule: Rule) -> dict[str, str]:
    """What stands for the names in the SQL of a rule."""
    own = {"cell": f"c{index}", "parts": f"p{index}", "offset": f"s{index}.utc_offset"}
    return {**{name: f"${name}_{index}" for name in rule.parameters}, **own}


def _told(rules: Sequence[Rule]) -> str:
    """The texts of all cells."""
    return ", ".join(rule.told.format(cell=f"c{index}") for index, rule in enumerate(rules))


def _parameters(rules: Sequence[Rule]) -> dict[str, Value]:
    """The values bound for all rules."""
    return {
        f"{name}_{index}": value
        for index, rule in enumerate(rules)
        for name, value in rule.parameters.items()
    }


def _interval_ends(event: Event) -> tuple[int, int] | None:
    if event.shape == "points":
        return None
    names = [field.name for field in event.fields]
    return names.index("from"), names.index("to")
