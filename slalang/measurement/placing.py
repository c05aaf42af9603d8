"""Which rows belong to which period and key, and what exclusions leave of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias

from slalang.measurement import islands, sql
from slalang.measurement.buckets import bucket_range
from slalang.measurement.engine import Cell, Engine, Key
from slalang.measurement.findings import cannot_measure
from slalang.measurement.relation import Relation, field_column
from slalang.measurement.sql import Columns, Query, Tree, column, literal
from slalang.quantities.opening import Segment

_MOST_IN_A_CASE = 400
"""Up to so many periods, the number of a row's period is found by halving, not by a join."""

Place: TypeAlias = tuple[int, Key]
"""A period, and the values of the groups."""

CountedWhen: TypeAlias = Literal["started", "due", "stopped", "ended"]


@dataclass
class Placing:
    """Puts rows into the periods of an objective, numbered from 0, and under the values of its groups.

    ``base`` is the instant buckets are aligned to. ``known`` is a table of the combinations of group
    values; a row without one of the fields belongs to all of its values. Rows count up to ``end``.
    """

    engine: Engine
    windows: Sequence[Segment]
    groups: Sequence[str]
    base: int
    end: int
    counted_when: CountedWhen | None = None
    known: str | None = None
    counted: dict[tuple[str, str | None, bool], dict[Place, Fraction]] = field(default_factory=dict)
    """How many rows of a table are in each place, with some time removed, where that was asked."""
    _tables: dict[int, str] = field(default_factory=dict)
    _left: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    @property
    def by(self) -> list[str]:
        """The columns that say which period and which values of the groups a row belongs to."""
        return ["p", *self.group_columns]

    @property
    def group_columns(self) -> list[str]:
        """The columns with the values of the groups."""
        return [f"g{index}" for index, _ in enumerate(self.groups)]

    def placed(self, relation: Relation, inside: bool) -> Query:
        """The rows, each with its period and groups.

        ``inside``: its part inside each period it touches. Otherwise a row, or a bucket, is in one.
        """
        by_instant = relation.shape == "points" or not (inside or relation.shape == "buckets")
        if by_instant and len(self.windows) <= _MOST_IN_A_CASE:
            return self._numbered(relation)
        whole = relation.shape == "buckets" and not inside
        window = sql.table(self._windows(relation), "w")
        first, last = ("b0", "b1") if whole else ("s", "e")
        span = {"s": column("s", "r"), "e": column("e", "r")}
        if inside or whole:
            span = {
                "s": sql.largest(column("s", "r"), column(first, "w")),
                "e": sql.smallest(column("e", "r"), column(last, "w")),
            }
        query = self._in_groups(relation, {"p": column("p", "w")} | span)
        return sql.joined(query, window, self._belongs(relation, inside))

    def _numbered(self, relation: Relation) -> Query:
        """The rows with the number of their period: the periods are few, and none overlaps another."""
        instant = self._instant(relation)
        span = {"s": column("s", "r"), "e": column("e", "r")}
        known = self.windows or [(0, 0)]
        first, last = literal(known[0][0]), literal(known[-1][1])
        inside = sql.compare(">=", instant, first), sql.compare("<", instant.copy(), last)
        query = self._in_groups(relation, {"p": _number_of(instant, list(enumerate(known)))} | span, inside)
        if all(one[1] == next_one[0] for one, next_one in pairwise(known)):
            return query
        names = ("p", *self.group_columns, *span, *relation.names)
        placed = sql.negation(sql.is_null(column("p", "r")))
        return sql.select({name: column(name, "r") for name in names}, sql.nested(query, "r"), where=placed)

    def _in_groups(self, relation: Relation, place: Columns, where: Sequence[Tree] = ()) -> sql.Selection:
        """The rows under the values of the groups, a row without such a field under each of them."""
        values = {name: column(name, "r") for name in relation.names}
        own = [group in relation.columns for group in self.groups]
        groups = {
            name: relation.columns[group].text("r") if has else column(name, "k")
            for name, group, has in zip(self.group_columns, self.groups, own, strict=True)
        }
        query = sql.select({**place, **groups, **values}, sql.table(relation.table, "r"), sql.every(*where))
        return query if all(own) else sql.joined(query, self._known_groups(), self._same_groups(relation))

    def _belongs(self, relation: Relation, inside: bool) -> Tree:
        if relation.shape == "buckets" and not inside:
            return sql.every(
                sql.compare("<", column("s", "r"), column("b1", "w")),
                sql.compare(">", column("e", "r"), column("b0", "w")),
            )
        if inside:
            return islands.overlapping("r", "w", [])
        instant = self._instant(relation)
        return sql.every(
            sql.compare(">=", instant, column("s", "w")), sql.compare("<", instant, column("e", "w"))
        )

    def _instant(self, relation: Relation) -> Tree:
        """The instant that decides the period: an interval's last one, unless the objective says more."""
        start, last = column("s", "r"), sql.subtract(column("e", "r"), literal(1))
        if relation.shape == "points" or self.counted_when == "started":
            return start
        if relation.shape == "cycles":
            stopped = column(field_column("stopped"), "r")
            if self.counted_when in (None, "due") and "due" in relation.columns:
                return sql.coalesce(column(field_column("due"), "r"), stopped)
            return sql.coalesce(stopped, literal(self.end - 1))
        return sql.largest(start, last)

    def _known_groups(self) -> Tree:
        if self.known is None:
            raise cannot_measure(
                "no event behind the objective has the field that it is promised for each value of"
            )
        return sql.table(self.known, "k")

    def _same_groups(self, relation: Relation) -> Tree:
        pairs = zip(self.group_columns, self.groups, strict=True)
        shared = [(name, group) for name, group in pairs if group in relation.columns]
        return sql.every(
            *(sql.same(relation.columns[group].text("r"), column(name, "k")) for name, group in shared)
        )

    def _windows(self, relation: Relation) -> str:
        width = relation.width or 0
        if width not in self._tables:
            rows = [
                (number, *window, *(bucket_range(*window, width, self.base) if width else window))
                for number, window in enumerate(self.windows)
            ]
            names = ("p", "s", "e", "b0", "b1")
            self._tables[width] = self.engine.load(dict.fromkeys(names, sql.BIGINT), rows)
        return self._tables[width]

    # --- exclusions ------------------------------------------------------------------------------

    def remaining(self, relation: Relation, removed: str | None, inside: bool) -> Query:
        """The placed rows with ``net``, the length that is left of them outside the removed time.

        A point, and any row of which nothing is left, is gone. ``removed`` has disjoint intervals per
        values of the groups. The cycles of a clock are whole: it stood still in the removed time.
        """
        if relation.shape == "buckets" and inside:
            raise TypeError("the parts of buckets are intervals")
        placed = self.placed(relation, inside)
        kept = {name: column(name, "r") for name in ("s", "e", *self.by, *relation.names)}
        length = {"net": sql.subtract(column("e", "r"), column("s", "r"))}
        if removed is None or relation.shape == "cycles":
            return sql.select(kept | length, sql.nested(placed, "r"))
        if relation.shape == "points":
            apart = sql.is_null(column("s", "o"))
            query = sql.select(kept | length, sql.nested(placed, "r"), where=apart)
            within = islands.overlapping("r", "o", self.group_columns)
            return sql.joined(query, sql.table(removed, "o"), within, left=True)
        known = (relation.table, removed, inside)
        if known not in self._left:
            self._left[known] = self._shortened(relation, placed, kept, removed)
        return sql.select(kept | {"net": column("net", "r")}, sql.table(self._left[known], "r"))

    def _shortened(self, relation: Relation, placed: Query, kept: Columns, removed: str) -> str:
        """A table with the rows of which something is left, and how much."""
        rows = self.engine.table(islands.numbered(sql.nested(placed, "n"), [*self.by, *relation.names]))
        untouched, taken = sql.is_null(column("taken", "x")), sql.coalesce(column("taken", "x"), literal(0))
        net = sql.subtract(sql.subtract(column("e", "r"), column("s", "r")), taken)
        some_left = sql.some(untouched, sql.compare(">", net, literal(0)))
        query = sql.select({**kept, "net": net}, sql.table(rows, "r"), where=some_left)
        same_row = sql.compare("=", column("row", "x"), column("row", "r"))
        removals = sql.nested(self._taken(rows, removed, relation), "x")
        return self.engine.table(sql.joined(query, removals, same_row, left=True))

    def _taken(self, rows: str, removed: str, relation: Relation) -> Query:
        """How much of each row lies in the removed time; of buckets, only whole ones."""
        start = sql.largest(column("s", "r"), column("s", "o"))
        end = sql.smallest(column("e", "r"), column("e", "o"))
        if relation.width:
            start = sql.align_up(start, self.base, relation.width)
            end = sql.align_down(end, self.base, relation.width)
        part = sql.largest(sql.subtract(end, start), literal(0))
        query = sql.select(
            {"row": column("row", "r"), "taken": sql.total(part)},
            sql.table(rows, "r"),
            group=[column("row", "r")],
        )
        return sql.joined(query, sql.table(removed, "o"), islands.overlapping("r", "o", self.group_columns))


def keys_of(row: Sequence[Cell], groups: int) -> tuple[int, Key]:
    """The period and the values of the groups at the head of a row."""
    period = row[0]
    if not isinstance(period, int):
        raise TypeError("a period is a number")
    return period, tuple(row[1 : 1 + groups])


def _number_of(instant: Tree, windows: Sequence[tuple[int, Segment]]) -> Tree:
    """The number of the window that holds an instant from the start of the first on: found by halving them.

    There is none in a gap between two windows.
    """
    if len(windows) == 1:
        return literal(windows[0][0])
    middle = len(windows) // 2
    gap, following = windows[middle - 1][1][1], windows[middle][1][0]
    branches = [(sql.compare("<", instant.copy(), literal(gap)), _number_of(instant, windows[:middle]))]
    if gap < following:
        branches.append((sql.compare("<", instant.copy(), literal(following)), sql.null()))
    return sql.case(branches, _number_of(instant, windows[middle:]))
