"""What rows are made of, under names made of content: local names, and how streams are cut into parts,
make no difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from slalang.changes.content import content, reference
from slalang.changes.normal_form import logic
from slalang.changes.renaming import Renaming
from slalang.plan.plan import Plan
from slalang.plan.streams import Calendar, Clock, Event, EventField, Every, Metric, Step, Stream, Table, Where

_ROLES = ("at", "from", "to")


@dataclass(frozen=True)
class Flow:
    """A stream as the rows it begins with and all steps after them, in terms of contents."""

    sources: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass
class Sources:
    """The new name of everything that rows come from, by its name in the plan, and of the fields of its rows.

    ``flows`` and ``things`` hold what stands behind new names; ``logs`` the names of events in the plan, and
    all that is said of their logs.
    """

    names: dict[str, str] = field(default_factory=dict)
    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    things: dict[str, Event | Clock | Calendar | Table] = field(default_factory=dict)
    logs: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, name: str, kind: str, thing: Event | Clock | Calendar | Table) -> None:
        """Names a thing after its content."""
        self.names[name] = reference(kind, thing)
        self.things[self.names[name]] = thing


def sources_of(plan: Plan, covers: tuple[int, int], used: frozenset[str]) -> Sources:
    """The sources of a plan. Of calendars counts what lies in a stretch of time, of events what is used."""
    found = Sources()
    for calendar in plan.calendars:
        found.add(calendar.name, "calendar", _clipped(calendar, covers))
    for event in plan.events:
        found.fields[event.name] = {each.name: _column(each) for each in event.fields}
        found.add(event.name, "event", _event(replace(event, fields=_used(event, used))))
        found.logs[found.names[event.name]] = event.name, content((_event(event), event.path))
    common = common_fields(plan, found)
    for table in plan.tables:
        field = common.get(table.field, table.field)
        found.add(table.name, "table", replace(table, name="", field=field, rows=tuple(sorted(table.rows))))
    for clock in plan.clocks:
        fields = found.fields.get(clock.event, {})
        renamed = Renaming(found.names, fields).apply(replace(clock, name=""))
        found.fields[clock.name] = fields
        found.add(clock.name, "clock", renamed)
    for stream in plan.streams:
        _add_stream(stream, found)
    return found


def common_fields(plan: Plan, sources: Sources) -> dict[str, str]:
    """The new names of fields that have one and the same in all events."""
    known: dict[str, set[str]] = {}
    for event in plan.events:
        for name, column in sources.fields[event.name].items():
            known.setdefault(name, set()).add(column)
    return {name: next(iter(columns)) for name, columns in known.items() if len(columns) == 1}


def _clipped(calendar: Calendar, covers: tuple[int, int]) -> Calendar:
    first, last = covers
    inside = ((max(start, first), min(end, last)) for start, end in calendar.open)
    return Calendar("", covers, tuple((start, end) for start, end in inside if start < end))


# --- events ------------------------------------------------------------------------------------


def _column(field: EventField) -> str:
    """A field is what its column is; those that say when are what they are."""
    return field.name if field.name in _ROLES else f".{field.column or field.name}"


def _event(event: Event) -> Event:
    """The event without its name and the place of its log, which are for the call."""
    fields = [
        replace(each, name=_column(each), column=each.column if each.name in _ROLES else None)
        for each in event.fields
    ]
    return replace(event, name="", path=None, fields=tuple(sorted(fields, key=lambda each: each.name)))


def _used(event: Event, names: frozenset[str]) -> tuple[EventField, ...]:
    """The fields that something asks for, or that tell rows apart; of the others a log may say anything."""
    return tuple(each for each in event.fields if each.key or each.name in names or each.name in _ROLES)


def fields_named(*plans: Plan) -> frozenset[str]:
    """Every word in which plans may name a field of an event."""
    parts = ((plan.streams, plan.clocks, plan.tables, plan.versions) for plan in plans)
    return frozenset(name for part in parts for name in _fields_named(part))


def _fields_named(part: Any) -> Iterator[str]:
    """Every word in which a field may be named."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _fields_named(each)
    elif is_dataclass(part) and not isinstance(part, type):
        for each in fields(part):
            if not (isinstance(part, Stream) and each.name == "fields"):
                yield from _fields_named(getattr(part, each.name))


# --- streams -----------------------------------------------------------------------------------


def _add_stream(stream: Stream, found: Sources) -> None:
    fields: dict[str, str] = {}
    for source in stream.sources:
        fields |= found.fields.get(source, {})
    steps = tuple(_steps(stream, found, fields))
    flow = _flow(tuple(sorted({found.names.get(each, each) for each in stream.sources})), steps, found)
    found.fields[stream.name] = fields
    if not flow.steps and len(flow.sources) == 1:
        found.names[stream.name] = flow.sources[0]
        return
    found.names[stream.name] = reference("stream", (flow.sources, flow.steps))
    found.flows[found.names[stream.name]] = flow


def _steps(stream: Stream, found: Sources, fields: dict[str, str]) -> Iterator[Step]:
    """The steps with new names; ``fields`` follows what the rows are called after each."""
    for step in stream.steps:
        renaming = Renaming(found.names, fields)
        if isinstance(step, Every):
            metrics = tuple(_metric(each, renaming) for each in step.metrics)
            columns = {each.name: new.name for each, new in zip(step.metrics, metrics, strict=True)}
            ordered = tuple(sorted(metrics, key=content))
            yield replace(renaming.apply(replace(step, metrics=())), metrics=ordered)
            fields |= columns
        else:
            yield renaming.apply(step)


def _metric(metric: Metric, renaming: Renaming) -> Metric:
    new = renaming.apply(replace(metric, name=""))
    return replace(new, name=reference("metric", new))


def _flow(sources: tuple[str, ...], steps: tuple[Step, ...], found: Sources) -> Flow:
    """The steps after all those of the stream they begin with; conditions in a row are one."""
    if len(sources) == 1 and sources[0] in found.flows:
        before = found.flows[sources[0]]
        sources, steps = before.sources, (*before.steps, *steps)
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if isinstance(step, Where) and isinstance(last, Where):
            joined[-1] = Where(logic("and", (last.condition, step.condition)))
        else:
            joined.append(step)
    return Flow(sources, tuple(joined))


def all_behind(name: str, sources: Mapping[str, Flow]) -> Iterator[str]:
    """The name itself and those of all streams behind it."""
    yield name
    flow = sources.get(name)
    for each in flow.sources if flow else ():
        yield from all_behind(each, sources)
