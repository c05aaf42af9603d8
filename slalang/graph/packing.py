"""The most time that can be given to sets of parts without using any part for longer than it has."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from slalang.graph.cuts import Cut

_ZERO = Fraction(0)
_MOST_STEPS = 400


def most_packed(sets: Sequence[Cut], room: Sequence[Fraction]) -> Fraction | None:
    """The largest sum of times, one for each set, such that the sets of each part get no more than its room.

    The simplex method on exact fractions. It begins with no time given, which is always possible, and takes
    the first column and row that help, so that it cannot go round in circles (Bland's rule). ``None`` where
    that takes too many steps.
    """
    table = _Table(sets, room)
    for _ in range(_MOST_STEPS):
        column = next((each for each, gain in enumerate(table.gains) if gain > 0), None)
        if column is None:
            return table.total
        table.enter(column)
    return None


class _Table:
    """One row for each part, one column for each set and then for what is left of each part.

    ``basis`` has the column that each row is solved for, ``gains`` what the sum would gain for each unit of
    a column.
    """

    def __init__(self, sets: Sequence[Cut], room: Sequence[Fraction]) -> None:
        parts = range(len(room))
        self.rows = [
            [Fraction(part in each) for each in sets] + [Fraction(part == other) for other in parts]
            for part in parts
        ]
        self.room = list(room)
        self.gains = [Fraction(1)] * len(sets) + [_ZERO] * len(room)
        self.basis = [len(sets) + part for part in parts]
        self.total = _ZERO

    def enter(self, column: int) -> None:
        """Gives a column as much as there is room for, and solves the row that ran out of it for the column.

        Every set has a part, so there is such a row.
        """
        limits = [
            (self.room[row] / values[column], self.basis[row], row)
            for row, values in enumerate(self.rows)
            if values[column] > 0
        ]
        _, _, pivot = min(limits)
        self._solve(pivot, column)

    def _solve(self, pivot: int, column: int) -> None:
        by = self.rows[pivot][column]
        self.rows[pivot] = [each / by for each in self.rows[pivot]]
        self.room[pivot] /= by
        for row, values in enumerate(self.rows):
            if row != pivot and values[column]:
                self.room[row] -= values[column] * self.room[pivot]
                self.rows[row] = _less(values, values[column], self.rows[pivot])
        self.total += self.gains[column] * self.room[pivot]
        self.gains = _less(self.gains, self.gains[column], self.rows[pivot])
        self.basis[pivot] = column


def _less(values: Sequence[Fraction], times: Fraction, other: Sequence[Fraction]) -> list[Fraction]:
    return [one - times * another if another else one for one, another in zip(values, other, strict=True)]
