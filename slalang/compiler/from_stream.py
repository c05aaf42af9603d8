"""Streams, clocks and events: everything that rows come from, each translated once and before its use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from slalang.compiler.findings import refuse
from slalang.compiler.from_calendar import calendar_of
from slalang.compiler.from_clock import ClockTranslator, calendar_name
from slalang.compiler.from_event import event_of
from slalang.compiler.from_metric import MetricTranslator
from slalang.compiler.from_row_expression import RowExpressions
from slalang.compiler.ground import Ground
from slalang.compiler.literals import length_of
from slalang.model.contract import Declaration, Scope
from slalang.model.rows import RowSource
from slalang.plan.streams import (
    AtOnce,
    Calendar,
    Clock,
    Event,
    Every,
    Followed,
    Inside,
    Lasting,
    Outside,
    Paired,
    Spaced,
    Step,
    Stream,
    Where,
)
from slalang.syntax import nodes


@dataclass
class Streams:
    """The events, streams, clocks and calendars that the agreement uses, in order of dependence."""

    ground: Ground
    expressions: RowExpressions
    events: dict[Declaration, Event] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    clocks: dict[Declaration, Clock] = field(default_factory=dict)
    calendars: dict[Declaration, Calendar] = field(default_factory=dict)
    _unnamed: dict[tuple[str, nodes.Rows], str] = field(default_factory=dict)

    def joined(self, sources: Sequence[nodes.Source], scope: Scope, label: str) -> str:
        """The name of the rows of several sources: of a lone name its own, else one made from the label."""
        first = _plain(sources[0])
        if len(sources) == 1:
            return (
                self.named(first, scope) if isinstance(first, nodes.Name) else self._made(first, scope, label)
            )
        rows = nodes.Rows(sources[0].span.to(sources[-1].span), tuple(sources))
        return self._made(rows, scope, label)

    def named(self, name: nodes.Name, scope: Scope) -> str:
        """The name that the plan has for an event, a stream or a clock."""
        declaration = scope.lookup(name.text)
        if declaration is None:
            raise TypeError(f"`{name.text}` was not bound")
        found = self.ground.naming.of(declaration)
        own = self.ground.project.scope_of(declaration)
        match declaration.node:
            case nodes.Event() if declaration not in self.events:
                self.events[declaration] = event_of(declaration, found, self.ground.agreement.scope.path)
                self.ground.declared(declaration)
            case nodes.Clock() as clock if declaration not in self.clocks:
                made = self._clock(clock, found, own)
                self.clocks[declaration] = replace(made, clause=self.ground.declared(declaration))
            case nodes.Stream(rows=rows) if found not in self.streams:
                self.streams[found] = self._stream(rows, found, own)
                self.ground.declared(declaration)
        return found

    def behind(self, names: Sequence[str]) -> tuple[Event, ...]:
        """The events whose rows those of the named events, streams and clocks are made of."""
        made_from = {name: stream.sources for name, stream in self.streams.items()}
        made_from |= {clock.name: (clock.event,) for clock in self.clocks.values()}
        events = {event.name: event for event in self.events.values()}
        found: dict[str, None] = {}
        waiting = list(names)
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += made_from.get(name, ())
        return tuple(events[name] for name in found if name in events)

    def _made(self, rows: nodes.Rows, scope: Scope, label: str) -> str:
        """The name of a stream that the contract gives none; equal streams of a file are one."""
        known = self._unnamed.get((scope.path, rows))
        if known is None:
            known = self._unnamed[scope.path, rows] = self.ground.naming.numbered(label)
            self.streams[known] = self._stream(rows, known, scope)
        return known

    def _clock(self, node: nodes.Clock, name: str, scope: Scope) -> Clock:
        event = self.named(node.event, scope)
        rows = self.ground.typing.rows_of(node.event, scope)
        calendar = calendar_name(node)
        runs_in = None if calendar is None else self._calendar(calendar, scope)
        translator = ClockTranslator(self.ground, self.expressions, scope, rows)
        return translator.translate(node, name, event, runs_in)

    def _calendar(self, name: nodes.Name, scope: Scope) -> str:
        declaration = scope.lookup(name.text)
        if declaration is None:
            raise TypeError(f"`{name.text}` was not bound")
        if declaration not in self.calendars:
            self.calendars[declaration] = calendar_of(declaration, self.ground)
            self.ground.declared(declaration)
        return self.calendars[declaration].name

    # --- streams ---------------------------------------------------------------------------------

    def _stream(self, rows: nodes.Rows, name: str, scope: Scope) -> Stream:
        sources = tuple(self.joined((source,), scope, f"{name}.source") for source in rows.sources)
        work = _Steps(self, name, scope)
        if rows.opening:
            work.open(rows.opening, self.ground.typing.rows_of_all(rows.sources, scope))
        for number, step in enumerate(rows.steps):
            before = nodes.Rows(rows.span, rows.sources, rows.opening, rows.steps[:number])
            work.add(step, self.ground.typing.rows_of(before, scope))
        found = self.ground.typing.rows_of(rows, scope)
        return Stream(name, _SHAPES[found.shape], sources, tuple(work.steps), found.keys, tuple(found.fields))


_SHAPES: dict[str, Literal["points", "intervals", "buckets"]] = {
    "points": "points",
    "intervals": "intervals",
    "buckets": "buckets",
    "cycles": "intervals",
}
"""A plan has no shape of its own for what is kept of the cycles of a clock."""


def _plain(source: nodes.Source) -> nodes.Source:
    """A source without parentheses that do nothing."""
    while isinstance(source, nodes.Rows) and source == nodes.Rows(source.span, source.sources[:1]):
        source = source.sources[0]
    return source


@dataclass
class _Steps:
    """The steps of one stream as they are added."""

    streams: Streams
    name: str
    scope: Scope
    steps: list[Step] = field(default_factory=list)

    def open(self, opening: nodes.Opening, rows: RowSource) -> None:
        """Adds what opens up rows like these by key."""
        keys = tuple(key.text for key in opening.keys)
        if isinstance(opening, nodes.Paired):
            conditions = (opening.starts, opening.ends)
            starts, ends = (self.streams.expressions.translate(each, rows, self.scope) for each in conditions)
            self.steps.append(Paired(keys, starts, ends))
            self._assume(f"in `{self.name}` a row that starts what has not ended changes nothing")
            return
        longest = opening.doubling_to
        self.steps.append(Spaced(keys, opening.least.microseconds, longest.microseconds if longest else None))
        if longest:
            self._assume(f"in `{self.name}` the distance doubles from row to row and never shrinks again")

    def add(self, step: nodes.Step, rows: RowSource) -> None:
        """Adds a step that is applied to rows like these."""
        match step:
            case nodes.Where(condition=condition):
                self.steps.append(Where(self.streams.expressions.translate(condition, rows, self.scope)))
            case nodes.Every():
                self.steps.append(self._every(step, rows))
            case nodes.WithRows():
                self._with_rows(step)
            case nodes.Followed():
                self.steps.append(self._followed(step))
            case nodes.Lasting(length=length, strictly=strictly):
                self.steps.append(Lasting(length.microseconds, strictly))
            case nodes.Outside(source=source):
                self.steps.append(Outside(self._other(source, "outside")))
            case nodes.Inside(source=source):
                self.steps.append(Inside(self._other(source, "inside")))
            case nodes.AtOnce():
                self.steps.append(self._at_once(step))

    def _other(self, source: nodes.Source, word: str) -> str:
        return self.streams.joined((source,), self.scope, f"{self.name}.{word}")

    def _every(self, step: nodes.Every, rows: RowSource) -> Every:
        ground = self.streams.ground
        translator = MetricTranslator(ground, self.streams.expressions, rows, self.scope)
        metrics = tuple(metric for metric in map(translator.translate, step.metrics) if metric)
        for metric in metrics:
            if metric.when_empty is None and metric.aggregate not in ("count", "sum", "distinct"):
                text = (
                    f"a bucket of `{self.name}` without rows has no `{metric.name}`: no condition on it holds"
                )
                ground.assumptions.assume(text)
        text = f"the buckets of `{self.name}` are counted from the start of the term"
        ground.assumptions.assume(text)
        return Every(step.width.microseconds, tuple(key.text for key in step.keys), metrics)

    def _followed(self, step: nodes.Followed) -> Followed:
        keys = tuple(key.text for key in step.keys)
        self._assume(f"in `{self.name}` a notice before the {step.of} does not count")
        return Followed(self._other(step.notice, "notice"), keys, length_of(step.within), step.of)

    def _with_rows(self, step: nodes.WithRows) -> None:
        last = self.steps[-1] if self.steps else None
        if not isinstance(last, Every):
            self._refuse(step, "it belongs right after `every`")
            return
        self.steps[-1] = replace(last, least_rows=step.least, sparse="carries" if step.carries else "breaks")
        if not step.carries:
            text = f"a bucket of `{self.name}` with fewer than {step.least} rows breaks a run"
            self.streams.ground.assumptions.assume(text)

    def _at_once(self, step: nodes.AtOnce) -> AtOnce:
        alive = None if step.alive_in is None else self._other(step.alive_in, "alive")
        if alive is None:
            of = step.of.text
            text = f"in `{self.name}` each `{of}` counts between the first and the last row it has"
            self.streams.ground.assumptions.assume(text)
        return AtOnce(step.least, step.of.text, tuple(key.text for key in step.keys), alive)

    def _assume(self, text: str) -> None:
        self.streams.ground.assumptions.assume(text)

    def _refuse(self, step: nodes.Node, why: str) -> None:
        refuse(self.streams.ground.findings, step, why)
