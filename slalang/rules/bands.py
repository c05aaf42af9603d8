"""Rows of printed tables as ranges of values, and where such ranges leave holes or overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, groupby

from slalang.model.constants import constant
from slalang.model.strictness import holds, row_holds, sample_values
from slalang.quantities import Unit
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Range(Frozen):
    """The values from ``low`` to ``high``, each end included or not; ``None`` is no end."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        if self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return not (self.low_included and self.high_included)
        return self.low > self.high

    @property
    def is_point(self) -> bool:
        """Whether it is one value alone."""
        return self.low is not None and self.low == self.high and not self.is_empty

    def first_multiple(self, quantum: Fraction) -> Fraction | None:
        """The lowest multiple of the quantum in it, from zero up where it has no low end."""
        low = self.low or Fraction(0)
        found = -(-low // quantum) * quantum
        if found == self.low and not self.low_included:
            found += quantum
        beyond = self.high is not None and (
            found > self.high or (found == self.high and not self.high_included)
        )
        return None if beyond else found


@value
class TableRow(Frozen):
    """A row of a printed table and the range of values it is for."""

    row: nodes.CreditRow
    low: Fraction
    high: Fraction
    range: Range


def table_rows(credit: nodes.Credit) -> tuple[TableRow, ...]:
    """The rows of a printed table with constant ends, from the lowest values up."""
    found = []
    for clause in credit.clauses:
        if isinstance(clause, nodes.CreditRow) and isinstance(clause.trigger, nodes.Band):
            band = clause.trigger
            low, high = constant(band.low), constant(band.high)
            if low is not None and high is not None:
                values = Range(low, band.low_included, high, band.high_included)
                found.append(TableRow(clause, low, high, values))
    return tuple(sorted(found, key=lambda each: (each.low, not each.range.low_included)))


def overlaps(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, TableRow, Range]]:
    """Each two rows that are for the same values, and those values."""
    for one, other in combinations(rows, 2):
        common = _common(one, other)
        if not (one.range.is_empty or other.range.is_empty or common.is_empty):
            yield one, other, common


def _common(one: TableRow, other: TableRow) -> Range:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Range(
        low,
        all(each.range.low_included for each in (one, other) if each.low == low),
        high,
        all(each.range.high_included for each in (one, other) if each.high == high),
    )


def pays_on_good_side_only(credit: nodes.Credit, target: nodes.Target) -> bool:
    """Whether each row is a range of values that meet the target, and no row is for any miss."""
    threshold = constant(target.threshold)
    rows = [clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow)]
    bands = table_rows(credit)
    if threshold is None or not bands or len(bands) < len(rows):
        return False
    values = sample_values({threshold, *(end for band in bands for end in (band.low, band.high))})
    held = [value for value in values if any(row_holds(row.trigger, target, value) for row in rows)]
    met = [value for value in held if holds(target.operator, value, threshold)]
    return met != [threshold] and len(met) > 0 and set(held) - set(met) <= {threshold}


# --- holes -------------------------------------------------------------------------------------


def holes(
    credit: nodes.Credit, target: nodes.Target, unit: Unit | None, quantum: Fraction | None = None
) -> Iterator[tuple[Range, Fraction]]:
    """The values that miss the target and have no row, and one of each such range.

    Found where every row of the block holds by the value alone, or for every miss. Where values are
    rounded to a ``quantum``, a range without a multiple of it is no hole.
    """
    rows = [clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow)]
    thresholds = _thresholds(rows, target)
    if thresholds is None:
        return
    values = _samples(thresholds, unit)
    unpaid = [not _is_paid(rows, target, value) for value in values]
    for is_hole, run in groupby(range(len(values)), key=lambda index: unpaid[index]):
        if is_hole:
            hole = _range(values, list(run), thresholds)
            found = hole.first_multiple(quantum) if quantum else _witness(hole)
            if found is not None:
                yield hole, found


def _samples(thresholds: set[Fraction], unit: Unit | None) -> list[Fraction]:
    """Values between and beyond the thresholds, as far as values of the unit reach."""
    ends = {Fraction(0), Fraction(1)} if unit == "ratio" else {Fraction(0)}
    most = Fraction(1) if unit == "ratio" else None
    values = sample_values(thresholds | ends)
    return [value for value in values if value >= 0 and (most is None or value <= most)]


def _witness(hole: Range) -> Fraction:
    """A value in the hole: an end that lies in it, else one well inside."""
    if hole.low is not None and hole.low_included:
        return hole.low
    if hole.high is not None and hole.high_included:
        return hole.high
    low = hole.low or Fraction(0)
    return (low + hole.high) / 2 if hole.high is not None else 2 * low


def _thresholds(rows: Sequence[nodes.CreditRow], target: nodes.Target) -> set[Fraction] | None:
    """Where rows begin and end and the target lies; ``None`` where that does not say all."""
    found = [constant(target.threshold)]
    for row in rows:
        match row.trigger:
            case nodes.Band(low=low, high=high):
                found += [constant(low), constant(high)]
            case nodes.Rung(threshold=threshold):
                found.append(constant(threshold))
            case nodes.OnMiss():
                continue
            case _:
                return None
    known = {value for value in found if value is not None}
    return known if None not in found else None


def _is_paid(rows: Sequence[nodes.CreditRow], target: nodes.Target, value: Fraction) -> bool:
    """Whether a row is for the value, or the target is met and none has to be."""
    threshold = constant(target.threshold)
    met = threshold is not None and holds(target.operator, value, threshold)
    return met or any(row_holds(row.trigger, target, value) for row in rows)


def _range(values: Sequence[Fraction], indices: Sequence[int], thresholds: set[Fraction]) -> Range:
    """The range around a run of samples: thresholds, and the values between them."""
    first, last = indices[0], indices[-1]
    bounds = thresholds | {values[0], values[-1]} if last + 1 < len(values) else thresholds | {values[0]}
    low_included, high_included = values[first] in bounds, values[last] in bounds
    after = values[last + 1] if last + 1 < len(values) else None
    return Range(
        values[first] if low_included else values[first - 1],
        low_included,
        values[last] if high_included else after,
        high_included,
    )
