"""What each measure of an objective was made of, thing by thing: the first few, and how many there are.

It reads the very rows that the measures are made of, after their keys, periods and exclusions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from slalang.measurement import islands, sql
from slalang.measurement.aggregates import Rows
from slalang.measurement.clocks import LIMIT
from slalang.measurement.engine import Cell, Engine, Key
from slalang.measurement.exclusions import clipped, length_of
from slalang.measurement.lineage import Lineage, Thing, columns_of
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.relation import Number, Relation, Truth, field_column
from slalang.measurement.sql import Query, Tree, column, literal
from slalang.plan.reading import TraceKind, Traces
from slalang.plan.streams import Measure, Table
from slalang.quantities.opening import Segment

_OF_CYCLES = ("started", "stopped", "due", "elapsed", "paused")


@dataclass(frozen=True)
class _Group:
    """Things of one kind behind a measure, before it is known what lies inside them."""

    behind: str
    what: TraceKind
    of: str
    count: int
    first: tuple[Thing, ...]
    total: int | None = None
    rank: int | None = None


@dataclass
class Tracer:
    """Collects what stands behind the readings of one objective, in the periods with these numbers: ``most``
    things of each kind by name."""

    engine: Engine
    placing: Placing
    origins: Lineage
    most: int
    periods: frozenset[int]
    _found: dict[Place, list[_Group]] = field(default_factory=lambda: defaultdict(list))

    def traces(self, place: Place) -> tuple[Traces, ...]:
        """What stands behind the reading of a period and key. Asked for once all is collected."""
        return tuple(
            Traces(
                group.behind,
                group.what,
                group.of,
                group.count,
                self.origins.traces(group.of, place[1], group.first, self.most),
                group.total,
                group.rank,
            )
            for group in (self._found.get(place, ()) if place[0] in self.periods else ())
        )

    # --- measures --------------------------------------------------------------------------------

    def rows(
        self, measure: Measure, relation: Relation, removed: str | None, tables: Mapping[str, Table]
    ) -> None:
        """The rows behind a measure that counts, adds up or ranks rows."""
        rows = Rows(self.engine, self.placing, relation, measure, removed, tables)
        match measure.aggregate:
            case "count" | "share":
                match rows.term:
                    case Truth(condition):
                        kind = sql.coalesce(sql.as_integer(condition), literal(0))
                        self._list(measure, rows, relation, kind, ("not held", "held"))
                    case _:
                        self._list(measure, rows, relation, literal(0), ("counted",))
            case "sum" | "mean" | "min" | "max":
                self._valued(measure, rows, relation)
            case "percentile":
                self._at_rank(measure, rows, relation)
            case "distinct" | "lengths":
                self._list(measure, rows, relation, literal(0), ("counted",))
            case "time" | "period":
                raise TypeError(f"{measure.aggregate} has no rows")
            case _:
                assert_never(measure.aggregate)

    def _valued(self, measure: Measure, rows: Rows, relation: Relation) -> None:
        number = rows.term
        if not isinstance(number, Number):
            raise TypeError("a number was expected")
        value = number.numerator
        kind = sql.case([(sql.compare("=", value, literal(0)), literal(0))], literal(1))
        order = value if measure.aggregate == "min" else sql.negative(value)
        present = sql.negation(sql.is_null(value))
        self._list(measure, rows, relation, kind, ("zero", "valued"), [order], present)

    def _at_rank(self, measure: Measure, rows: Rows, relation: Relation) -> None:
        """The row at the nearest rank. Buckets that are one row have no rank of their own."""
        number = rows.term
        if not isinstance(number, Number) or not isinstance(number.denominator, int) or rows.width:
            return
        present = sql.every(rows.weighs, sql.negation(sql.is_null(number.numerator)))
        share = measure.percentile
        if share is None:
            return
        query = self._numbered(rows, relation, literal(0), [number.numerator], present)
        rank, count = column("number"), column("of")
        scaled = sql.multiply(rank, literal(share.denominator))
        before = sql.multiply(sql.subtract(rank, literal(1)), literal(share.denominator))
        wanted = sql.multiply(count, literal(share.numerator))
        is_first = sql.some(sql.compare("<", before, wanted), sql.compare("=", rank, literal(1)))
        at_rank = sql.every(sql.compare(">=", scaled, wanted), is_first)
        for place, [line] in self._fetched(query, at_rank).items():
            group = self._group(measure.id, "at rank", measure.over or "", relation, [line])
            self._found[place].append(replace(group, rank=_whole(line[2])))

    def _list(
        self,
        measure: Measure,
        rows: Rows,
        relation: Relation,
        kind: Tree,
        names: Sequence[TraceKind],
        order: Sequence[Tree] = (),
        present: Tree | None = None,
    ) -> None:
        """The rows of each kind, which is the number of one of the names."""
        keep = rows.weighs if present is None else sql.every(rows.weighs, present)
        query = self._numbered(rows, relation, kind, order, keep)
        first = sql.compare("<=", column("number"), literal(self.most))
        for place, lines in self._fetched(query, first).items():
            for number, what in reversed(list(enumerate(names))):
                own = [line for line in lines if line[0] == number]
                if own:
                    self._found[place].append(
                        self._group(measure.id, what, measure.over or "", relation, own)
                    )

    def _numbered(
        self, rows: Rows, relation: Relation, kind: Tree, order: Sequence[Tree], keep: Tree
    ) -> Query:
        """The rows with the number each has among those of its period, key and kind, and their count."""
        by = {name: column(name, "r") for name in self.placing.by}
        columns = by | {"kind": kind, "s": column("s", "r"), "e": column("e", "r"), "net": column("net", "r")}
        columns |= {f"o{number}": tree for number, tree in enumerate(order)}
        columns |= _details(relation)
        kept = sql.nested(sql.select(columns, rows.source(), where=keep), "k")
        names = {name: column(name) for name in columns}
        partition = [*(column(name) for name in self.placing.by), column("kind")]
        last = [column(name) for name in _details(relation)]
        ordered = [*(column(f"o{number}") for number, _ in enumerate(order)), column("s"), column("e")]
        weighed = sql.total_over(column("net"), partition)
        counted = {
            "of": weighed if rows.width else sql.over_all(sql.count_rows(), partition),
            "number": sql.row_number(partition, [*ordered, *map(_text, last)]),
        }
        return sql.select(names | counted, kept)

    def _fetched(self, query: Query, condition: Tree) -> dict[Place, list[Sequence[Cell]]]:
        """The chosen lines of each place: kind, count, number, start, end, and what they say."""
        names = [name for name in query.named_selects if name not in (*self.placing.by, "net")]
        names = [name for name in names if name not in ("kind", "of", "number", "s", "e") and name[0] != "o"]
        chosen = sql.select(
            {name: column(name) for name in (*self.placing.by, "kind", "of", "number", "s", "e", *names)},
            sql.nested(query, "n"),
            where=condition,
            order=[column(name) for name in (*self.placing.by, "kind", "number")],
        )
        lines: dict[Place, list[Sequence[Cell]]] = defaultdict(list)
        groups = len(self.placing.groups)
        for row in self.engine.fetch(chosen):
            lines[keys_of(row, groups)].append(row[1 + groups :])
        return lines

    def _group(
        self, behind: str, what: TraceKind, of: str, relation: Relation, lines: Sequence[Sequence[Cell]]
    ) -> _Group:
        width = relation.width or 1
        count = _whole(lines[0][1]) // width
        names = list(_details(relation))
        first = tuple(
            Thing(_whole(start), _whole(end), dict(zip(names, cells, strict=True)), relation)
            for _, _, _, start, end, *cells in lines
        )
        return _Group(behind, what, of, count, first)

    # --- time ------------------------------------------------------------------------------------

    def time(self, measure: Measure, covered: str, removed: str | None) -> None:
        """The stretches that a measure of time adds up, outside the removed time."""
        by = self.placing.by
        names = {name: column(name, "r") for name in (*by, "s", "e")}
        query: Query = sql.select(names, sql.table(covered, "r"))
        if removed is not None:
            rows = self.engine.table(islands.numbered(sql.table(covered), by))
            others = sql.select({name: column(name) for name in ("s", "e", *by[1:])}, sql.table(removed))
            query = islands.outside(rows, by, others, by[1:])
        order = [column(name) for name in (*by, "s", "e")]
        columns = {name: column(name) for name in (*by, "s", "e")}
        spans: dict[Place, list[Segment]] = defaultdict(list)
        for row in self.engine.fetch(sql.select(columns, sql.nested(query, "q"), order=order)):
            spans[keys_of(row, len(by) - 1)].append((_whole(row[-2]), _whole(row[-1])))
        for place, found in spans.items():
            self.windows(place, measure.id, "covered", measure.over or "", found)

    def windows(
        self, place: Place, behind: str, what: TraceKind, of: str, windows: Iterable[Segment]
    ) -> None:
        """Stretches of time that lie in the period of the place."""
        start, end = self.placing.windows[place[0]]
        inside = clipped(windows, start, end)
        if inside:
            first = tuple(Thing(start, end) for start, end in inside[: self.most])
            group = _Group(behind, what, of, len(inside), first, length_of(inside))
            self._found[place].append(group)

    def passed_over(self, clause: str, stream: str, keys: Mapping[int, Iterable[Key]]) -> None:
        """Rows that the stream of an exclusion could have been made of and was not."""
        for source in self.origins.not_in(stream):
            query = sql.nested(self.placing.placed(source.relation, True), "r")
            by = {name: column(name, "r") for name in self.placing.by}
            columns = by | {"kind": literal(0), "s": column("s", "r"), "e": column("e", "r")}
            columns |= _details(source.relation)
            partition = list(by.values())
            order = [column("s", "r"), column("e", "r"), *map(_text, _details(source.relation).values())]
            columns |= {
                "of": sql.over_all(sql.count_rows(), partition),
                "number": sql.row_number(partition, order),
            }
            first = sql.compare("<=", column("number"), literal(self.most))
            for place, lines in self._fetched(sql.select(columns, query), first).items():
                if place[1] in keys.get(place[0], ()):
                    group = self._group(clause, "passed over", source.name, source.relation, lines)
                    self._found[place].append(group)


def _details(relation: Relation) -> dict[str, Tree]:
    """The columns that say of a row what it is, and of a cycle what became of it."""
    columns = columns_of(relation)
    if relation.shape == "cycles":
        own = (name for name in _OF_CYCLES if name in relation.columns)
        columns |= {f"c_{name}": column(field_column(name), "r") for name in own}
        columns |= {"c_limit": column(LIMIT, "r")} if LIMIT in relation.columns else {}
    return columns


def _text(tree: Tree) -> Tree:
    return sql.coalesce(sql.as_text(tree), literal(""))


def _whole(cell: Cell) -> int:
    if not isinstance(cell, int):
        raise TypeError("a whole number was expected")
    return cell
