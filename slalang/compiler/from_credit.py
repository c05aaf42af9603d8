"""Credit blocks: which rows there are, when they hold and how often they pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slalang.compiler.findings import refuse
from slalang.compiler.from_amount import Amounts
from slalang.compiler.from_measure import Measures
from slalang.compiler.from_threshold import rung_of, threshold_of
from slalang.compiler.ground import Ground
from slalang.compiler.literals import months_in
from slalang.model.contract import Scope, Sourced
from slalang.plan.expressions import FieldValue
from slalang.plan.streams import Measure
from slalang.plan.terms import (
    Always,
    Band,
    Credit,
    CreditRow,
    OnBreach,
    OnMiss,
    Per,
    PerPoint,
    PerRow,
    PerUnit,
    Repeat,
    Trigger,
)
from slalang.syntax import nodes

_POINT = Fraction(1, 100)


@dataclass(frozen=True)
class CreditTranslator:
    """Translates the credit block of an objective, whose measures are taken with its own."""

    ground: Ground
    measures: Measures
    sourced: Sourced[nodes.Credit]
    path: str
    apart: frozenset[str] = frozenset()
    """The streams whose intervals a cap tells apart."""

    def translate(self) -> Credit:
        """The block with all its rows."""
        node = self.sourced.node
        clause = self.ground.path(self.path, self.sourced)
        return Credit(
            clause=clause,
            rows=tuple(self._rows()),
            all_add_up=any(isinstance(part, nodes.AllAddUp) for part in node.clauses),
            repeat=self._repeat(),
            for_each=None if node.for_each is None else self._lengths(node.for_each),
        )

    @property
    def _scope(self) -> Scope:
        return self.sourced.scope

    def _rows(self) -> Iterator[CreditRow]:
        rows = [part for part in self.sourced.node.clauses if isinstance(part, nodes.CreditRow)]
        for number, row in enumerate(rows, 1):
            yield CreditRow(
                clause=self.ground.part(f"{self.path}.{number}", row, self.sourced),
                trigger=self._trigger(row.trigger),
                amount=Amounts(self.ground, self.measures).translate(row.amount, self._scope),
                per=None if row.per is None else self._per(row.per),
            )

    def _repeat(self) -> Repeat | None:
        for part in self.sourced.node.clauses:
            if isinstance(part, nodes.Repeat):
                clause = self.ground.part(f"{self.path}.repeat", part, self.sourced)
                if part.is_factor and isinstance(part.pays, nodes.Number):
                    return Repeat(clause, part.pays.value)
                amounts = Amounts(self.ground, self.measures)
                return Repeat(clause, None, amounts.translate(part.pays, self._scope))
        return None

    # --- triggers --------------------------------------------------------------------------------

    def _trigger(self, trigger: nodes.Trigger) -> Trigger:
        match trigger:
            case nodes.Rung():
                return rung_of(trigger, self.ground)
            case nodes.Band(low=low, low_included=low_included, high=high, high_included=high_included):
                ends = threshold_of(low, self.ground), threshold_of(high, self.ground)
                return Band(ends[0], low_included, ends[1], high_included)
            case nodes.OnMiss() | nodes.WhenMissed():
                return OnMiss()
            case nodes.OnBreach():
                return OnBreach()
            case nodes.OnNthBreach():
                return self._on_nth_breach(trigger)
            case nodes.Always():
                return Always()

    def _on_nth_breach(self, trigger: nodes.OnNthBreach) -> Trigger:
        months = None if trigger.within is None else months_in(trigger.within)
        if trigger.within is not None and months is None:
            self._refuse(trigger, "breaches are counted over months")
        return OnBreach(trigger.nth, trigger.and_later, months)

    # --- how often -------------------------------------------------------------------------------

    def _per(self, per: nodes.Per) -> Per:
        match per:
            case nodes.PerLate(clock=clock, beyond=beyond):
                late = Measure("", "count", self._named(clock), where=FieldValue("late"))
                return PerRow(self.measures.add(late), self._beyond(beyond))
            case nodes.PerRow(stream=stream, beyond=beyond):
                rows = Measure("", "count", self._named(stream))
                intervals = self._lengths(stream) if self._named(stream) in self.apart else None
                return PerRow(self.measures.add(rows), self._beyond(beyond), intervals)
            case nodes.PerTime():
                return self._per_time(per)
            case nodes.PerPoint():
                return self._per_point(per)

    def _per_time(self, per: nodes.PerTime) -> Per:
        if per.each_interval:
            measure = self._lengths(per.stream)
        else:
            measure = self.measures.add(Measure("", "time", self._named(per.stream)))
        return PerUnit(per.mode, Fraction(per.unit.microseconds), measure, self._beyond(per.beyond))

    def _per_point(self, per: nodes.PerPoint) -> Per:
        size = per.size.value if per.size else Fraction(1)
        return PerPoint(per.mode, _POINT * size, _POINT * self._beyond(per.beyond))

    def _beyond(self, beyond: nodes.LiteralValue | None) -> Fraction:
        return Fraction(0) if beyond is None else threshold_of(beyond, self.ground)

    def _lengths(self, name: nodes.Name) -> str:
        """The measure of the lengths of the intervals of a stream."""
        if self.ground.typing.rows_of(name, self._scope).shape != "intervals":
            self._refuse(name, "only intervals have a length each")
        return self.measures.add(Measure("", "lengths", self._named(name)))

    def _named(self, name: nodes.Name) -> str:
        return self.measures.streams.named(name, self._scope)

    def _refuse(self, node: nodes.Node, why: str) -> None:
        refuse(self.ground.findings, node, why)
