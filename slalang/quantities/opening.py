"""Open time as sorted, disjoint, half-open stretches between instants, and reckoning with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

from slalang.values import Frozen, value

Segment: TypeAlias = tuple[int, int]
"""A half-open stretch ``(start, end)`` between two instants."""

ALWAYS: Segment = (-(1 << 62), 1 << 62)
"""All the time there is."""


@value
class OpenTime(Frozen):
    """Open time that can be measured: sorted, disjoint segments as ``open_segments`` gives them.

    Every question costs a binary search.
    """

    segments: tuple[Segment, ...]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.segments)

    @cached_property
    def _totals(self) -> tuple[int, ...]:
        """The open time up to the end of each segment."""
        return tuple(accumulate(end - start for start, end in self.segments))

    def before(self, instant: int) -> int:
        """The open microseconds before an instant."""
        index = bisect_right(self._starts, instant) - 1
        if index < 0:
            return 0
        return self._totals[index] - max(0, self.segments[index][1] - instant)

    def between(self, start: int, end: int) -> int:
        """The open microseconds between two instants (negative where they are the wrong way round)."""
        return self.before(end) - self.before(start)

    def due(self, start: int, limit: int) -> int | None:
        """The earliest instant, not before the start, at which so much open time has elapsed since it.

        A limit used up exactly at closing time is due at closing time, not at the next opening.
        ``None`` where the segments do not reach that far.
        """
        if limit <= 0:
            return start
        wanted = self.before(start) + limit
        index = bisect_left(self._totals, wanted)
        if index == len(self._totals):
            return None
        return self.segments[index][1] - (self._totals[index] - wanted)

    def is_open(self, instant: int) -> bool:
        """Whether the instant lies in open time."""
        index = bisect_right(self._starts, instant) - 1
        return index >= 0 and instant < self.segments[index][1]


def merge(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """The union: sorted and disjoint, touching ones joined, empty ones dropped."""
    merged: list[Segment] = []
    for start, end in sorted(segment for segment in segments if segment[0] < segment[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def subtract(segments: Sequence[Segment], closed: Sequence[Segment]) -> tuple[Segment, ...]:
    """What is left of the segments outside the closed ones. Both are sorted and disjoint."""
    return tuple(piece for segment in segments for piece in _outside(segment, closed))


def _outside(segment: Segment, closed: Sequence[Segment]) -> Iterator[Segment]:
    start, end = segment
    index = bisect_right(closed, start, key=lambda gap: gap[1])
    while start < end:
        gap = closed[index] if index < len(closed) else (end, end)
        if start < gap[0]:
            yield start, min(gap[0], end)
        start = gap[1] if gap[0] < end else end
        index += 1
