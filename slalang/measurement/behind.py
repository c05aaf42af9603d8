"""What stands behind the numbers of a reading: late cycles, time that counted, time without data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from slalang.measurement import islands, sql
from slalang.measurement.engine import Cell, Engine
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.relation import Relation, field_column
from slalang.measurement.sql import Query, Tree, column, literal
from slalang.plan.reading import Behind, Stretch

NAMED = 3
"""So many are named one by one, the rest is counted."""


@dataclass
class Finder:
    """Collects what stands behind the readings of one objective: the first few of each kind in order of
    time, of time without data the longest, with how many there are."""

    engine: Engine
    placing: Placing
    found: dict[Place, list[Behind]] = field(default_factory=lambda: defaultdict(list))

    def late(self, clock: str, relation: Relation) -> None:
        """The late cycles of a clock, each by its keys, from its start to when it was due."""
        if "late" not in relation.columns:
            return
        is_late = sql.compare("=", column(field_column("late"), "r"), literal(1))
        names = {f"k{index}": relation.columns[key].text("r") for index, key in enumerate(relation.keys)}
        span = {"s": column("s", "r"), "e": column(field_column("due"), "r")}
        placed = sql.nested(self.placing.placed(relation, False), "r")
        self._add("late", clock, sql.select(self._by() | span | names, placed, where=is_late), list(names))

    def time(self, stream: str, covered: str, removed: str | None) -> None:
        """The stretches that are covered in each period, outside the removed time."""
        by = self.placing.by
        query: Query = sql.select(self._by() | _span(), sql.table(covered, "r"))
        if removed is not None:
            rows = self.engine.table(islands.numbered(sql.table(covered), by))
            others = sql.select({name: column(name) for name in ("s", "e", *by[1:])}, sql.table(removed))
            query = islands.outside(rows, by, others, by[1:])
        self._add("time", stream, query)

    def no_data(self, stream: str, relation: Relation, removed: str | None) -> None:
        """The stretches in which no bucket has a row, the longest first."""
        empty = sql.compare("=", column("rows", "r"), literal(0))
        left = sql.nested(self.placing.remaining(relation, removed, False), "r")
        buckets = sql.select(self._by() | _span(), left, where=empty)
        self._add("no data", stream, islands.merged(sql.nested(buckets, "b"), self.placing.by))

    def _by(self) -> dict[str, Tree]:
        return {name: column(name, "r") for name in self.placing.by}

    def _add(
        self, what: Literal["late", "time", "no data"], of: str, query: Query, names: Sequence[str] = ()
    ) -> None:
        things: dict[Place, list[Sequence[Cell]]] = defaultdict(list)
        for place, cells in self._first(query, names, longest_first=what == "no data"):
            things[place].append(cells)
        for place, rows in things.items():
            first = tuple(_stretch(start, end, keys) for _, start, end, *keys in rows)
            self.found[place].append(Behind(what, of, _whole(rows[0][0]), first))

    def _first(
        self, query: Query, names: Sequence[str], longest_first: bool
    ) -> Iterator[tuple[Place, Sequence[Cell]]]:
        """The first few rows of each place, after how many there are."""
        by = list(self._by().values())
        order = [column(name, "r") for name in ("s", "e", *names)]
        if longest_first:
            order = [sql.subtract(column("s", "r"), column("e", "r")), *order]
        numbered = sql.select(
            self._by()
            | {"of": sql.over_all(sql.count_rows(), by), "number": sql.row_number(by, order)}
            | _span()
            | {name: column(name, "r") for name in names},
            sql.nested(query, "r"),
        )
        columns = [*self.placing.by, "of", "s", "e", *names]
        chosen = sql.select(
            {name: column(name) for name in columns},
            sql.nested(numbered, "n"),
            where=sql.compare("<=", column("number"), literal(NAMED)),
            order=[*(column(name) for name in self.placing.by), column("number")],
        )
        groups = len(self.placing.groups)
        for row in self.engine.fetch(chosen):
            yield keys_of(row, groups), row[1 + groups :]


def _stretch(start: Cell, end: Cell, keys: Sequence[Cell]) -> Stretch:
    name = ", ".join(str(key) for key in keys)
    return Stretch(name, _whole(start), _whole(start if end is None else end))


def _span() -> dict[str, Tree]:
    return {"s": column("s", "r"), "e": column("e", "r")}


def _whole(cell: Cell) -> int:
    if not isinstance(cell, int):
        raise TypeError("a whole number was expected")
    return cell
