"""The measures of an objective: whole numbers from the database, exact fractions from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from slalang.measurement import islands, sql
from slalang.measurement.engine import Cell, Engine
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.ranks import nearest_rank
from slalang.measurement.relation import Number, Relation, Text, Truth
from slalang.measurement.row_values import RowValues
from slalang.measurement.sql import Tree, column, literal
from slalang.plan.reading import MeasureReading
from slalang.plan.streams import Measure, Table

Found: TypeAlias = dict[Place, MeasureReading]


def covered(engine: Engine, placing: Placing, relation: Relation) -> str:
    """A table with the union of the intervals in each period: disjoint, touching ones joined."""
    return engine.table(islands.merged(sql.nested(placing.placed(relation, True), "i"), placing.by))


def time_in(engine: Engine, placing: Placing, merged: str, removed: str | None) -> dict[Place, Fraction]:
    """The length of what is ``covered`` in each period, outside the removed time."""
    by = placing.by
    length = sql.total(sql.subtract(column("e", "r"), column("s", "r")))
    times = _sums(
        engine, placing, sql.select(_by(by) | {"n": length}, sql.table(merged, "r"), group=_group(by))
    )
    if removed is None:
        return times
    start = sql.largest(column("s", "r"), column("s", "o"))
    end = sql.smallest(column("e", "r"), column("e", "o"))
    shared = sql.select(
        _by(by) | {"n": sql.total(sql.subtract(end, start))}, sql.table(merged, "r"), group=_group(by)
    )
    overlap = islands.overlapping("r", "o", placing.group_columns)
    taken = _sums(engine, placing, sql.joined(shared, sql.table(removed, "o"), overlap))
    return {place: time - taken.get(place, 0) for place, time in times.items()}


def aggregated(
    engine: Engine,
    placing: Placing,
    relation: Relation,
    measure: Measure,
    removed: str | None,
    tables: Mapping[str, Table],
) -> Found:
    """What the measure reads in each period and group that has rows; see ``without_rows`` for others.

    Its condition was applied to the rows before, but of parts of them it is one on the part.
    """
    rows = Rows(engine, placing, relation, measure, removed, tables)
    match measure.aggregate:
        case "lengths":
            return rows.lengths()
        case "count" if measure.value is None:
            return rows.counted()
        case "count" | "share":
            return rows.held(measure.aggregate == "share")
        case "distinct":
            return rows.distinct()
        case "percentile":
            return rows.percentile(measure.percentile or Fraction(0))
        case aggregate:
            return rows.summarised(aggregate)


def without_rows(measure: Measure) -> MeasureReading:
    """What a measure reads where it has no rows at all."""
    if measure.aggregate == "lengths":
        return ()
    return Fraction(0) if measure.aggregate in ("count", "sum", "distinct", "time") else None


class Rows:
    """The rows of one measure, and its value over them."""

    def __init__(
        self,
        engine: Engine,
        placing: Placing,
        relation: Relation,
        measure: Measure,
        removed: str | None,
        tables: Mapping[str, Table],
    ) -> None:
        self._engine, self._placing = engine, placing
        self._of = (relation.table, removed, measure.inside)
        self._rows = placing.remaining(relation, removed, measure.inside)
        self.width = relation.width
        self.weighs = _dense(relation)
        terms = relation.terms("r")
        if relation.shape == "intervals":
            terms["length"] = Number(column("net", "r"))
        self._values = RowValues(terms, tables)
        if measure.inside and measure.where is not None:
            columns = {name: column(name, "r") for name in ("s", "e", "net", *placing.by, *relation.names)}
            held = self._values.condition(measure.where)
            parts = engine.view(sql.select(columns, self.source(), where=held))
            self._of = (parts, removed, True)
            self._rows = sql.select({name: column(name, "p") for name in columns}, sql.table(parts, "p"))
        self.term = None if measure.value is None else self._values.term(measure.value)
        self._values.check_tables(engine, self.source())

    def counted(self) -> Found:
        """The number of rows, which a share of them may have counted before."""
        if self._of not in self._placing.counted:
            counted = self._grouped({"n": self._total()})
            found = {place: self._in_rows(weight) for place, (weight,) in counted}
            self._placing.counted[self._of] = found
        return dict(self._placing.counted[self._of])

    def held(self, as_share: bool) -> Found:
        """The number of rows for which the condition holds (or that have a value), or their share."""
        match self.term:
            case Truth(tree):
                holds = tree
            case Number(tree, _) | Text(tree):
                holds = sql.negation(sql.is_null(tree))
            case _:
                raise TypeError("a condition was expected")
        counted = dict(self._grouped({"held": self._total_where(holds), "n": self._total()}))
        self._placing.counted |= {
            self._of: {place: self._in_rows(rows) for place, (_, rows) in counted.items()}
        }
        return {
            place: Fraction(_whole(held), _whole(rows)) if as_share else self._in_rows(held)
            for place, (held, rows) in counted.items()
        }

    def summarised(self, aggregate: str) -> Found:
        """The sum, the mean, the least or the greatest value, from one line per denominator."""
        number = self._number()
        columns = {
            "weight": self._total(),
            "sum": sql.total(self._weighed(number.numerator)),
            "least": sql.least(number.numerator),
            "greatest": sql.greatest(number.numerator),
        }
        lines: dict[Place, list[Sequence[Cell]]] = defaultdict(list)
        for place, line in self._grouped(columns, per=self._denominator(number), present=number.numerator):
            lines[place].append(line)
        return {place: self._summary(aggregate, found) for place, found in lines.items()}

    def _summary(self, aggregate: str, lines: Sequence[Sequence[Cell]]) -> Fraction:
        """Each line: the denominator, the weight, the sum, the least and the greatest numerator."""
        per = [[_whole(cell) for cell in line] for line in lines]
        total = sum((Fraction(above, below) for below, _, above, _, _ in per), Fraction(0))
        match aggregate:
            case "sum":
                return total / (self.width or 1)
            case "mean":
                return total / sum(weight for _, weight, _, _, _ in per)
            case "min":
                return min(Fraction(least, below) for below, _, _, least, _ in per)
            case "max":
                return max(Fraction(greatest, below) for below, _, _, _, greatest in per)
            case _:
                raise TypeError(f"{aggregate} is not an aggregate of numbers")

    def distinct(self) -> Found:
        """How many different values there are."""
        match self.term:
            case Text(tree) | Truth(tree):
                counted = self._grouped({"n": sql.count_distinct(tree)}, present=tree)
                return {place: Fraction(_whole(found)) for place, (found,) in counted}
            case _:
                values = self._histogram()
                return {place: Fraction(len(weights)) for place, weights in values.items()}

    def percentile(self, percentile: Fraction) -> Found:
        """The nearest rank: the least value with at least that share of the rows at or below it."""
        number = self._number()
        if isinstance(number.denominator, int):
            return self._ranked(number.numerator, number.denominator, percentile)
        return {place: nearest_rank(values, percentile) for place, values in self._histogram().items()}

    def _ranked(self, value: Tree, below: int, percentile: Fraction) -> Found:
        """The same, counted in the database: there may be as many values as rows."""
        names = self._placing.by
        present = sql.negation(sql.is_null(value))
        weights = sql.select(
            _by(names) | {"value": value, "weight": self._total()},
            self.source(),
            where=sql.every(self.weighs, present),
            group=[*_group(names), column("value")],
        )
        by = [column(name) for name in names]
        counted = {
            "value": column("value"),
            "seen": sql.running_total(column("weight"), by, [column("value")]),
            "of": sql.total_over(column("weight"), by),
        }
        ranks = sql.select({name: column(name) for name in names} | counted, sql.nested(weights, "h"))
        above, under = (literal(part) for part in percentile.as_integer_ratio())
        seen, wanted = sql.multiply(column("seen", "r"), under), sql.multiply(column("of", "r"), above)
        query = sql.select(
            _by(names) | {"n": sql.least(column("value", "r"))},
            sql.nested(ranks, "r"),
            where=sql.compare(">=", seen, wanted),
            group=_group(names),
        )
        found = self._engine.fetch(query)
        return {keys_of(row, len(names) - 1): Fraction(_whole(row[-1]), below) for row in found}

    def _histogram(self) -> dict[Place, dict[Fraction, int]]:
        number = self._number()
        histograms: dict[Place, dict[Fraction, int]] = defaultdict(lambda: defaultdict(int))
        grouped = self._grouped(
            {"weight": self._total()},
            per=self._denominator(number),
            also=number.numerator,
            present=number.numerator,
        )
        for place, (below, above, weight) in grouped:
            histograms[place][Fraction(_whole(above), _whole(below))] += _whole(weight)
        return histograms

    def lengths(self) -> Found:
        """The length of each interval, in order of time."""
        by = self._placing.by
        order = [column(name) for name in (*by, "s", "e", "net")]
        columns = _by(by) | {name: column(name, "r") for name in ("s", "e", "net")}
        found: dict[Place, tuple[int, ...]] = {}
        for row in self._engine.fetch(sql.select(columns, self.source(), order=order)):
            place, length = keys_of(row, len(by) - 1), _whole(row[-1])
            each = (self.width,) * (length // self.width) if self.width else (length,)
            found[place] = (*found.get(place, ()), *each)
        return dict(found)

    # --- queries ---------------------------------------------------------------------------------

    def _grouped(
        self,
        columns: Mapping[str, Tree],
        per: Tree | None = None,
        also: Tree | None = None,
        present: Tree | None = None,
    ) -> Iterator[tuple[Place, tuple[Cell, ...]]]:
        """One line for each period and group, and for each value of ``per`` and ``also``; only rows in
        which ``present`` has a value."""
        by = self._placing.by
        extra = {name: tree for name, tree in (("per", per), ("also", also)) if tree is not None}
        keep = sql.true() if present is None else sql.negation(sql.is_null(present))
        query = sql.select(
            _by(by) | extra | dict(columns),
            self.source(),
            where=sql.every(self.weighs, keep),
            group=[*_group(by), *(column(name) for name in extra)],
        )
        for row in self._engine.fetch(query):
            yield keys_of(row, len(by) - 1), row[len(by) :]

    def source(self) -> Tree:
        """The rows, under the alias ``r``: placed, and with what exclusions leave of them."""
        return sql.nested(self._rows, "r")

    def _total(self) -> Tree:
        """The number of rows of a group; of buckets, their length."""
        return sql.total(column("net", "r")) if self.width else sql.count_rows()

    def _weighed(self, value: Tree) -> Tree:
        return sql.multiply(column("net", "r"), value) if self.width else value

    def _total_where(self, condition: Tree) -> Tree:
        """The same, of the rows for which the condition holds."""
        if self.width:
            held = sql.coalesce(sql.as_integer(condition), literal(0))
            return sql.total(sql.multiply(column("net", "r"), held))
        return sql.count_where(condition)

    def _in_rows(self, weight: Cell) -> Fraction:
        return Fraction(_whole(weight), self.width or 1)

    def _number(self) -> Number:
        if not isinstance(self.term, Number):
            raise TypeError("a number was expected")
        return self.term

    def _denominator(self, number: Number) -> Tree:
        below = number.denominator
        return literal(below) if isinstance(below, int) else below


def _dense(relation: Relation) -> Tree:
    """The condition that a row is not a bucket with too few rows, which has no value."""
    if relation.shape != "buckets":
        return sql.true()
    return sql.compare("=", column("sparse", "r"), literal(0))


def _sums(engine: Engine, placing: Placing, query: sql.Query) -> dict[Place, Fraction]:
    groups = len(placing.groups)
    return {keys_of(row, groups): Fraction(_whole(row[-1])) for row in engine.fetch(query)}


def _by(names: Sequence[str]) -> dict[str, Tree]:
    return {name: column(name, "r") for name in names}


def _group(names: Sequence[str]) -> list[Tree]:
    return list(_by(names).values())


def _whole(cell: Cell) -> int:
    if not isinstance(cell, int):
        raise TypeError("a whole number was expected")
    return cell
