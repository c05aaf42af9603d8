"""Objectives: what is promised of an indicator in each period, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from slalang.compiler.findings import refuse
from slalang.compiler.from_amount import Amounts
from slalang.compiler.from_cap import streams_apart
from slalang.compiler.from_credit import CreditTranslator
from slalang.compiler.from_exclusion import Exclusions
from slalang.compiler.from_low_volume import LowVolumes
from slalang.compiler.from_measure import Measures, measures_in
from slalang.compiler.from_threshold import threshold_of
from slalang.compiler.ground import Ground
from slalang.compiler.literals import calendar_length, field_text, months_in
from slalang.model.contract import Objective as Promise
from slalang.model.contract import Sourced, Version
from slalang.model.types import unit_of
from slalang.plan.expressions import Expression
from slalang.plan.streams import Event
from slalang.plan.terms import (
    Bound,
    BreachRule,
    Credit,
    Narrowing,
    Objective,
    Unit,
    ValueRounding,
)
from slalang.quantities import day_start
from slalang.syntax import nodes


@dataclass(frozen=True)
class ObjectiveTranslator:
    """Translates one objective of one version. ``measures`` are those of this objective alone."""

    ground: Ground
    version: Version
    promise: Promise
    measures: Measures

    def translate(self) -> Objective:
        """The objective; its measures are those taken up to now."""
        promise = self.promise
        value = self.measures.indicator(promise.indicator)
        events = self._events(value)
        credit = self._credit()
        exclusions = Exclusions(self.ground, self.measures.streams, promise)
        low_volume = tuple(LowVolumes(self.ground, self.measures, promise).translate())
        cap = promise.clauses.only(nodes.ObjectiveCap)
        no_data = promise.clauses.only(nodes.NoData)
        report_only = self._said(nodes.ReportOnly, "report-only")
        return Objective(
            name=promise.name,
            title=promise.title,
            clause=self.ground.path(promise.name, promise.head),
            unit=self._unit(),
            value=value,
            target=self._bound(promise.target, "target"),
            minimum=self._bound(promise.minimum, "minimum"),
            each=promise.each.kind,
            service=promise.service.name if promise.service else None,
            keys=tuple(name.text for name in promise.for_each),
            narrow=tuple(self._narrow()),
            looking_back=None if promise.looking_back is None else calendar_length(promise.looking_back),
            effective=None if promise.effective is None else self._effective(promise.effective),
            point_events=tuple(event.name for event in events if event.shape == "points"),
            interval_events=tuple(event.name for event in events if event.shape == "intervals"),
            exclusions=tuple(exclusions.translate()),
            measured_while=exclusions.measured_while(),
            no_data=no_data.node.verdict if no_data else None,
            no_data_clause=self._said(nodes.NoData, "no-data"),
            low_volume=low_volume,
            counted_when=self._counted_when(),
            rounding=self._rounding(),
            breach=tuple(self._breach_rules()),
            report_only=report_only is not None,
            cap=None if cap is None else self._amounts.translate(cap.node.amount, cap.scope),
            cap_clause=self._said(nodes.ObjectiveCap, "cap"),
            credit=credit,
            measures=self.measures.used,
        )

    @property
    def _amounts(self) -> Amounts:
        return Amounts(self.ground, self.measures)

    def _said(self, kind: type[nodes.Node], word: str) -> str | None:
        """The path of a statement that stands at most once, ``None`` where it does not stand at all."""
        sourced = self.promise.clauses.only(kind)
        return None if sourced is None else self.ground.path(f"{self.promise.name}.{word}", sourced)

    # --- the value -------------------------------------------------------------------------------

    def _unit(self) -> Unit:
        found = unit_of(self.ground.typing.indicator(self.promise.indicator))
        if found is None:
            raise TypeError(f"{self.promise.indicator.described} has no unit")
        return found

    def _events(self, value: Expression) -> tuple[Event, ...]:
        """The events behind the value."""
        known = {measure.id: measure for measure in self.measures.used}
        names = [measure.over for measure in measures_in(value, known) if measure.over]
        return self.measures.streams.behind(names)

    def _narrow(self) -> Iterator[Narrowing]:
        service = self.promise.service
        fixed = tuple(narrowings(self.version, self.ground))
        for sourced, narrowing in zip(self.version.fixed, fixed, strict=True):
            self.ground.path(f"scope.{narrowing.field}", sourced)
            if service and narrowing.field == "service" and narrowing.value != service.name:
                why = f"`{self.promise.name}` is promised of `{service.name}` alone"
                refuse(self.ground.findings, sourced.node, why)
        yield from fixed
        if service:
            yield Narrowing("service", service.name)

    def _effective(self, day: nodes.Date) -> int:
        instant = day_start(day.value, self.ground.zone)
        text = f"periods of `{self.promise.name}` that begin before {day.value} are not measured"
        self.ground.assumptions.assume(text, self.ground.path(self.promise.name, self.promise.head))
        return instant

    def _counted_when(self) -> Literal["started", "due", "stopped", "ended"] | None:
        self._said(nodes.CountedWhen, "counted-when")
        sourced = self.promise.clauses.only(nodes.CountedWhen)
        return sourced.node.when if sourced else None

    def _rounding(self) -> ValueRounding | None:
        sourced = self.promise.clauses.only(nodes.RoundedTo)
        if sourced is None:
            return None
        path = self.ground.path(f"{self.promise.name}.rounded", sourced)
        if sourced.node.mode is None:
            self.ground.assumptions.assume(f"`{self.promise.name}` is rounded half up", path)
        return ValueRounding(
            path, threshold_of(sourced.node.quantum, self.ground), sourced.node.mode or "half up"
        )

    # --- what is promised ------------------------------------------------------------------------

    def _bound(
        self, sourced: Sourced[nodes.Target] | Sourced[nodes.Minimum] | None, word: str
    ) -> Bound | None:
        if sourced is None:
            return None
        clause = self.ground.path(f"{self.promise.name}.{word}", cast(Sourced[nodes.Node], sourced))
        return Bound(clause, sourced.node.operator, threshold_of(sourced.node.threshold, self.ground))

    def _breach_rules(self) -> Iterator[BreachRule]:
        for number, sourced in enumerate(self.promise.clauses.every(nodes.BreachWhen), 1):
            node = sourced.node
            months = None if node.within is None else months_in(node.within)
            if node.within is not None and months is None:
                refuse(self.ground.findings, node, "misses are counted over months")
            clause = self.ground.path(f"{self.promise.name}.breach.{number}", sourced)
            if node.times > 1 and node.repeating is None:
                text = f"from miss {node.times} of `{self.promise.name}` on, each further one is a breach too"
                self.ground.assumptions.assume(text, clause)
            on_crossing = node.repeating == "on crossing"
            yield BreachRule(clause, node.missed, node.times, months, on_crossing)

    def _credit(self) -> Credit | None:
        sourced = self.promise.credit
        if sourced is None:
            return None
        path = f"{self.promise.name}.credit"
        apart = streams_apart(self.version, self.measures.streams)
        return CreditTranslator(self.ground, self.measures, sourced, path, apart).translate()


def narrowings(version: Version, ground: Ground) -> Iterator[Narrowing]:
    """The fields that the scope of the agreement fixes."""
    for sourced in version.fixed:
        ground.check_literals(sourced.node)
        yield Narrowing(sourced.node.field.text, field_text(sourced.node.value, ground.zone))
