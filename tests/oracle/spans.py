"""Time as sorted, disjoint, half-open stretches of microseconds, worked out edge by edge."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Span = tuple[int, int]


def stretches(*sides: Iterable[Span]) -> list[tuple[int, int, tuple[int, ...]]]:
    """Every stretch between two neighbouring edges, with how many spans of each side cover it."""
    edges: list[tuple[int, int, int]] = []
    for number, side in enumerate(sides):
        for start, end in side:
            if start < end:
                edges += [(start, number, 1), (end, number, -1)]
    covers = [0] * len(sides)
    found: list[tuple[int, int, tuple[int, ...]]] = []
    before: int | None = None
    for at, number, change in sorted(edges):
        if before is not None and before < at:
            found.append((before, at, tuple(covers)))
        covers[number] += change
        before = at
    return found


def chosen(holds: Callable[[tuple[int, ...]], bool], *sides: Iterable[Span]) -> list[Span]:
    """The time in which the numbers of spans of the sides are as wanted; what touches is joined."""
    runs: list[Span] = []
    for start, end, covers in stretches(*sides):
        if not holds(covers):
            continue
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def union(*sides: Iterable[Span]) -> list[Span]:
    """The time inside at least one of the spans."""
    return chosen(any, *sides)


def shared(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """The time inside both."""
    return chosen(lambda covers: covers[0] > 0 and covers[1] > 0, one, other)


def without(one: Iterable[Span], other: Iterable[Span]) -> list[Span]:
    """The time inside the one and outside the other."""
    return chosen(lambda covers: covers[0] > 0 and covers[1] == 0, one, other)


def length(spans: Iterable[Span]) -> int:
    """How long they are together; they must be disjoint."""
    return sum(end - start for start, end in spans)


def holds(spans: Iterable[Span], at: int) -> bool:
    """Whether the instant lies in one of them."""
    return any(start <= at < end for start, end in spans)


def covered(span: Span, spans: Iterable[Span]) -> bool:
    """Whether the whole span lies inside the (disjoint, joined) spans; an instant is a span of no length."""
    if span[0] == span[1]:
        return holds(spans, span[0])
    return length(shared([span], spans)) == span[1] - span[0]


def earliest(spans: Iterable[Span], budget: int) -> list[Span]:
    """The first so many microseconds of the (disjoint, sorted) spans."""
    kept: list[Span] = []
    for start, end in spans:
        end = min(end, start + budget)
        if end > start:
            kept.append((start, end))
            budget -= end - start
    return kept
