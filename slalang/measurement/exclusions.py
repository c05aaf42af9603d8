"""Time taken out of a period, or forgiven inside it: windows, budgets, and what each clause took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from slalang.measurement import islands, sql
from slalang.measurement.engine import Engine, Key
from slalang.measurement.findings import cannot_measure
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column
from slalang.quantities.opening import ALWAYS, Segment, merge, subtract

ByKey: TypeAlias = Mapping[Key, tuple[Segment, ...]]


@dataclass(frozen=True)
class Clause:
    """One clause that excludes or forgives: its windows after the budget, per values of the groups."""

    clause: str
    forgives: bool
    windows: ByKey


@dataclass(frozen=True)
class Exclusions:
    """All clauses of an objective. ``outside`` is what `measured while` leaves out."""

    clauses: tuple[Clause, ...] = ()
    outside: ByKey | None = None

    def excluded(self, key: Key) -> tuple[Segment, ...]:
        """The time taken out of the period."""
        windows = (clause.windows.get(key, ()) for clause in self.clauses if not clause.forgives)
        return merge([*_chained(windows), *(self.outside or {}).get(key, ())])

    def removed(self, key: Key) -> tuple[Segment, ...]:
        """The time taken out of the period, and that in which downtime is forgiven."""
        windows = (clause.windows.get(key, ()) for clause in self.clauses)
        return merge([*_chained(windows), *(self.outside or {}).get(key, ())])

    @property
    def forgives(self) -> bool:
        """Whether a clause forgives."""
        return any(clause.forgives for clause in self.clauses)

    @property
    def excludes(self) -> bool:
        """Whether any time is taken out of the period."""
        return self.outside is not None or any(not clause.forgives for clause in self.clauses)


def windows_of(engine: Engine, relation: Relation, groups: Sequence[str], known: Iterable[Key]) -> ByKey:
    """The union of the intervals of a relation, for each known combination of group values.

    A relation without the field of a group holds for all of its values.
    """
    if relation.shape == "points":
        raise cannot_measure("what is excluded is time, and points have none")
    own = [index for index, group in enumerate(groups) if group in relation.columns]
    names = [f"g{index}" for index in own]
    keys = {f"g{index}": relation.columns[groups[index]].text("r") for index in own}
    rows = sql.select(keys | {name: column(name, "r") for name in ("s", "e")}, sql.table(relation.table, "r"))
    order = [*(column(name) for name in names), column("s")]
    columns = {name: column(name) for name in (*names, "s", "e")}
    union = sql.nested(islands.merged(sql.nested(rows, "rows"), names), "m")
    found: dict[Key, list[Segment]] = defaultdict(list)
    for *values, start, end in engine.fetch(sql.select(columns, union, order=order)):
        if isinstance(start, int) and isinstance(end, int):
            found[tuple(values)].append((start, end))
    return {key: tuple(found.get(tuple(key[index] for index in own), ())) for key in known}


def within_budget(
    windows: Sequence[Segment], length: int, horizons: Sequence[Segment]
) -> tuple[Segment, ...]:
    """The windows as far as the budget reaches: in order of time, anew in each horizon."""
    return merge(part for horizon in horizons for part in _spent(clipped(windows, *horizon), length))


def _spent(windows: Iterable[Segment], budget: int) -> Iterator[Segment]:
    for start, end in windows:
        granted = min(end - start, budget)
        budget -= granted
        yield start, start + granted


def clipped(windows: Iterable[Segment], start: int, end: int) -> tuple[Segment, ...]:
    """The parts of the windows between two instants."""
    parts = ((max(first, start), min(last, end)) for first, last in windows)
    return tuple((first, last) for first, last in parts if first < last)


def length_of(windows: Iterable[Segment]) -> int:
    """The length of disjoint windows together."""
    return sum(end - start for start, end in windows)


def everything_outside(windows: Sequence[Segment]) -> tuple[Segment, ...]:
    """All time that lies outside the windows, before the term and after it too."""
    return subtract((ALWAYS,), windows)


def _chained(parts: Iterable[tuple[Segment, ...]]) -> Iterator[Segment]:
    return (segment for part in parts for segment in part)
