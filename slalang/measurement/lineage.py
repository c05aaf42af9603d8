"""From a thing that was counted back to the lines of the logs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from slalang.events import EventLog
from slalang.measurement import sql
from slalang.measurement.engine import Cell, Key
from slalang.measurement.relation import Column, Relation
from slalang.measurement.sources import LINE, is_traced
from slalang.measurement.sql import Tree, column, literal
from slalang.measurement.streams import Streams
from slalang.plan.reading import FieldCell, Trace, Traces
from slalang.plan.streams import SCALE, EventField, Where

_INSIDE = 3
"""So many of the things inside another are named."""

_CHANGES = 12
"""So many changes of one thing are named."""


@dataclass(frozen=True)
class Thing:
    """A thing as it comes from the database: from when to when it was, what its columns say, and the relation
    it is a row of. A stretch of time has neither."""

    start: int
    end: int
    cells: Mapping[str, Cell] = field(default_factory=dict)
    relation: Relation | None = None


@dataclass(frozen=True)
class Source:
    """The rows of an event, a stream or a clock under its name."""

    name: str
    relation: Relation


@dataclass
class Lineage:
    """Finds the lines behind things, and what lies inside those that have no line of their own."""

    streams: Streams
    log: EventLog
    _lines: dict[tuple[int, int, int], Trace] = field(default_factory=dict)

    def traces(self, of: str, key: Key, things: Sequence[Thing], most: int) -> tuple[Trace, ...]:
        """The things with their lines and what lies inside them; ``key`` are the values of the groups."""
        return tuple(self._trace(of, key, thing) for thing in things[:most])

    def not_in(self, stream: str) -> Iterator[Source]:
        """The rows of what a stream is made of that it does not have. Only where both are rows of a log."""
        made = self.streams.relation(stream)
        plan = next((one for one in self.streams.plan.streams if one.name == stream), None)
        if plan is None or not is_traced(made) or stream in self.streams.given:
            return
        for name in plan.sources:
            source = self.streams.relation(name)
            if is_traced(source) and any(isinstance(step, Where) for step in plan.steps):
                yield Source(name, self._without(source, made))

    def _without(self, source: Relation, made: Relation) -> Relation:
        same = sql.every(*(sql.same(column(name, "r"), column(name, "o")) for name in LINE))
        names = {name: column(name, "r") for name in ("s", "e", *source.names)}
        query = sql.select(names, sql.table(source.table, "r"), where=sql.is_null(column("s", "o")))
        view = self.streams.engine.view(sql.joined(query, sql.table(made.table, "o"), same, left=True))
        return replace(source, table=view)

    # --- one thing -------------------------------------------------------------------------------

    def _trace(self, of: str, key: Key, thing: Thing) -> Trace:
        relation = thing.relation
        if relation is not None and is_traced(relation):
            number, file, line = (_whole(thing.cells[name]) for name in LINE)
            row = self._line(number, file, line)
            own = _own_fields(thing.cells)
            if not own:
                return row
            changes = tuple(self._changes(of, row, thing))
            fields = (*own, *row.fields)
            return Trace(of, thing.start, thing.end, row.place, fields, changes)
        fields = () if relation is None else tuple(_fields_of(relation, thing.cells))
        inside = tuple(self._inside(of, key, thing, is_bucket=bool(relation and relation.buckets)))
        return Trace(of, thing.start, thing.end, None, fields, inside)

    def _changes(self, clock: str, row: Trace, cycle: Thing) -> Iterator[Traces]:
        """The rows of the thing that a cycle is about, from its start to its stop."""
        own = next((one for one in self.streams.plan.clocks if one.name == clock), None)
        if own is None:
            return
        relation, values = self.streams.relation(own.event), dict(row.fields)
        same = [
            sql.compare("=", relation.columns[name].text("r"), literal(str(values[name])))
            for name in own.keys
            if isinstance(values.get(name), str | Fraction)
        ]
        during = sql.every(
            sql.compare(">=", column("s", "r"), literal(cycle.start)),
            sql.compare("<=", column("s", "r"), literal(cycle.end)),
            *same,
        )
        yield from self._found(own.event, relation, during, (), cycle, _CHANGES)

    def _line(self, number: int, file: int, line: int) -> Trace:
        """The row of a log as it was read."""
        at = (number, file, line)
        if at not in self._lines:
            table = list(self.log.tables.values())[number]
            columns: dict[str, Tree] = {
                f"f{index}": column(f"f{index}", "t") for index, _ in enumerate(table.event.fields)
            }
            where = sql.every(
                sql.compare("=", column("source", "t"), literal(file)),
                sql.compare("=", column("record", "t"), literal(line)),
            )
            query = sql.select(columns, sql.table(table.relation, "t"), where=where)
            cells = self.streams.engine.fetch(query)[0]
            named = dict(zip((one.name for one in table.event.fields), cells, strict=True))
            fields = tuple((one.name, _cell(one, named[one.name])) for one in table.event.fields)
            start = _whole(named["at" if table.event.shape == "points" else "from"])
            end = named.get("to", start)
            until = self.streams.view.end if end is None else _whole(end)
            place = f"{table.files[file].path}:{line}" if table.files else None
            self._lines[at] = Trace(table.event.name, start, until, place, fields)
        return self._lines[at]

    # --- inside ----------------------------------------------------------------------------------

    def _inside(self, of: str, key: Key, thing: Thing, is_bucket: bool) -> Iterator[Traces]:
        """The buckets and rows that lie in a stretch of time, or the rows in a bucket."""
        for name in dict.fromkeys(self._parts(of, is_bucket)):
            relation = self.streams.relation(name)
            same = self._same(relation, key, thing)
            touching = sql.every(
                sql.compare("<", column("s", "r"), literal(max(thing.end, thing.start + 1))),
                sql.some(
                    sql.compare(">", column("e", "r"), literal(thing.start)),
                    sql.compare(">=", column("s", "r"), literal(thing.start)),
                ),
                *same,
            )
            yield from self._found(name, relation, touching, key, thing)

    def _found(
        self, name: str, relation: Relation, touching: Tree, key: Key, thing: Thing, most: int = _INSIDE
    ) -> Iterator[Traces]:
        source, details = sql.table(relation.table, "r"), columns_of(relation)
        count = sql.count_rows()
        if relation.width:
            start = sql.largest(column("s", "r"), literal(thing.start))
            end = sql.smallest(column("e", "r"), literal(thing.end))
            count = sql.coalesce(sql.total(sql.subtract(end, start)), literal(0))
        counted = self.streams.engine.fetch(sql.select({"n": count}, source, where=touching))
        number = -(-_whole(counted[0][0]) // (relation.width or 1))
        if not number:
            return
        order = [column("s", "r"), column("e", "r")]
        columns = {"s": column("s", "r"), "e": column("e", "r")} | details
        query = sql.select(columns, source, where=touching, order=order)
        rows = self.streams.engine.fetch(query.limit(most))
        names = list(details)
        first = [
            Thing(_whole(start), _whole(end), dict(zip(names, cells, strict=True)), relation)
            for start, end, *cells in rows
        ]
        yield Traces("", "inside", name, number, tuple(self._trace(name, key, one) for one in first))

    def _parts(self, of: str, is_bucket: bool) -> Iterator[str]:
        """What is behind a stream: the nearest things that are buckets or rows of a log."""
        stream = next((one for one in self.streams.plan.streams if one.name == of), None)
        relation = self.streams.relation(of)
        if not is_bucket and (is_traced(relation) or relation.buckets) and stream:
            yield of
        elif stream is None or of in self.streams.given:
            yield from [of] if is_traced(relation) and not is_bucket else []
        else:
            for source in stream.sources:
                found = self.streams.relation(source)
                yield from [source] if is_traced(found) else self._parts(source, is_bucket)

    def _same(self, relation: Relation, key: Key, thing: Thing) -> list[Tree]:
        """The conditions that a row has the keys of the thing, as far as it has such fields."""
        wanted = dict(zip(self.streams.view.groups, key, strict=False))
        if thing.relation is not None:
            wanted |= {
                name: thing.cells.get(f"f_{name}")
                for name in thing.relation.keys
                if thing.relation.columns[name].kind == "text"
            }
        return [
            sql.compare("=", relation.columns[name].text("r"), literal(str(value)))
            for name, value in wanted.items()
            if name in relation.columns and value is not None
        ]


def columns_of(relation: Relation) -> dict[str, Tree]:
    """The columns that say of a row what it is: its line in a log, else its fields."""
    if is_traced(relation):
        return {name: column(name, "r") for name in LINE}
    columns: dict[str, Tree] = {}
    for name, known in relation.columns.items():
        columns[f"f_{name}"] = column(known.name, "r")
        if isinstance(known.denominator, str):
            columns[f"d_{name}"] = column(known.denominator, "r")
    return columns | ({"rows": column("rows", "r")} if relation.buckets else {})


def _own_fields(cells: Mapping[str, Cell]) -> tuple[tuple[str, FieldCell], ...]:
    """What a cycle of a clock has beside the row that began it."""
    own = ((name[2:], cell) for name, cell in cells.items() if name.startswith("c_"))
    return tuple((name, Fraction(cell) if isinstance(cell, int) else cell) for name, cell in own)


def _fields_of(relation: Relation, cells: Mapping[str, Cell]) -> Iterator[tuple[str, FieldCell]]:
    for name, known in relation.columns.items():
        if f"f_{name}" in cells:
            yield name, _value(known, cells[f"f_{name}"], cells.get(f"d_{name}"))
    if "rows" in cells:
        yield "rows", Fraction(_whole(cells["rows"]))


def _value(known: Column, cell: Cell, below: Cell) -> FieldCell:
    if cell is None or isinstance(cell, str):
        return cell
    if known.kind == "truth":
        return bool(cell)
    if isinstance(known.denominator, int):
        return Fraction(cell, known.denominator)
    return Fraction(cell, below) if isinstance(below, int) and below else None


def _cell(one: EventField, cell: Cell) -> FieldCell:
    if cell is None or isinstance(cell, str):
        return cell
    if one.type == "boolean":
        return bool(cell)
    return Fraction(cell, SCALE) if one.type in ("decimal", "money") else Fraction(cell)


def _whole(cell: Cell) -> int:
    if not isinstance(cell, int):
        raise TypeError("a whole number was expected")
    return cell
