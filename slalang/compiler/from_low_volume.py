"""Periods with few rows: what they count as, or how many misses they may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slalang.compiler.findings import refuse
from slalang.compiler.from_measure import Measures
from slalang.compiler.ground import Ground
from slalang.model.aggregates import function_of
from slalang.model.contract import Objective as Promise
from slalang.model.contract import Sourced
from slalang.plan.expressions import FieldValue, Logic, MeasureValue, Negation
from slalang.plan.streams import Measure
from slalang.plan.terms import LowVolume
from slalang.syntax import nodes


@dataclass(frozen=True)
class LowVolumes:
    """Translates the clauses of an objective about few rows."""

    ground: Ground
    measures: Measures
    promise: Promise

    def translate(self) -> Iterator[LowVolume]:
        """The clauses in order."""
        for number, sourced in enumerate(self.promise.clauses.every(nodes.LowVolume), 1):
            node = sourced.node
            over = self.measures.streams.named(node.rows, sourced.scope)
            yield LowVolume(
                clause=self.ground.path(f"{self.promise.name}.low-volume.{number}", sourced),
                measure=self.measures.add(Measure("", "count", over)),
                fewer_than=node.fewer_than,
                counts_as=node.verdict,
                allows=node.allows,
                misses=None if node.allows is None else self._misses(sourced, over),
            )

    def _misses(self, sourced: Sourced[nodes.LowVolume], over: str) -> str | None:
        """The measure that counts misses: rows without what the share asks for, or late cycles."""
        share = self._share()
        if share is not None and share.over == over and share.value is not None:
            missed = Negation(share.value)
            where = missed if share.where is None else Logic("and", (share.where, missed))
            return self.measures.add(Measure("", "count", over, where=where))
        if self.ground.typing.rows_of(sourced.node.rows, sourced.scope).shape == "cycles":
            return self.measures.add(Measure("", "count", over, where=FieldValue("late")))
        refuse(self.ground.findings, sourced.node, "misses are counted for a share of these rows alone")
        return None

    def _share(self) -> Measure | None:
        """The measure of an indicator that is a share of rows and nothing else."""
        node = self.promise.indicator.node
        if not isinstance(node, nodes.Indicator) or not isinstance(node.value, nodes.Aggregate):
            return None
        value = self.measures.indicator(self.promise.indicator)
        if function_of(node.value) != "share" or not isinstance(value, MeasureValue):
            return None
        return next(measure for measure in self.measures.used if measure.id == value.measure)
