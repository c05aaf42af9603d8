"""What belongs to a period and is not decided as far as the rows are known.

Such a thing is in no count, or in one that it may still leave, so that a statement with it cannot be final.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from slalang.measurement import sql
from slalang.measurement.dependencies import sources_behind
from slalang.measurement.engine import Cell, Engine
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.relation import Relation
from slalang.measurement.row_values import fields_of
from slalang.measurement.sql import Tree, column, literal
from slalang.measurement.streams import Streams
from slalang.plan.plan import Plan
from slalang.plan.streams import Clock, Measure, Where
from slalang.quantities import format_instant

NAMED = 5
"""So many are named one by one, the rest is counted."""

_STILL_CHANGING = {"elapsed", "paused", "stopped", "to", "length"}
"""The fields that change as long as a thing goes on."""


@dataclass(frozen=True)
class Undecided:
    """Finds what the measures of an objective leave undecided."""

    engine: Engine
    plan: Plan
    streams: Streams
    placing: Placing
    reached: Collection[str]

    def by_place(self, measures: Sequence[Measure]) -> Mapping[Place, tuple[str, ...]]:
        """What is undecided, in words, by period and values of the groups."""
        found: dict[Place, dict[tuple[str, bool], dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for measure in measures:
            for place, what, is_late, thing in self._of(measure):
                found[place][what, is_late][thing] = None
        return {
            place: tuple(_said(what, is_late, list(things)) for (what, is_late), things in of_place.items())
            for place, of_place in found.items()
        }

    def _of(self, measure: Measure) -> Iterator[tuple[Place, str, bool, str]]:
        clock = self._clock_behind(measure)
        if clock is None or measure.over is None:
            return
        relation = self.streams.relation(measure.over)
        if relation.shape != "cycles":
            return
        if measure.where is not None:
            relation = self.streams.where(relation, Where(measure.where))
        open_still = self._open_still(relation, self._changes(measure) or clock.limit_as_of != "start")
        for row in self.engine.fetch(self._rows(relation, clock, open_still)):
            place = keys_of(row, len(self.placing.groups))
            *key, is_late, start = row[1 + len(self.placing.groups) :]
            yield place, clock.name, bool(is_late), _thing(key, start)

    def _clock_behind(self, measure: Measure) -> Clock | None:
        names = sources_behind(self.plan, [measure.over] if measure.over else [], self.streams.given)
        return next((clock for clock in self.plan.clocks if clock.name in names), None)

    def _changes(self, measure: Measure) -> bool:
        """Whether what is measured changes as long as a late cycle goes on."""
        steps = (stream.steps for stream in self.plan.streams if stream.name in self.reached)
        used = fields_of((measure.value, measure.where, tuple(steps)))
        return measure.aggregate == "lengths" or not used.isdisjoint(_STILL_CHANGING)

    def _open_still(self, relation: Relation, changes: bool) -> Tree:
        """The condition that a cycle which belongs to a period is not decided there.

        By its start each is that is not late. By its due instant none is, for one that is not late yet falls
        due later. By its stop each is: where one that is late counts so far, its stop takes it away.
        """
        has_limit = "late" in relation.columns
        is_late = sql.compare("=", column("f_late", "r"), literal(1)) if has_limit else sql.false()
        by = self.placing.counted_when or ("due" if has_limit else "stopped")
        if by == "started":
            return sql.true() if changes else sql.negation(sql.coalesce(is_late, sql.false()))
        if by == "due" and has_limit:
            return is_late if changes else sql.false()
        return is_late

    def _rows(self, relation: Relation, clock: Clock, condition: Tree) -> sql.Query:
        names = [relation.columns[key].text("r") for key in clock.keys]
        late = column("f_late", "r") if "late" in relation.columns else literal(0)
        columns = {name: column(name, "r") for name in self.placing.by}
        columns |= {f"k{index}": tree for index, tree in enumerate(names)}
        columns |= {"is_late": late, "s": column("s", "r")}
        rows = sql.nested(self.placing.placed(relation, False), "r")
        return sql.select(columns, rows, where=condition, order=[column("s"), *map(column, columns)])


def _thing(key: Sequence[Cell], start: Cell) -> str:
    if not isinstance(start, int):
        raise TypeError("a start is an instant")
    name = ", ".join(f"`{part}`" for part in key)
    return f"{name} (begun {format_instant(start)})"


def _said(clock: str, is_late: bool, things: Sequence[str]) -> str:
    named = ", ".join(things[:NAMED])
    others = f" and {len(things) - NAMED:,} more" if len(things) > NAMED else ""
    goes_on = "goes on" if len(things) == 1 else "go on"
    state = "late already, and" if is_late else "not late yet, and"
    return f"`{clock}` of {named}{others} {goes_on} where the log ends: {state} not decided"
