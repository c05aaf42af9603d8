"""When rows that were set aside may have happened, where their time cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from slalang.events import EventLog, SetAside, Unread, times_around
from slalang.plan.plan import Plan
from slalang.plan.streams import Event, EventField, Every, Followed, Spaced

Times: TypeAlias = Mapping[str, int]
Placement: TypeAlias = Sequence[Times]
"""The fields of time of a row: once, or of several rows in its place."""


class Unbounded(Exception):
    """No best and worst can be told; the reason as the rest of a sentence."""


def is_time(field: EventField) -> bool:
    """Whether the field says when a row happened."""
    return field.name in ("at", "from", "to") and field.type == "instant"


def placements(
    plan: Plan, log: EventLog, event: Event, aside: Sequence[SetAside], end: int
) -> list[Sequence[Placement]]:
    """For each row the ways in which it may lie in time: one that changes nothing where its time can be read.

    A row lies between those before and after it, where its file is in order of time. The last way of one row
    goes with the last of every other. Raises ``Unbounded``.
    """
    found = _Placing(plan, log, event, end, aside)
    around = {
        source: found.around(source, [one.row.record for one in aside if one.source == source])
        for source in dict.fromkeys(one.source for one in aside if found.is_lost(one))
    }
    return [found.ways(one, around.get(one.source, {})) for one in aside]


_Span: TypeAlias = tuple[int, int]
_LONGEST_RUN = 10


def _at(times: Iterable[int]) -> Placement:
    return [{"at": time} for time in times]


def _to(last: int) -> range:
    return range(1, last + 1)


@dataclass(frozen=True)
class _Placing:
    plan: Plan
    log: EventLog
    event: Event
    end: int
    aside: Sequence[SetAside]

    def read(self, one: SetAside) -> dict[str, int | None]:
        """The fields of time, ``None`` for those that cannot be read; an open end is left out."""
        pairs = zip(self.event.fields, one.row.values, strict=True)
        return {
            field.name: None if value is Unread.VALUE else value
            for field, value in pairs
            if is_time(field) and (value is Unread.VALUE or isinstance(value, int))
        }

    def is_lost(self, one: SetAside) -> bool:
        """Whether only the rows around it say when it began."""
        return self.read(one)[self._start] is None

    @property
    def _start(self) -> str:
        return "at" if self.event.shape == "points" else "from"

    def around(self, source: int, records: Sequence[int]) -> dict[int, _Span]:
        """For rows of a file the times between which they lie, empty where the file is in no order."""
        found = times_around(self.log, self.event.name, self._start, source, records)
        first, last = self.plan.term_start, self.end - 1

        def span(before: int | None, after: int | None) -> _Span:
            start = first if before is None else before
            return start, max(last, start) if after is None else after

        return {record: span(*times) for record, times in found.items()}

    def ways(self, one: SetAside, around: Mapping[int, _Span]) -> Sequence[Placement]:
        read = self.read(one)
        if None not in read.values():
            return [[{}]]
        self._refuse_distances(one)
        if read[self._start] is None and one.row.record not in around:
            raise Unbounded(
                f"the row {one.file}:{one.row.record} has no time that can be read, and the rows around it "
                "do not say it, for the file is in no order"
            )
        start = read[self._start]
        span = around[one.row.record] if start is None else (start, start)
        if self.event.shape == "points":
            return self._points(span)
        return self._intervals(span, read.get("to", 0))

    def _refuse_distances(self, one: SetAside) -> None:
        steps = (step for stream in self.plan.streams for step in stream.steps)
        if any(isinstance(step, Spaced | Followed) for step in steps):
            raise Unbounded(
                f"the row {one.file}:{one.row.record} has a time that cannot be read, and how far rows lie "
                "apart decides which of them count"
            )

    def _points(self, span: _Span) -> Sequence[Placement]:
        """At the ends of the span, a bucket inside of them, and in each period that begins inside.

        Several rows may make a run of buckets together: then they are also at all these times at once.
        """
        first, last = span
        lost = sum(map(self.is_lost, self.aside))
        near, run = self._beside(span, 1), self._beside(span, min(lost, _LONGEST_RUN))
        starts = {period.start for period in self.plan.periods if first < period.start <= last}
        ways: list[Placement] = [_at([time]) for time in sorted({first, last, *near})]
        together = {first, last, *run, *starts} if lost > 1 else starts
        return [*ways, _at(sorted(together))] if together else ways

    def _beside(self, span: _Span, buckets: int) -> set[int]:
        """Up to so many buckets after the first time and before the last."""
        first, last = span
        steps = (step for stream in self.plan.streams for step in stream.steps)
        widths = {step.width * number for step in steps if isinstance(step, Every) for number in _to(buckets)}
        return {time for width in widths for time in (first + width, last - width) if first < time < last}

    def _intervals(self, span: _Span, stop: int | None) -> Sequence[Placement]:
        """Once as short and once as long as it may be; ``stop`` is zero for one that is open."""
        first, last = span
        if stop == 0:
            return [[{"from": last}], [{"from": first}]]
        short = {"from": last, "to": last} if stop is None else {"from": min(last, stop), "to": stop}
        long = {"from": first, "to": max(first, self.end) if stop is None else stop}
        return [[short], [{**long, "from": min(long["from"], long["to"])}]]
