"""Rows of printed tables as ranges of values, and where such ranges leave holes or overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from slalang.model.constants import constant
from slalang.syntax import nodes


@dataclass(frozen=True)
class Range:
    """The values from ``low`` to ``high``, each end included or not."""

    low: Fraction
    low_included: bool
    high: Fraction
    high_included: bool

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        if self.low == self.high:
            return not (self.low_included and self.high_included)
        return self.low > self.high

    @property
    def is_point(self) -> bool:
        """Whether it is one value alone."""
        return self.low == self.high and not self.is_empty

    def witness(self) -> Fraction:
        """A value in the range: an end that lies in it, else the middle."""
        if self.low_included:
            return self.low
        return self.high if self.high_included else (self.low + self.high) / 2


@dataclass(frozen=True)
class TableRow:
    """A row of a printed table and the range of values it is for."""

    row: nodes.CreditRow
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
                found.append(TableRow(clause, values))
    return tuple(sorted(found, key=lambda each: (each.range.low, not each.range.low_included)))


def overlaps(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, TableRow, Range]]:
    """Each two rows that are for the same values, and those values."""
    for one, other in combinations(rows, 2):
        common = _common(one.range, other.range)
        if not (one.range.is_empty or other.range.is_empty or common.is_empty):
            yield one, other, common


def holes(rows: Sequence[TableRow]) -> Iterator[tuple[TableRow, TableRow, Range]]:
    """The ranges between two rows that no row is for, and the rows around them."""
    filled = [row for row in rows if not row.range.is_empty]
    reach = filled[0] if filled else None
    for one, other in pairwise(filled):
        reach = max(reach or one, one, key=lambda row: (row.range.high, row.range.high_included))
        last, following = reach.range, other.range
        gap = Range(last.high, not last.high_included, following.low, not following.low_included)
        if not gap.is_empty:
            yield reach, other, gap


def _common(one: Range, other: Range) -> Range:
    low = max(one.low, other.low)
    high = min(one.high, other.high)
    return Range(
        low,
        all(each.low_included for each in (one, other) if each.low == low),
        high,
        all(each.high_included for each in (one, other) if each.high == high),
    )
