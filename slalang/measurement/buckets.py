"""Points cut into buckets of equal width, and the empty buckets between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.quotients import is_quotient, quotients
from slalang.measurement.relation import Buckets, Column, Number, Relation, Text, Truth, field_column
from slalang.measurement.row_values import RowValues, scaled
from slalang.measurement.sql import Tree, column, literal
from slalang.plan.streams import Every, Metric, Table


def bucket_range(start: int, end: int, width: int, base: int) -> tuple[int, int]:
    """From where to where the buckets of a period reach: those whose last instant lies in it."""
    return _align_up(start - width + 1, width, base), _align_up(end - width + 1, width, base)


def all_buckets(start: int, end: int, width: int) -> tuple[int, int]:
    """From where to where the buckets reach that are counted from a start, up to the one that holds the
    instant before an end."""
    return start, max(start, _align_up(end, width, start))


def _align_up(instant: int, width: int, base: int) -> int:
    return instant + (base - instant) % width


def form_of(step: Every) -> Buckets:
    """The width of the buckets, and what becomes of those with too few rows."""
    return Buckets(step.width, step.least_rows, step.sparse == "carries")


# --- buckets with rows -------------------------------------------------------------------------


def cut(
    engine: Engine, source: Relation, step: Every, keys: Sequence[str], base: int, tables: Mapping[str, Table]
) -> Relation:
    """The buckets that have rows, one row each."""
    names = [field_column(key) for key in keys]
    values = RowValues(source.terms("r"), tables)
    apart = [metric for metric in step.metrics if is_quotient(metric, values)]
    prepared = [_Prepared(metric, values) for metric in step.metrics if metric not in apart]
    start = sql.align_down(column("s", "r"), base, step.width)
    inner = {"s": start} | {name: column(name, "r") for name in names}
    for metric in prepared:
        inner |= metric.inputs([start, *(column(name, "r") for name in names)])
    rows = sql.table(source.table, "r")
    query = sql.select(inner, rows)
    values.check_tables(engine, rows)
    group = [column("s"), *(column(name) for name in names)]
    outer = {"s": column("s"), "e": sql.add(column("s"), literal(step.width))}
    outer |= {name: column(name) for name in names} | {"rows": sql.count_rows()}
    outer |= {"sparse": sql.as_integer(sql.compare("<", sql.count_rows(), literal(step.least_rows or 0)))}
    for metric in prepared:
        outer |= metric.outputs()
    table = engine.table(sql.select(outer, sql.nested(query, "i"), group=group))
    place = {"s": start} | {name: column(name, "r") for name in names}
    kinds = {name: sql.TEXT if name in _texts(source) else sql.BIGINT for name in place}
    for one in apart:
        found = quotients(engine, rows, place, kinds, one, values)
        table = _with_number(engine, table, list(outer), found, list(place), one)
        outer |= {name: column(name) for name in _metric_column(one).names}
    columns = {key: source.columns[key] for key in keys}
    columns |= {metric.name: _metric_column(metric) for metric in step.metrics}
    return Relation(table, "buckets", columns, tuple(step.keys), form_of(step), (table,))


def _with_number(
    engine: Engine, buckets: str, own: Sequence[str], numbers: str, place: Sequence[str], metric: Metric
) -> str:
    """The buckets with one number more, which is reckoned apart."""
    columns = {name: column(name, "b") for name in own}
    columns |= {name: column(name, "n") for name in _metric_column(metric).names}
    if metric.aggregate == "sum":
        columns = {**columns, **_zero_where_missing(metric)}
    same = sql.every(*(sql.same(column(name, "b"), column(name, "n")) for name in place))
    query = sql.select(columns, sql.table(buckets, "b"))
    return engine.table(sql.joined(query, sql.table(numbers, "n"), same, left=True))


def _zero_where_missing(metric: Metric) -> dict[str, Tree]:
    above, below = _metric_column(metric).names
    return {
        above: sql.coalesce(column(above, "n"), literal(0)),
        below: sql.coalesce(column(below, "n"), literal(1)),
    }


def _texts(source: Relation) -> set[str]:
    """The database columns that hold texts."""
    return {known.name for known in source.columns.values() if known.kind == "text"}


class _Prepared:
    """One metric: what it needs of each row, and what it makes of the rows of a bucket."""

    def __init__(self, metric: Metric, values: RowValues) -> None:
        self.metric = metric
        self._place = f"v_{metric.name}"
        self._below = 1
        self._value = self._row_value(values)

    def _row_value(self, values: RowValues) -> Tree | None:
        if self.metric.value is None:
            return None
        match values.term(self.metric.value):
            case Truth(condition):
                return sql.coalesce(sql.as_integer(condition), literal(0))
            case Text(tree):
                return tree
            case Number(numerator, int(below)):
                self._below = below
                return numerator
            case _:
                raise TypeError("a quotient of fields is reckoned apart")

    def inputs(self, bucket: Sequence[Tree]) -> dict[str, Tree]:
        """The columns it needs beside those of the bucket."""
        if self._value is None:
            return {}
        columns = {self._place: self._value}
        if self.metric.aggregate == "percentile":
            ranked = [*bucket, sql.is_null(self._value)]
            columns[f"rank_{self._place}"] = sql.row_number(ranked, [self._value])
            columns[f"of_{self._place}"] = sql.over_all(sql.count_rows(), ranked)
        return columns

    def outputs(self) -> dict[str, Tree]:
        """The numerator and the denominator of the metric in each bucket."""
        numerator, denominator = self._aggregate()
        return {field_column(self.metric.name): numerator, f"d_{self.metric.name}": denominator}

    def _aggregate(self) -> tuple[Tree, Tree]:
        value, below = column(self._place), literal(self._below)
        match self.metric.aggregate:
            case "count" if self._value is None:
                return sql.count_rows(), literal(1)
            case "count" | "share":
                held = sql.total(value)
                return held, literal(1) if self.metric.aggregate == "count" else sql.count_rows()
            case "sum":
                return sql.coalesce(sql.total(value), literal(0)), below
            case "mean":
                present = sql.count_values(value)
                some = sql.compare(">", present, literal(0))
                return sql.total(value), sql.case([(some, scaled(present, self._below))])
            case "min":
                return sql.least(value), below
            case "max":
                return sql.greatest(value), below
            case "distinct":
                return sql.count_distinct(value), literal(1)
            case "percentile":
                return sql.least(self._at_rank(value)), below

    def _at_rank(self, value: Tree) -> Tree:
        """The value where its rank is the nearest one: the first with ``rank >= percentile * rows``."""
        percentile = self.metric.percentile or Fraction(0)
        rank, rows = column(f"rank_{self._place}"), column(f"of_{self._place}")
        above = scaled(rows, percentile.numerator)
        reached = sql.compare(">=", scaled(rank, percentile.denominator), above)
        before = scaled(sql.subtract(rank, literal(1)), percentile.denominator)
        first = sql.some(sql.compare("<", before, above), sql.compare("=", rank, literal(1)))
        return sql.case([(sql.every(reached, first), value)])


# --- empty buckets -----------------------------------------------------------------------------


def with_empty(
    engine: Engine,
    relation: Relation,
    step: Every,
    identity: Sequence[str],
    ranges: Sequence[tuple[int, int]],
    present: sql.Query | None = None,
) -> Relation:
    """The buckets and the empty ones between them, for each key that has a row in a range.

    Neighbouring empty buckets of a range are one row. Without keys, every range has its buckets, for
    each row of ``present`` where that is given. Where buckets must have some rows, an empty one has too few.
    """
    grid = engine.load({"b0": sql.BIGINT, "b1": sql.BIGINT}, ranges)
    by = relation.names_of(tuple(identity))
    columns = {**relation.columns, **{metric.name: _metric_column(metric) for metric in step.metrics}}
    whole = replace(relation, columns=columns)
    known = {"s", "e", *relation.names}
    kept = {name: column(name) if name in known else sql.null() for name in ("s", "e", *whole.names)}
    marks = _marks(engine, relation, grid, by, present)
    gaps = sql.select(
        _gap_columns(whole, step, by),
        sql.nested(marks, "m"),
        where=sql.compare("<", column("s"), column("e")),
    )
    return replace(
        whole, table=engine.table(sql.union_all([sql.select(kept, sql.table(relation.table)), gaps]))
    )


def _marks(
    engine: Engine, relation: Relation, grid: str, by: Sequence[str], present: sql.Query | None
) -> sql.Query:
    """For each key and range the stretches from the end of a bucket to the start of the next one."""
    held = engine.table(_in_ranges(relation.table, grid, by))
    place = {name: column(name) for name in (*by, "b0", "b1")}
    buckets = sql.select(place | {"s": column("s"), "e": column("e")}, sql.table(held))
    before = {"s": sql.subtract(column("b0"), literal(1)), "e": column("b0")}
    ranges = sql.select(place | before, _present(relation, held, grid, by, present), distinct=True)
    partition, order = list(place.values()), [column("s"), column("e")]
    until = sql.coalesce(sql.following(column("s"), partition, order), column("b1"))
    stretch = {"s": sql.running(sql.greatest(column("e")), partition, order), "e": until}
    marks = sql.nested(sql.union_all([ranges, buckets]), "b")
    return sql.select({name: column(name) for name in by} | stretch, marks)


def _in_ranges(table: str, grid: str, by: Sequence[str]) -> sql.Query:
    """The buckets in each range."""
    within = sql.every(
        sql.compare("<", column("s", "r"), column("b1", "g")),
        sql.compare(">", column("e", "r"), column("b0", "g")),
    )
    bounds = {"b0": column("b0", "g"), "b1": column("b1", "g")}
    start = sql.largest(column("s", "r"), column("b0", "g"))
    rows = {name: column(name, "r") for name in by} | bounds | {"s": start, "e": column("e", "r")}
    return sql.joined(sql.select(rows, sql.table(table, "r")), sql.table(grid, "g"), within)


def _present(relation: Relation, held: str, grid: str, by: Sequence[str], present: sql.Query | None) -> Tree:
    """A table with the ranges in which each key exists. Without keys that is every range, for all values
    by which the objective keeps rows apart."""
    if relation.keys:
        return sql.table(held)
    if not by:
        return sql.table(grid)
    seen = sql.select({name: column(name) for name in by}, sql.table(relation.table), distinct=True)
    bounds = {name: column(name, "g") for name in ("b0", "b1")} | {name: column(name, "v") for name in by}
    return sql.nested(
        sql.joined(sql.select(bounds, sql.nested(present or seen, "v")), sql.table(grid, "g"), sql.true()),
        "ranges",
    )


def _gap_columns(relation: Relation, step: Every, by: Sequence[str]) -> dict[str, Tree]:
    texts = _texts(relation)
    known = {name: column(name) for name in ("s", "e", *by)} | _values_when_empty(step)
    known |= {"rows": literal(0), "sparse": literal(int(bool(step.least_rows)))}
    missing = {name: sql.null(sql.TEXT if name in texts else sql.BIGINT) for name in relation.names}
    return {name: known.get(name, missing.get(name, sql.null())) for name in ("s", "e", *relation.names)}


def _values_when_empty(step: Every) -> dict[str, Tree]:
    columns: dict[str, Tree] = {}
    for metric in step.metrics:
        if metric.when_empty is not None:
            above, below = metric.when_empty.as_integer_ratio()
            columns |= {field_column(metric.name): literal(above), f"d_{metric.name}": literal(below)}
    return columns


def _metric_column(metric: Metric) -> Column:
    return Column("number", field_column(metric.name), f"d_{metric.name}")
