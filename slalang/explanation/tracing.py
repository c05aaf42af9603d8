"""The rows, cycles, buckets and stretches behind a number, as notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import assert_never

from slalang.explanation.conditions import row_text
from slalang.explanation.ground import Ground, counted
from slalang.explanation.making import types_behind
from slalang.plan.reading import FieldCell, Trace, TraceKind, Traces
from slalang.plan.streams import Clock, Where
from slalang.quantities import OpenTime, format_duration, format_money, format_number, format_percent
from slalang.trail import Note

_OF_CYCLES = ("started", "stopped", "due", "elapsed", "paused", "limit")


def group_note(ground: Ground, group: Traces, shown: set[Trace] | None = None) -> Note:
    """Things of one kind under what they are: how many, the first few, and how many more. What is ``shown``
    already is not taken apart again."""
    under = []
    for one in group.first:
        note = trace_note(ground, one)
        under.append(replace(note, under=()) if shown is not None and one in shown else note)
    if shown is not None:
        shown.update(group.first)
    more = group.count - len(group.first)
    if more and group.first and group.what != "at rank":
        under.append(Note(f"and {more:,} more"))
    total = "" if group.total is None else f", {format_duration(group.total)} in all"
    return Note(f"{_heading(ground, group)}{total}", under=tuple(under))


def _heading(ground: Ground, group: Traces) -> str:
    things = f"{counted(group.count, _noun(ground, group.of))} of `{group.of}`"
    return _said(ground, group.what, things, group)


def _said(ground: Ground, what: TraceKind, things: str, group: Traces) -> str:
    match what:
        case "counted":
            return things
        case "held":
            return f"{things} for which that holds"
        case "not held":
            return f"{things} for which that does not hold"
        case "valued":
            return f"{things} with a value other than zero"
        case "zero":
            return f"{things} with the value zero"
        case "at rank":
            return f"the row at place {group.rank:,} of {group.count:,} in order of their value"
        case "covered":
            stretches = "1 stretch" if group.count == 1 else f"{group.count:,} stretches"
            return f"{stretches} of time of `{group.of}`"
        case "taken":
            return f"{counted(group.count, 'window')} of `{group.of}`"
        case "over budget":
            return f"counts, as the allowance was used up: {counted(group.count, 'window')} of `{group.of}`"
        case "passed over":
            return f"not among them, as {_conditions(ground, group.behind)} does not hold: {things}"
        case "outside":
            return f"outside `{group.of}`"
        case "inside":
            return f"in it: {things}"
        case _:
            assert_never(what)


def _conditions(ground: Ground, clause: str) -> str:
    """What a row must satisfy to be a window of an exclusion."""
    names = {
        exclusion.stream
        for terms in ground.plan.versions
        for objective in terms.objectives
        for exclusion in objective.exclusions
        if exclusion.clause == clause
    }
    found = [
        f"`{row_text(step.condition, types_behind(ground.plan, stream.name))}`"
        for stream in ground.plan.streams
        for step in stream.steps
        if stream.name in names and isinstance(step, Where)
    ]
    return " and ".join(found)


def _noun(ground: Ground, name: str) -> str:
    if any(clock.name == name for clock in ground.plan.clocks):
        return "cycle"
    stream = next((one for one in ground.plan.streams if one.name == name), None)
    return "bucket" if stream and stream.shape == "buckets" else "row"


def trace_note(ground: Ground, trace: Trace) -> Note:
    """One thing: its line in a log where it has one, else what lies in it."""
    clock = next((one for one in ground.plan.clocks if one.name == trace.of), None)
    if clock is not None:
        return _cycle(ground, clock, trace)
    if trace.place is not None:
        return Note(_row(ground, trace), trace.place)
    length = f": {format_duration(trace.end - trace.start)}" if not trace.fields else ""
    fields = _fields(ground, trace.of, dict(trace.fields))
    text = f"{ground.span(trace.start, trace.end)}{length}" + (f": {fields}" if fields else "")
    return _with_inside(ground, Note(text), trace)


def _with_inside(ground: Ground, note: Note, trace: Trace) -> Note:
    """A single row inside is said in the same line."""
    if len(trace.inside) == 1 and trace.inside[0].count == 1 and trace.fields:
        [row] = trace.inside[0].first
        if row.place is not None:
            return Note(f"{note.text}; `{row.of}` {_row(ground, row)}", row.place)
    return replace(note, under=tuple(group_note(ground, one) for one in trace.inside))


def _row(ground: Ground, trace: Trace) -> str:
    fields = _fields(ground, trace.of, {name: cell for name, cell in trace.fields if name != "at"})
    if "to" in dict(trace.fields):
        still = " (no end)" if dict(trace.fields)["to"] is None else ""
        others = {name: cell for name, cell in trace.fields if name not in ("from", "to")}
        fields = _fields(ground, trace.of, others)
        return f"{ground.span(trace.start, trace.end)}{still}: {fields}"
    return f"{ground.at(trace.start)}: {fields}"


def _fields(ground: Ground, of: str, cells: Mapping[str, FieldCell]) -> str:
    types = types_behind(ground.plan, of)
    shown = (_cell(ground, name, cell, types.get(name)) for name, cell in cells.items())
    return ", ".join(text for text in shown if text)


def _cell(ground: Ground, name: str, cell: FieldCell, kind: str | None) -> str:
    if name == "length" or (name in ("from", "to") and kind is None):
        return ""
    if name == "rows" and isinstance(cell, Fraction):
        return counted(int(cell), "row")
    return f"{name} {cell_text(ground, cell, kind)}"


def cell_text(ground: Ground, cell: FieldCell, kind: str | None) -> str:
    """What a row has in a field of a type."""
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return cell
    match kind:
        case "instant":
            return ground.at(int(cell))
        case "duration":
            return format_duration(cell)
        case "money":
            return format_money(cell, ground.currency)
        case "ratio":
            return format_percent(cell)
        case _:
            return format_number(cell)


# --- cycles of a clock -------------------------------------------------------------------------


def _cycle(ground: Ground, clock: Clock, trace: Trace) -> Note:
    """``T-3002: from 09:11 to 09:37, 26m elapsed of 15m: late by 11m``, with open hours and changes."""
    cells = dict(trace.fields)
    name = ", ".join(str(cells[key]) for key in clock.keys if key in cells)
    elapsed, limit, stopped = (_whole(cells.get(part)) for part in ("elapsed", "limit", "stopped"))
    until = "still running" if stopped is None else f"to {ground.at(stopped)}"
    text = f"{name}: from {ground.at(trace.start)} {until}"
    if elapsed is not None:
        text += f", {format_duration(elapsed)} elapsed"
        if limit is not None:
            more = elapsed - limit
            judged = f"late by {format_duration(more)}" if more > 0 else "in time"
            text += f" of {format_duration(limit)}: {judged}"
    if paused := _whole(cells.get("paused")):
        text += f"; {format_duration(paused)} it stood still"
    due = _whole(cells.get("due"))
    text += f"; due {ground.at(due)}" if due is not None else ""
    open_hours = list(_open_hours(ground, clock, trace))
    changes = tuple(group_note(ground, one) for one in trace.inside)
    return Note(text, trace.place, (*open_hours, *changes))


def _open_hours(ground: Ground, clock: Clock, trace: Trace) -> Iterator[Note]:
    """The open hours of the calendar between start and stop."""
    calendar = next((one for one in ground.plan.calendars if one.name == clock.calendar), None)
    if calendar is None:
        return
    inside = [
        (max(start, trace.start), min(end, trace.end))
        for start, end in calendar.open
        if start < trace.end and end > trace.start
    ]
    spans = ", ".join(ground.span(start, end) for start, end in inside[:8])
    more = f" and {len(inside) - 8} more" if len(inside) > 8 else ""
    total = OpenTime(calendar.open).between(trace.start, trace.end)
    hours = f"{spans}{more}: {format_duration(total)}" if inside else "none"
    yield Note(f"open in `{calendar.name}` from start to stop: {hours}")


def _whole(cell: FieldCell) -> int | None:
    return int(cell) if isinstance(cell, Fraction) else None
