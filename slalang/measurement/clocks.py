"""The cycles of a clock as rows in the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TypeAlias

from slalang.diagnostics import Diagnostic
from slalang.measurement import sql
from slalang.measurement.cycles import Change, Cycle, cycles_of
from slalang.measurement.engine import Cell, Engine, Key
from slalang.measurement.findings import (
    NO_LIMIT,
    OUTSIDE_CALENDAR,
    STOP_UNHEARD,
    Unmeasurable,
)
from slalang.measurement.relation import Column, Relation, field_column
from slalang.measurement.row_values import RowValues
from slalang.measurement.sources import group_column, is_traced
from slalang.measurement.spreading import cell_of
from slalang.measurement.sql import column, literal
from slalang.plan.expressions import Expression
from slalang.plan.plan import Plan
from slalang.plan.reading import OpenCycle
from slalang.plan.streams import Calendar, Clock
from slalang.quantities import OpenTime, format_instant
from slalang.quantities.opening import ALWAYS, Segment, subtract

Stopped: TypeAlias = Mapping[Key, tuple[Segment, ...]]
"""The time in which clocks stand still, per combination of groups."""

_OWN = ("started", "stopped", "elapsed", "paused", "due", "in_time", "late")
_OF_LIMITS = ("due", "in_time", "late")
LIMIT = "~limit"
"""The column with the limit of a cycle, where rows are traced."""


@dataclass
class ClockRows:
    """The decided cycles of a clock, those that still run, and what a reader should know.

    ``unfinished`` are the cycles that have not stopped, whether late or not: what later rows decide has no
    value there. ``running`` names those that are not late either, per groups, in the order of their keys;
    ``paused`` counts those of them that are paused just now. ``open`` tells of all that are unfinished.
    """

    relation: Relation
    unfinished: Relation
    running: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    paused: Counter[Key] = field(default_factory=Counter)
    findings: list[Diagnostic] = field(default_factory=list)
    open: list[OpenCycle] = field(default_factory=list)


def clock_rows(
    engine: Engine,
    plan: Plan,
    clock: Clock,
    changes: Relation,
    groups: Sequence[str],
    stopped: Stopped,
    end: int,
) -> ClockRows:
    """The cycles of the clock over the changes, per its keys and the groups."""
    calendar = next((entry for entry in plan.calendars if entry.name == clock.calendar), None)
    apart = len(set(stopped.values())) > 1
    missing = [name for name in groups if apart and name not in changes.columns]
    added = {name: group_column(plan, name) for name in missing}
    runs = _runs(calendar, stopped, groups, changes, added)
    rows = ClockRows(changes, changes)
    decided: list[list[Cell]] = []
    unfinished: list[list[Cell]] = []
    unheard: dict[Change, tuple[Cycle, Key]] = {}

    def traced(cycle: Cycle) -> list[Cell]:
        return [cycle.limit] if is_traced(changes) else []

    for key, seen in _things(engine, plan, clock, changes, groups):
        for run in runs(key[len(clock.keys) :]):
            for cycle in cycles_of(seen, clock, run.open_time, end):
                _check(cycle, clock, calendar, plan, end, key)
                if cycle.unheard_stop:
                    unheard[cycle.begun_by] = (cycle, key)
                if cycle.stopped is None:
                    rows.open.append(_open_cycle(clock, key, cycle))
                    unfinished.append(_open_cells(cycle, end) + traced(cycle) + run.cells)
                if cycle.decided:
                    decided.append(_cells(cycle, end) + traced(cycle) + run.cells)
                else:
                    rows.running[run.group].append(", ".join(str(part) for part in key[: len(clock.keys)]))
                    rows.paused[run.group] += cycle.is_paused
    if unheard:
        rows.findings.append(_unheard(clock, list(unheard.values()), plan))
    rows.relation = _relation(engine, clock, changes, decided, added)
    rows.unfinished = _relation(engine, clock, changes, unfinished, added)
    return rows


@dataclass(frozen=True)
class _Run:
    """How the clock runs over a thing for some values of the groups: ``cells`` are those of the groups
    that the changes do not have, where they make a difference."""

    open_time: OpenTime
    group: Key
    cells: list[Cell]


def _runs(
    calendar: Calendar | None,
    stopped: Stopped,
    groups: Sequence[str],
    changes: Relation,
    added: Mapping[str, Column],
) -> Callable[[Key], Sequence[_Run]]:
    """The time that counts for a thing with some values of the groups: the open hours, less what is excluded.

    Where that differs by groups the changes do not have, ``added``, the thing runs for each of their values.
    """
    segments = calendar.open if calendar else (ALWAYS,)
    own = [place for place, name in enumerate(groups) if name in changes.columns]

    def run(key: Key, group: Key) -> _Run:
        cells = [cell_of(group[groups.index(name)], one) for name, one in added.items()]
        return _Run(OpenTime(subtract(segments, stopped.get(key, ()))), group, cells)

    @cache
    def of(values: Key) -> Sequence[_Run]:
        keys = [key for key in stopped if tuple(key[place] for place in own) == values]
        return [run(key, key) for key in keys] if added else [run(keys[0] if keys else values, values)]

    return of


# --- changes -----------------------------------------------------------------------------------


def _things(
    engine: Engine, plan: Plan, clock: Clock, changes: Relation, groups: Sequence[str]
) -> Iterator[tuple[Key, list[Change]]]:
    """The changes of each thing, in order of time.

    Where in the log a change stands has no effect: of one instant the one with the shortest limit comes
    first, and then they stand in the order of their values.
    """
    own = [column(field_column(name), "r") for name in clock.keys]
    own += [changes.columns[name].text("r") for name in groups if name in changes.columns]
    source = sql.table(changes.table, "r")
    values = RowValues(changes.terms("r"), {table.name: table for table in plan.tables})
    columns = {f"k{index}": tree for index, tree in enumerate(own)}
    columns |= {name: column(name, "r") for name in ("s", "source", "record")}
    columns |= _conditions(clock, values) | _limit(clock, values)
    values.check_tables(engine, source)
    order = [column(name) for name in (*(f"k{index}" for index in range(len(own))), "s")]
    written = (name for _, known in sorted(changes.columns.items()) for name in known.names)
    order += [sql.coalesce(sql.as_text(column(name, "r")), literal("")) for name in written]
    order += [column(name) for name in ("source", "record")]
    rows = engine.fetch(sql.select(columns, source, order=order))
    for key, group in groupby(rows, key=lambda row: row[: len(own)]):
        yield key, sorted((_change(row[len(own) :]) for row in group), key=_shortest_first)


def _shortest_first(change: Change) -> tuple[int, bool, int]:
    return change.at, change.limit is None, change.limit or 0


def _conditions(clock: Clock, values: RowValues) -> dict[str, sql.Tree]:
    conditions: dict[str, Expression | None] = {
        "starts": clock.starts,
        "stops": clock.stops,
        "pauses": clock.pauses,
        "continues": clock.continues,
        "restarts": clock.restarts or clock.starts,
    }
    return {
        name: literal(0)
        if condition is None
        else sql.coalesce(sql.as_integer(values.condition(condition)), literal(0))
        for name, condition in conditions.items()
    }


def _limit(clock: Clock, values: RowValues) -> dict[str, sql.Tree]:
    if clock.limit is None:
        return {"limit": sql.null(), "per": literal(1)}
    limit = values.number(clock.limit)
    per = literal(limit.denominator) if isinstance(limit.denominator, int) else limit.denominator
    return {"limit": limit.numerator, "per": per}


def _change(cells: Sequence[Cell]) -> Change:
    at, source, record, starts, stops, pauses, continues, restarts, limit, per = map(_integer, cells)
    return Change(
        at or 0,
        source or 0,
        record or 0,
        bool(starts),
        bool(stops),
        bool(pauses),
        bool(continues),
        bool(restarts),
        None if limit is None or not per else limit // per,
    )


def _integer(cell: Cell) -> int | None:
    if isinstance(cell, str):
        raise TypeError("a whole number was expected")
    return cell


# --- cycles ------------------------------------------------------------------------------------


def _relation(
    engine: Engine,
    clock: Clock,
    changes: Relation,
    cycles: Sequence[list[Cell]],
    added: Mapping[str, Column],
) -> Relation:
    """The cycles with the fields of the rows that began them, and those that are added."""
    kinds = dict.fromkeys(("source", "record", "s", "e", *map(field_column, _OWN)), sql.BIGINT)
    limit = {LIMIT: Column("number", LIMIT)} if is_traced(changes) else {}
    kinds |= dict.fromkeys(limit, sql.BIGINT)
    kinds |= {one.name: sql.TEXT if one.kind == "text" else sql.BIGINT for one in added.values()}
    table = engine.load(kinds, cycles)
    own = {name: _own_column(name) for name in _OWN if clock.limit or name not in _OF_LIMITS} | limit
    fields = {name: known for name, known in changes.columns.items() if name not in own}
    taken = {name: column(name, "c") for name in ("s", "e", *map(field_column, _OWN), *limit)}
    taken |= {one.name: column(one.name, "c") for one in added.values()}
    taken |= {name: column(name, "r") for known in fields.values() for name in known.names}
    begun = sql.every(
        *(sql.compare("=", column(name, "c"), column(name, "r")) for name in ("source", "record"))
    )
    query = sql.joined(sql.select(taken, sql.table(table, "c")), sql.table(changes.table, "r"), begun)
    return Relation(
        engine.view(query), "cycles", {**fields, **own, **added}, clock.keys, origins=changes.origins
    )


def _own_column(name: str) -> Column:
    return Column("truth" if name in ("in_time", "late") else "number", field_column(name))


def _cells(cycle: Cycle, end: int) -> list[Cell]:
    start, stop = cycle.begun_by.at, cycle.stopped
    own = (start, stop, cycle.elapsed, cycle.paused, cycle.due, _verdict(cycle, False), _verdict(cycle, True))
    return [cycle.begun_by.source, cycle.begun_by.record, start, end if stop is None else stop, *own]


def _open_cells(cycle: Cycle, end: int) -> list[Cell]:
    """A cycle that still runs: it may be known to be late, and nothing else."""
    verdicts = (0, 1) if cycle.late else (None, None)
    place = [cycle.begun_by.source, cycle.begun_by.record, cycle.begun_by.at, end]
    return [*place, cycle.begun_by.at, None, None, None, cycle.due, *verdicts]


def _open_cycle(clock: Clock, key: Key, cycle: Cycle) -> OpenCycle:
    return OpenCycle(
        clock=clock.name,
        thing=tuple(map(str, key[: len(clock.keys)])),
        start=cycle.begun_by.at,
        elapsed=cycle.elapsed,
        limit=cycle.limit,
        due=cycle.due,
        is_paused=cycle.is_paused,
        is_late=bool(cycle.late),
    )


def _verdict(cycle: Cycle, late: bool) -> int | None:
    return None if cycle.late is None else int(cycle.late is late)


def _check(cycle: Cycle, clock: Clock, calendar: Calendar | None, plan: Plan, end: int, key: Key) -> None:
    thing = _thing(key[: len(clock.keys)])
    if clock.limit is not None and cycle.late is None:
        raise Unmeasurable(Diagnostic(NO_LIMIT, f"`{clock.name}` has no limit for {thing}"), clock.clause)
    if calendar is None:
        return
    first, last = calendar.covers
    until = end if cycle.stopped is None else cycle.stopped
    beyond = cycle.due is None and not cycle.is_paused and clock.limit is not None and last < plan.term_end
    if cycle.begun_by.at < first or until > last or beyond:
        raise Unmeasurable(_leaves(clock, calendar, thing, cycle.begun_by.at), clock.clause)


def _leaves(clock: Clock, calendar: Calendar, thing: str, start: int) -> Diagnostic:
    return Diagnostic(
        OUTSIDE_CALENDAR,
        f"`{clock.name}` of {thing}, begun at {format_instant(start)}, leaves the time for which the calendar"
        f" `{calendar.name}` is known ({format_instant(calendar.covers[0])} to"
        f" {format_instant(calendar.covers[1])})",
    )


def _unheard(clock: Clock, cycles: Sequence[tuple[Cycle, Key]], plan: Plan) -> Diagnostic:
    cycle, key = cycles[0]
    others = f", and {len(cycles) - 1} more like it" if len(cycles) > 1 else ""
    return Diagnostic(
        STOP_UNHEARD,
        f"`{clock.name}` of {_thing(key[: len(clock.keys)])} starts at {format_instant(cycle.begun_by.at)},"
        " and a change at that instant would stop it; a stop comes before a start, so it goes on" + others,
        plan.label(clock.clause) if clock.clause else None,
    )


def _thing(key: Key) -> str:
    return ", ".join(f"`{part}`" for part in key)
