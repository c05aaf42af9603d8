"""The clock and a simulation that goes tick by tick agree on random changes."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.measurement import measure
from slalang.plan.expressions import FieldValue, Logic, Lookup
from slalang.plan.streams import Calendar, Clock, Measure, Table
from tests.measurement.build import (
    MINUTE,
    at,
    compared,
    excluding,
    intervals,
    is_text,
    log_of,
    objective,
    plan_of,
    points,
)

TICK = 30 * MINUTE
START, END = at("2026-03-02"), at("2026-03-04")
TICKS = (END - START) // TICK

CHANGE = points("change", ticket="integer", kind="text", held="boolean", level="text")
PLANNED = intervals("planned")
LIMITS = Table("limits", "level", (("a", Fraction(3 * TICK)), ("b", Fraction(6 * TICK))), Fraction(0))


@dataclass
class Sim:
    """A cycle on its way, in ticks."""

    started: int
    limit: int
    held: bool
    running: bool = True
    stopped: int | None = None
    elapsed: int = 0
    paused: int = 0


def simulated(clock: Clock, rows: list[dict[str, Any]], is_open: set[int]) -> list[tuple[Any, ...]]:
    """The decided cycles of one ticket, as the fields of its rows."""

    def of(row: dict[str, Any]) -> int:
        return {"a": 3, "b": 6}.get(row["level"], 0)

    by_tick = {now: list(own) for now, own in groupby(rows, key=lambda row: (row["at"] - START) // TICK)}
    cycles: list[Sim] = []
    for now in range(TICKS):
        own = by_tick.get(now, [])
        kinds = [row["kind"] for row in own]
        cycle = cycles[-1] if cycles else None
        if cycle and cycle.running and "stop" in kinds:
            cycle.running, cycle.stopped = False, now
            if clock.limit_as_of == "stop":
                _take(cycle, min(of(row) for row in own if row["kind"] == "stop"), False)
        elif cycle and cycle.running and own:
            cycle.held = all(row["held"] for row in own)
            _follow(clock, cycle, min(map(of, own)))
        if cycle and not cycle.running and clock.continues and "again" in kinds:
            if clock.continues_with_gap and cycle.stopped is not None:
                cycle.elapsed += sum(tick in is_open for tick in range(cycle.stopped, now))
            cycle.running, cycle.stopped, cycle.held = True, None, all(row["held"] for row in own)
            _follow(clock, cycle, min(map(of, own)))
        elif (cycle is None or not cycle.running) and "start" in kinds:
            limit = min(of(row) for row in own if row["kind"] == "start")
            cycles.append(Sim(now, limit, all(row["held"] for row in own)))
        _pass(cycles, now, is_open)
    return [_row(cycle) for cycle in cycles if not cycle.running or cycle.elapsed > cycle.limit]


def _pass(cycles: list[Sim], now: int, is_open: set[int]) -> None:
    """Lets a tick go by."""
    if cycles and cycles[-1].running and now in is_open:
        cycles[-1].elapsed += not cycles[-1].held
        cycles[-1].paused += cycles[-1].held


def _follow(clock: Clock, cycle: Sim, limit: int) -> None:
    if clock.limit_as_of != "start":
        _take(cycle, limit, clock.limit_as_of == "restarting")


def _take(cycle: Sim, limit: int, restarting: bool) -> None:
    if restarting and limit != cycle.limit:
        cycle.elapsed = 0
    cycle.limit = limit


def _row(cycle: Sim) -> tuple[Any, ...]:
    stopped = None if cycle.stopped is None else START + cycle.stopped * TICK
    late = cycle.elapsed > cycle.limit
    return (START + cycle.started * TICK, stopped, cycle.elapsed * TICK, cycle.paused * TICK, late)


changes = st.fixed_dictionaries(
    {
        "at": st.integers(0, TICKS + 2).map(lambda tick: START + tick * TICK),
        "ticket": st.integers(1, 2),
        "kind": st.sampled_from(["start", "stop", "again", "note"]),
        "held": st.booleans(),
        "level": st.sampled_from(["a", "b", "c"]),
    }
)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    return Clock(
        name="reply",
        event="change",
        keys=("ticket",),
        starts=is_text("kind", "start"),
        stops=is_text("kind", "stop"),
        limit=Lookup("limits", FieldValue("level")),
        pauses=draw(st.sampled_from([None, FieldValue("held")])),
        continues=draw(st.sampled_from([None, is_text("kind", "again")])),
        continues_with_gap=draw(st.booleans()),
        calendar=draw(st.sampled_from([None, "office"])),
        limit_as_of=draw(st.sampled_from(["start", "stop", "carrying", "restarting"])),
    )


@settings(max_examples=10, deadline=None)
@given(
    clocks(),
    st.lists(changes, max_size=14),
    st.sets(st.integers(0, TICKS - 1)),
    st.sets(st.integers(0, TICKS - 1), max_size=6),
)
def test_clock_and_simulation_agree(
    clock: Clock, rows: list[dict[str, Any]], opened: set[int], planned: set[int]
) -> None:
    spans = tuple((START + tick * TICK, START + (tick + 1) * TICK) for tick in sorted(opened))
    calendar = Calendar("office", (at("2026-03-01"), at("2027-01-01")), spans)
    rows = sorted(rows, key=lambda row: row["at"])
    found = measured(clock, calendar, rows, planned)
    is_open = (opened if clock.calendar else set(range(TICKS))) - planned
    for ticket in (1, 2):
        own = [dict(row) for row in rows if row["ticket"] == ticket]
        for row in own:
            row["held"] = row["held"] and clock.pauses is not None
        expected = simulated(clock, own, is_open)
        for started, stopped, elapsed, paused, late in expected:
            assert found(ticket, started) == (stopped, elapsed, paused, late)
        assert found(ticket, None) == len(expected)


def measured(clock: Clock, calendar: Calendar, rows: list[dict[str, Any]], planned: set[int]) -> Any:
    """What the engine has for the cycle of a ticket that started at an instant; without one, how many."""
    starts = {(row["ticket"], row["at"]) for row in rows}
    measures = [
        measure_of(name, ticket, started)
        for ticket, started in sorted(starts)
        for name in ("stopped", "elapsed", "paused", "late")
    ]
    counts = [Measure(f"{n}", "count", "reply", where=compared("ticket", "=", n)) for n in (1, 2)]
    wanted = objective(
        "x", *measures, *counts, each="term", counted_when="started", exclusions=(excluding("planned"),)
    )
    plan = plan_of(
        [CHANGE, PLANNED],
        wanted,
        clocks=[clock],
        tables=[LIMITS],
        calendars=[calendar],
        term=("2026-03-02", "2026-03-03"),
    )
    windows = [{"from": START + tick * TICK, "to": START + (tick + 1) * TICK} for tick in planned]
    with log_of(plan.events, {"change": rows, "planned": windows}) as log:
        outcome = measure(plan, log, end=END)
    assert not outcome.failed
    (reading,) = outcome.value.objectives

    def found(ticket: int, started: int | None) -> Any:
        if started is None:
            return reading.measures[f"{ticket}"]
        stopped, elapsed, paused, late = (
            reading.measures[f"{name} {ticket} {started}"]
            for name in ("stopped", "elapsed", "paused", "late")
        )
        return stopped, elapsed, paused, late == 1

    return found


def measure_of(name: str, ticket: int, started: int) -> Measure:
    """One field of one cycle."""
    own = Logic("and", (compared("ticket", "=", ticket), compared("started", "=", started)))
    value = FieldValue(name)
    return Measure(f"{name} {ticket} {started}", "count" if name == "late" else "max", "reply", value, own)
