"""How rows become numbers, in words: events, streams, clocks, calendars and measures of a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from slalang.explanation.conditions import row_text
from slalang.plan.lengths import Days, Exact, Length, Months
from slalang.plan.plan import Plan
from slalang.plan.reach import reached
from slalang.plan.streams import (
    AtOnce,
    Clock,
    Event,
    Every,
    Followed,
    Inside,
    Lasting,
    Measure,
    Metric,
    Outside,
    Paired,
    Spaced,
    Step,
    Stream,
    Where,
)
from slalang.quantities import duration_literal, format_duration, format_percent
from slalang.quantities.ratio import format_number


def measure_text(measure: Measure, plan: Plan) -> str:
    """The measure as a contract writes it: ``share(in_time over first_reply)``."""
    types = types_behind(plan, measure.over)
    over = measure.over or "period"
    value = "" if measure.value is None else row_text(measure.value, types)
    if measure.inside and value:
        value += " in period"
    where = "" if measure.where is None else f" where {row_text(measure.where, types)}"
    rows = f"{value} over {over}{where}" if value else f"{over}{where}"
    match measure.aggregate:
        case "period":
            return "time(period)"
        case "percentile":
            share = measure.percentile
            return f"p{format_number(share * 100) if share is not None else ''}({rows})"
        case "lengths":
            return f"the length of each of {over}{where}"
        case "count" | "sum" | "mean" | "min" | "max" | "share" | "distinct" | "time":
            return f"{measure.aggregate}({rows})"
        case _:
            assert_never(measure.aggregate)


def types_behind(plan: Plan, name: str | None) -> Mapping[str, str]:
    """The types of the fields that rows with this name can have; those of metrics are ratios where they are
    shares."""
    types: dict[str, str] = {}
    for source in reached(plan, [name] if name else []):
        for event in plan.events:
            if event.name == source:
                types |= {field.name: field.type for field in event.fields}
        for stream in plan.streams:
            if stream.name == source:
                types |= _of_metrics(stream)
    return types


def _of_metrics(stream: Stream) -> dict[str, str]:
    cut = [step for step in stream.steps if isinstance(step, Every)]
    return {one.name: "ratio" for step in cut for one in step.metrics if one.aggregate == "share"}


def stream_text(stream: Stream, plan: Plan) -> str:
    """What a stream is made of: ```minute` is `request`, in buckets of 1m by service, ...``."""
    sources = " or ".join(f"`{name}`" for name in stream.sources)
    steps = [step_text(step, types_behind(plan, stream.name)) for step in stream.steps]
    return f"`{stream.name}` is {', '.join([sources, *steps])}"


def step_text(step: Step, types: Mapping[str, str]) -> str:
    """What one step of a stream does."""
    match step:
        case Where(condition):
            return f"where {row_text(condition, types)}"
        case Every():
            return _every(step, types)
        case Lasting(length, strictly):
            than = "more than" if strictly else "at least"
            return f"touching stretches joined, of {than} {format_duration(length)}"
        case Outside(stream):
            return f"outside `{stream}`"
        case Inside(stream):
            return f"inside `{stream}`"
        case AtOnce(least, of, keys, alive):
            number = "all" if least is None else f"at least {least}"
            counted = f"those in `{alive}`" if alive else "those between their first and last row"
            return f"in {number} of `{of}` at once{_by(keys)} (of {counted})"
        case Paired(keys, starts, ends):
            first, last = row_text(starts, types), row_text(ends, types)
            return f"from a row where {first} to the next where {last}{_by(keys)}"
        case Spaced(keys, least, longest):
            doubled = f", doubled with each up to {format_duration(longest)}" if longest else ""
            return f"rows at least {format_duration(least)} after the last one kept{doubled}{_by(keys)}"
        case Followed(notice, keys, within, of):
            return f"after whose {of} a row of `{notice}` begins within {length_text(within)}{_by(keys)}"
        case _:
            assert_never(step)


def _by(keys: tuple[str, ...]) -> str:
    return f", by {', '.join(keys)}" if keys else ""


def length_text(length: Length) -> str:
    """A length of time, exact or on the calendar."""
    match length:
        case Exact(microseconds):
            return format_duration(microseconds)
        case Days(days):
            return f"{days} day{'' if days == 1 else 's'} on the calendar"
        case Months(months):
            return f"{months} month{'' if months == 1 else 's'} on the calendar"
        case _:
            assert_never(length)


def _every(step: Every, types: Mapping[str, str]) -> str:
    by = f" by {', '.join(step.keys)}" if step.keys else ""
    metrics = "; ".join(_metric(one, types) for one in step.metrics)
    few = ""
    if step.least_rows:
        does = "carries on" if step.sparse == "carries" else "breaks"
        few = f", and one with fewer than {step.least_rows} rows {does} a run"
    return f"in buckets of {format_duration(step.width)}{by}, each with {metrics}{few}"


def _metric(metric: Metric, types: Mapping[str, str]) -> str:
    value = "" if metric.value is None else row_text(metric.value, types)
    name = f"p{format_number(metric.percentile * 100)}" if metric.percentile is not None else metric.aggregate
    ratio = metric.aggregate == "share"
    empty = "" if metric.when_empty is None else format_number(metric.when_empty)
    if metric.when_empty is not None and ratio:
        empty = format_percent(metric.when_empty)
    return f"{metric.name} = {name}({value})" + (f", {empty} where it has no row" if empty else "")


def clock_texts(clock: Clock, plan: Plan) -> Iterator[str]:
    """How a clock runs, a sentence for each of its clauses."""
    types = types_behind(plan, clock.event)
    keys = ", ".join(clock.keys)
    yield f"`{clock.name}` runs for each {keys} of `{clock.event}`: it starts when " + row_text(
        clock.starts, types
    )
    yield f"it stops when {row_text(clock.stops, types)}"
    if clock.pauses is not None:
        yield f"it stands still while {row_text(clock.pauses, types)}"
    if clock.continues is not None:
        gap = "with" if clock.continues_with_gap else "without"
        yield f"it goes on when {row_text(clock.continues, types)}, {gap} the time in between"
    if clock.restarts is not None:
        yield f"a new cycle begins when {row_text(clock.restarts, types)}"
    yield f"only the open hours of `{clock.calendar}` count" if clock.calendar else "all hours count"
    if clock.limit is not None:
        yield f"its limit is {_limit(clock, plan, types)}, as of its {clock.limit_as_of}"


def _limit(clock: Clock, plan: Plan, types: Mapping[str, str]) -> str:
    text = row_text(clock.limit, types, "duration") if clock.limit is not None else ""
    for table in plan.tables:
        if text.startswith(f"{table.name}("):
            rows = [f"{key} {duration_literal(int(value))}" for key, value in table.rows]
            other = [f"else {duration_literal(int(table.default))}"] if table.default is not None else []
            return f"`{table.name}` by {table.field} ({', '.join([*rows, *other])})"
    return text


def event_text(event: Event) -> str:
    """Which log an event is."""
    kind = "points in time" if event.shape == "points" else "intervals"
    return f"`{event.name}` is a log of {kind}"
