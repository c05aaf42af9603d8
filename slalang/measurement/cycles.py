"""The cycles of a clock: what one thing (a ticket) went through, reckoned change by change.

This is plain Python and not SQL: each change acts on the state that all earlier ones left (running,
paused, stopped, reopened, with a limit that may move), which no union or sum of rows can say. The cost
is one ordered pass over the changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from slalang.plan.streams import Clock
from slalang.quantities.opening import OpenTime, Segment


@dataclass(frozen=True)
class Change:
    """One row of the clock's event: where it stands in the log, and which conditions it satisfies.

    ``limit`` is the limit by the values of this row, in microseconds; a part of one is cut off, since
    nothing ends within a microsecond.
    """

    at: int
    source: int
    record: int
    starts: bool
    stops: bool
    pauses: bool
    continues: bool
    restarts: bool
    limit: int | None


@dataclass(frozen=True)
class Cycle:
    """One cycle, by the end of the evaluation. ``stopped`` is ``None`` while it runs.

    ``late`` is whether more than the limit has elapsed, ``None`` without a limit. ``due`` is ``None``
    without one, where the calendar does not reach so far, and while the cycle is paused before it. ``limit``
    is the one that holds in the end.
    ``unheard_stop``: a change at its first instant asks to stop, which came before it began.
    """

    begun_by: Change
    stopped: int | None
    due: int | None
    elapsed: int
    paused: int
    late: bool | None
    is_paused: bool
    unheard_stop: bool
    limit: int | None = None

    @property
    def decided(self) -> bool:
        """Whether it counts: it has stopped, or is late already."""
        return self.stopped is not None or bool(self.late)


@dataclass
class _Running:
    """A cycle on its way. ``counted`` and ``held`` are the stretches that elapsed and that were paused;
    the current stretch began at ``since``. The first that counted is an instant, at which a limit of
    nothing has elapsed."""

    begun_by: Change
    since: int
    is_paused: bool
    limit: int | None
    unheard_stop: bool
    counted: list[Segment] = field(default_factory=list)
    held: list[Segment] = field(default_factory=list)
    stopped: int | None = None

    def close(self, at: int) -> None:
        """Ends the current stretch."""
        (self.held if self.is_paused else self.counted).append((self.since, at))
        self.since = at

    def pause(self, at: int, paused: bool) -> None:
        """Goes on paused or not."""
        if paused != self.is_paused:
            self.close(at)
            self.is_paused = paused

    def resume(self, at: int, paused: bool, with_gap: bool) -> None:
        """Goes on after it had stopped."""
        if with_gap and self.stopped is not None:
            self.counted.append((self.stopped, at))
        self.stopped, self.since, self.is_paused = None, at, paused

    def change_limit(self, at: int, limit: int | None, restarting: bool) -> None:
        """Takes on another limit; ``restarting`` from zero."""
        if limit != self.limit and restarting:
            self.close(at)
            self.counted = [(at, at)]
        self.limit = limit


def cycles_of(changes: Sequence[Change], clock: Clock, open_time: OpenTime, end: int) -> Iterator[Cycle]:
    """The cycles of one thing, from its changes in order of time, at one instant the shortest limit first.

    At one instant a stop comes before a pause, and a pause before everything else: time stands still only
    where all changes of the instant say so.
    """
    cycle: _Running | None = None
    for at, group in groupby(changes, key=lambda change: change.at):
        rows = tuple(group)
        heard = cycle is not None and cycle.stopped is None
        if cycle and heard:
            _go_on(cycle, at, rows, clock)
        if cycle is None:
            cycle = _begun(rows, [row.starts for row in rows], heard)
        elif cycle.stopped is not None:
            following = _reopened(cycle, at, rows, clock, heard)
            if following is not cycle:
                yield _finished(cycle, open_time, end)
            cycle = following
    if cycle:
        yield _finished(cycle, open_time, end)


def _go_on(cycle: _Running, at: int, rows: Sequence[Change], clock: Clock) -> None:
    stop = next((row for row in rows if row.stops), None)
    if stop:
        cycle.close(at)
        cycle.stopped = at
        if clock.limit_as_of == "stop":
            cycle.limit = stop.limit
        return
    cycle.pause(at, _paused(rows))
    _follow_limit(cycle, at, rows, clock)


def _paused(rows: Sequence[Change]) -> bool:
    return all(row.pauses for row in rows)


def _follow_limit(cycle: _Running, at: int, rows: Sequence[Change], clock: Clock) -> None:
    if clock.limit_as_of != "start":
        cycle.change_limit(at, rows[0].limit, clock.limit_as_of == "restarting")


def _begun(rows: Sequence[Change], begins: Sequence[bool], heard: bool) -> _Running | None:
    first = next((row for row, begin in zip(rows, begins, strict=True) if begin), None)
    unheard = not heard and any(row.stops for row in rows)
    if first is None:
        return None
    return _Running(first, first.at, _paused(rows), first.limit, unheard, [(first.at, first.at)])


def _reopened(cycle: _Running, at: int, rows: Sequence[Change], clock: Clock, heard: bool) -> _Running:
    """The same cycle where it goes on (or nothing happens), a new one where it begins again."""
    if any(row.continues for row in rows):
        cycle.resume(at, _paused(rows), clock.continues_with_gap)
        _follow_limit(cycle, at, rows, clock)
        return cycle
    return _begun(rows, [row.restarts for row in rows], heard) or cycle


def _finished(cycle: _Running, open_time: OpenTime, end: int) -> Cycle:
    if cycle.stopped is None:
        cycle.close(end)
    elapsed = _total(cycle.counted, open_time)
    late = None if cycle.limit is None else elapsed > cycle.limit
    return Cycle(
        cycle.begun_by,
        cycle.stopped,
        _due(cycle, open_time),
        elapsed,
        _total(cycle.held, open_time),
        late,
        cycle.stopped is None and cycle.is_paused,
        cycle.unheard_stop,
        cycle.limit,
    )


def _total(stretches: Sequence[Segment], open_time: OpenTime) -> int:
    return sum(open_time.between(start, end) for start, end in stretches)


def _due(cycle: _Running, open_time: OpenTime) -> int | None:
    """The earliest instant at which the limit has elapsed. After the last stretch the cycle is thought
    to run on, unless it is paused now."""
    if cycle.limit is None:
        return None
    left = cycle.limit
    for start, end in cycle.counted:
        elapsed = open_time.between(start, end)
        if left <= elapsed:
            return open_time.due(start, left)
        left -= elapsed
    if cycle.stopped is None and cycle.is_paused:
        return None
    return open_time.due(cycle.since, left)
