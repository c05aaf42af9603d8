"""Which intervals lie behind an objective: the causes they name, and what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column
from slalang.plan.reading import Stretch
from slalang.plan.streams import Measure
from slalang.plan.terms import Objective, Terms


@dataclass(frozen=True)
class Origins:
    """Looks at the intervals that are left of a relation after what is removed, by period and groups."""

    engine: Engine
    placing: Placing
    removed: str | None

    def causes(self, measure: Measure, relation: Relation, field: str) -> dict[Place, set[str]]:
        """The values of a field of the intervals behind a measure; none where they do not have it."""
        found: dict[Place, set[str]] = defaultdict(set)
        if relation.shape != "intervals" or field not in relation.columns:
            return found
        inside = measure.aggregate == "time" or measure.inside
        rows = sql.nested(self.placing.remaining(relation, self.removed, inside), "r")
        columns = self._by() | {"cause": relation.columns[field].text("r")}
        for *place, cause in self.engine.fetch(sql.select(columns, rows, distinct=True)):
            if cause is not None:
                found[keys_of(place, len(self.placing.groups))].add(str(cause))
        return found

    def intervals(self, relation: Relation) -> dict[Place, tuple[Stretch, ...]]:
        """The intervals themselves, in the order of the measure of their lengths.

        Each is named by what the relation tells rows apart by; those that are alike in all are numbered.
        """
        names = {f"k{index}": relation.columns[key].text("r") for index, key in enumerate(relation.keys)}
        by = self.placing.by
        order = [column(name) for name in (*by, "s", "e", "net")]
        columns = self._by() | {name: column(name, "r") for name in ("s", "e", "net")} | names
        rows = sql.nested(self.placing.remaining(relation, self.removed, False), "r")
        found: dict[Place, list[Stretch]] = defaultdict(list)
        for row in self.engine.fetch(sql.select(columns, rows, order=order)):
            place = keys_of(row, len(by) - 1)
            start, end, _, *keys = row[len(by) :]
            if not isinstance(start, int) or not isinstance(end, int):
                raise TypeError("an interval begins and ends at an instant")
            found[place].append(_numbered(", ".join(map(str, keys)), start, end, found[place]))
        return {place: tuple(intervals) for place, intervals in found.items()}

    def _by(self) -> dict[str, sql.Tree]:
        return {name: column(name, "r") for name in self.placing.by}


def _numbered(name: str, start: int, end: int, before: Sequence[Stretch]) -> Stretch:
    alike = sum((each.start, each.end) == (start, end) for each in before)
    return Stretch(f"{name}#{alike + 1}" if alike else name, start, end)


def cause_fields(terms: Terms, objective: Objective) -> Iterator[str]:
    """The fields by which credits of the objective meet others."""
    for stacking in terms.stacking:
        named = {name for group in stacking.groups for name in group}
        if stacking.cause is not None and (not named or objective.name in named):
            yield stacking.cause


def told_apart(terms: Terms, objective: Objective) -> frozenset[str]:
    """The measures of lengths whose intervals a cap of the terms tells apart."""
    streams = {cap.stream for cap in terms.caps if cap.stream is not None}
    lengths = (one for one in objective.measures if one.aggregate == "lengths")
    return frozenset(one.id for one in lengths if one.over in streams)


def by_place(
    found: Mapping[str, Mapping[Place, set[str]]],
) -> dict[Place, tuple[tuple[str, tuple[str, ...]], ...]]:
    """For each period and group the fields with their values, in order."""
    places = {place for values in found.values() for place in values}
    return {
        place: tuple((field, tuple(sorted(values.get(place, ())))) for field, values in found.items())
        for place in places
    }
