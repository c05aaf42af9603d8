"""Clocks: the changes of one thing become cycles, followed from edge to edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.oracle.expressions import value
from tests.oracle.plain import Json, floor, instant
from tests.oracle.rows import Row, Rows
from tests.oracle.spans import Span, shared, without

FOREVER = 2**62


@dataclass
class Cycle:
    """One cycle on its way. ``ran`` is the time that counted so far, since it was last set to zero;
    ``counts`` holds the same time as spans, to find the instant at which it fell due."""

    started: int
    fields: Mapping[str, Any]
    limit: int | None
    held: bool
    running: bool = True
    stopped: int | None = None
    decided: bool = True
    elapsed: int = 0
    paused: int = 0
    counts: list[Span] = field(default_factory=list)
    due: int | None = None
    since: int = 0
    """From when its time was counted: its start, or when it was last set to zero."""

    @property
    def late(self) -> bool:
        """Whether more time counted than the limit allows: the limit itself is in time."""
        return self.limit is not None and self.elapsed > self.limit

    def row(self) -> Row:
        """The cycle as a row."""
        own = {
            "started": self.started,
            "stopped": self.stopped,
            "due": self.due,
            "elapsed": self.elapsed,
            "paused": self.paused,
            "late": self.late,
            "in_time": not self.late,
        }
        end = self.started if self.stopped is None else self.stopped
        return Row(self.started, end, dict(self.fields) | own)


def cycles(clock: Json, plan: Json, rows: Rows, end: int, excluded: Sequence[Span]) -> list[Cycle]:
    """All cycles of all things that changed before the end of the evaluation."""
    limits = sorted(rows.rows, key=lambda row: _order(clock, plan, row))
    changes = Rows(rows.shape, limits, tuple(clock["keys"])).by_key()
    return [
        cycle
        for key in sorted(changes)
        for cycle in _Thing(clock, plan, open_time(clock, plan, excluded)).cycles(changes[key], end)
    ]


def _order(clock: Json, plan: Json, row: Row) -> tuple[Any, ...]:
    """Of the changes of one instant the one with the shortest limit comes first, then they stand in the
    order of their values, written out."""
    limit = None if clock["limit"] is None else value(clock["limit"], row.all_fields(), plan)
    written = [str("" if one is None else one) for _, one in sorted(row.fields.items())]
    return limit is None, limit or 0, written


def open_time(clock: Json, plan: Json, excluded: Sequence[Span]) -> list[Span]:
    """The time in which the clock runs at all."""
    always = [(-FOREVER, FOREVER)]
    for calendar in plan["calendars"]:
        if calendar["name"] == clock["calendar"]:
            always = [(instant(start), instant(last)) for start, last in calendar["open"]]
    return without(always, excluded)


class _Thing:
    """One thing that changes, and its cycles."""

    def __init__(self, clock: Json, plan: Json, opened: Sequence[Span]) -> None:
        self.clock, self.plan, self.opened = clock, plan, opened
        self.done: list[Cycle] = []

    def cycles(self, changes: Sequence[Row], end: int) -> list[Cycle]:
        """The cycles, from the first change to the end of the evaluation."""
        instants = sorted({row.start for row in changes})
        for at, until in zip(instants, [*instants[1:], end], strict=True):
            self._change([row for row in changes if row.start == at], at)
            self._pass(at, until)
        for cycle in self.done:
            cycle.decided = not cycle.running or cycle.late
            cycle.due = self._due(cycle, end)
        return self.done

    @property
    def current(self) -> Cycle | None:
        """The cycle that runs now."""
        return self.done[-1] if self.done and self.done[-1].running else None

    def _says(self, what: str, rows: Sequence[Row]) -> Row | None:
        """The first of the rows of which a condition of the clock holds."""
        condition = self.clock[what]
        if condition is None:
            return None
        return next((row for row in rows if value(condition, row.all_fields(), self.plan) is True), None)

    def _change(self, rows: Sequence[Row], at: int) -> None:
        """What the rows of one instant change: first a stop, then a pause, then a start."""
        stop = self._says("stops", rows)
        if self.current and stop:
            self._stop(self.current, stop, at)
        held = all(self._says("pauses", [row]) for row in rows)
        again = self._says("continues", rows)
        start = self._says("restarts" if self.done and self.clock["restarts"] else "starts", rows)
        if self.current:
            self.current.held = held
            self._priority(self.current, rows[0], at)
        elif again and self.done:
            self._go_on(self.done[-1], rows, at, held)
        elif start:
            self.done.append(Cycle(at, start.fields, self._limit(start), held, since=at))

    def _stop(self, cycle: Cycle, stop: Row, at: int) -> None:
        cycle.running, cycle.stopped = False, at
        if self.clock["limit_as_of"] == "stop":
            cycle.limit = self._limit(stop)

    def _go_on(self, cycle: Cycle, rows: Sequence[Row], at: int, held: bool) -> None:
        assert cycle.stopped is not None
        if self.clock["continues_with_gap"]:
            self._count(cycle, cycle.stopped, at)
        cycle.running, cycle.stopped, cycle.held = True, None, held
        self._priority(cycle, rows[0], at)

    def _priority(self, cycle: Cycle, row: Row, at: int) -> None:
        """A change of the limit in the middle of a cycle."""
        as_of, limit = self.clock["limit_as_of"], self._limit(row)
        if as_of == "start" or limit == cycle.limit:
            return
        if as_of == "restarting":
            cycle.elapsed, cycle.counts, cycle.since = 0, [], at
        cycle.limit = limit

    def _limit(self, row: Row) -> int | None:
        if self.clock["limit"] is None:
            return None
        limit = value(self.clock["limit"], row.all_fields(), self.plan)
        return None if limit is None else floor(Fraction(limit))

    def _pass(self, start: int, end: int) -> None:
        """Lets time go by."""
        cycle = self.current
        if cycle is None:
            return
        if cycle.held:
            cycle.paused += sum(
                last - first for first, last in shared([(start, end)], self._near(start, end))
            )
        else:
            self._count(cycle, start, end)

    def _count(self, cycle: Cycle, start: int, end: int) -> None:
        spans = shared([(start, end)], self._near(start, end))
        cycle.counts += spans
        cycle.elapsed += sum(last - first for first, last in spans)

    def _near(self, start: int, end: int) -> list[Span]:
        return [span for span in self.opened if span[0] < end and start < span[1]]

    def _due(self, cycle: Cycle, end: int) -> int | None:
        """The first instant at which as much time had counted as the limit allows; where the cycle did
        not get so far, it is followed as if it went on."""
        if cycle.limit is None:
            return None
        left = cycle.limit
        if left == 0:
            return cycle.since
        for first, last in cycle.counts:
            if left <= last - first:
                return first + left
            left -= last - first
        here = end if cycle.stopped is None else cycle.stopped
        for first, last in self.opened:
            first = max(first, here)
            if first < last and left <= last - first:
                return first + left
            left -= max(0, last - first)
        return None
