"""What streams leave open where the log ends: intervals that nothing ended, and notices that may follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from slalang.measurement import sql
from slalang.measurement.behind import NAMED
from slalang.measurement.engine import Engine
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.relation import Relation
from slalang.measurement.sql import column, literal
from slalang.measurement.streams import Streams
from slalang.quantities import format_instant


@dataclass(frozen=True)
class Unended:
    """Looks at the streams behind an objective, which were all made."""

    engine: Engine
    streams: Streams
    placing: Placing
    used: Sequence[str]

    def paired(self) -> Mapping[Place, int]:
        """How many intervals made from points lie in each period, at least in part."""
        counted: dict[Place, int] = defaultdict(int)
        for name in self._of(self.streams.pairs):
            rows = self.placing.placed(self.streams.pairs[name], True)
            by = {each: column(each, "r") for each in self.placing.by}
            query = sql.select(by | {"n": sql.count_rows()}, sql.nested(rows, "r"), group=list(by.values()))
            for row in self.engine.fetch(query):
                place, found = keys_of(row, len(self.placing.groups)), row[-1]
                counted[place] += found if isinstance(found, int) else 0
        return counted

    def still_open(self) -> Mapping[Place, Sequence[str]]:
        """The intervals that nothing ended, in words, with the period in which the evaluation ends."""
        found: dict[Place, list[str]] = defaultdict(list)
        for name in self._of(self.streams.pairs):
            made = self.streams.pairs[name]
            rows = sql.select(
                {each: column(each) for each in ("s", "e", *made.names)},
                sql.table(made.table),
                where=sql.compare("=", column("open"), literal(1)),
            )
            for place, starts in self._starts(replace(made, table=self.engine.view(rows)), False).items():
                found[place].append(_open(name, starts))
        return found

    def awaited(self) -> Mapping[Place, Sequence[str]]:
        """The intervals for which a notice may still follow, in words."""
        found: dict[Place, list[str]] = defaultdict(list)
        for name in self._of(self.streams.awaited):
            for place, starts in self._starts(self.streams.awaited[name], True).items():
                found[place].append(_awaited(name, starts))
        return found

    def _of(self, made: Mapping[str, Relation]) -> list[str]:
        return [name for name in made if name in self.used]

    def _starts(self, rows: Relation, inside: bool) -> Mapping[Place, Sequence[str]]:
        """The starts of the rows that belong to each period, or lie inside of it."""
        columns = {each: column(each, "r") for each in (*self.placing.by, "s")}
        query = sql.select(columns, sql.nested(self.placing.placed(rows, inside), "r"), order=[column("s")])
        found: dict[Place, list[str]] = defaultdict(list)
        for row in self.engine.fetch(query):
            start = row[-1]
            if isinstance(start, int):
                found[keys_of(row, len(self.placing.groups))].append(format_instant(start))
        return found


def _open(stream: str, starts: Sequence[str]) -> str:
    one = len(starts) == 1
    intervals = "1 interval" if one else f"{len(starts):,} intervals"
    counts = "has no end and counts" if one else "have no end and count"
    return f"{intervals} of `{stream}` {counts} up to the end of the evaluation: begun {_listed(starts)}"


def _awaited(stream: str, starts: Sequence[str]) -> str:
    intervals = "an interval" if len(starts) == 1 else f"{len(starts):,} intervals"
    return (
        f"for {intervals} of `{stream}` a notice may still follow, and until then nothing counts: "
        f"begun {_listed(starts)}"
    )


def _listed(starts: Sequence[str]) -> str:
    more = f" and {len(starts) - NAMED:,} more" if len(starts) > NAMED else ""
    return ", ".join(starts[:NAMED]) + more
