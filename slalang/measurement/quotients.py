"""Numbers of buckets over quotients of fields: each row has a denominator of its own, so the exact number of
a bucket is worked out here, and not in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from slalang.measurement import sql
from slalang.measurement.engine import Cell, Engine, Key, too_large
from slalang.measurement.ranks import nearest_rank
from slalang.measurement.relation import Number, field_column
from slalang.measurement.row_values import RowValues
from slalang.measurement.sql import Tree, column
from slalang.plan.streams import Metric

_MOST = 2**63 - 1


def is_quotient(metric: Metric, values: RowValues) -> bool:
    """Whether the rows of a bucket have denominators of their own."""
    term = None if metric.value is None else values.term(metric.value)
    return isinstance(term, Number) and not isinstance(term.denominator, int)


def quotients(
    engine: Engine,
    rows: Tree,
    place: Mapping[str, Tree],
    kinds: Mapping[str, str],
    metric: Metric,
    values: RowValues,
) -> str:
    """A table with the number of each bucket that has one. ``place`` says which bucket a row is in, and
    ``kinds`` of which types that is."""
    if metric.value is None:
        raise TypeError("a quotient is a value")
    number = values.number(metric.value)
    below = sql.literal(number.denominator) if isinstance(number.denominator, int) else number.denominator
    line = {**place, "above": number.numerator, "below": below}
    each = sql.select(line, rows, where=sql.negation(sql.is_null(number.numerator)))
    by = {name: column(name) for name in line}
    weighed = sql.select(by | {"n": sql.count_rows()}, sql.nested(each, "q"), group=list(by.values()))
    found = engine.fetch(weighed)
    names = {"above": field_column(metric.name), "below": f"d_{metric.name}"}
    loaded = [*kinds.items(), *((name, sql.BIGINT) for name in names.values())]
    return engine.load(dict(loaded), list(_numbers(found, len(place), metric)))


def _numbers(rows: Sequence[Sequence[Cell]], keys: int, metric: Metric) -> Iterator[list[Cell]]:
    """Each bucket with its number as numerator and denominator."""
    values: dict[Key, dict[Fraction, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        above, below, weight = row[keys:]
        if not (isinstance(above, int) and isinstance(below, int) and isinstance(weight, int)):
            raise TypeError("a whole number was expected")
        values[tuple(row[:keys])][Fraction(above, below)] += weight
    for place, weights in sorted(values.items(), key=str):
        number = _number(weights, metric)
        if max(abs(number.numerator), number.denominator) > _MOST:
            raise too_large()
        yield [*place, number.numerator, number.denominator]


def _number(weights: Mapping[Fraction, int], metric: Metric) -> Fraction:
    rows = sum(weights.values())
    total = sum((value * weight for value, weight in weights.items()), Fraction(0))
    match metric.aggregate:
        case "sum":
            return total
        case "mean":
            return total / rows
        case "min":
            return min(weights)
        case "max":
            return max(weights)
        case "percentile":
            return nearest_rank(weights, metric.percentile or Fraction(0))
        case "distinct":
            return Fraction(len(weights))
        case _:
            return Fraction(rows)
