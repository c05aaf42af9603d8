"""Courses of measurements on which two versions can differ, the smallest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeAlias

from slalang.changes.axis import Axis, Sample

_MOST_LEVELS = 5

Depth: TypeAlias = Literal["period", "runs", "patterns"]


@dataclass(frozen=True)
class Point:
    """What one objective has in the period that is so many after the first."""

    objective: str
    offset: int
    sample: Sample


@dataclass(frozen=True)
class Scenario:
    """Values that are not at their best, and how many periods of the objective are over.

    ``single`` says that it is one value of one objective in one period, by which regions are told.
    """

    objective: str
    points: tuple[Point, ...]
    periods: int
    single: bool = False

    @property
    def size(self) -> tuple[int, int]:
        """How many values are not at their best, and over how many periods."""
        return len(self.points), self.periods


@dataclass(frozen=True)
class Field:
    """The objectives to try, those that differ themselves, and the length of one of their periods.

    ``memory`` is how many periods clauses look back, ``repeats`` are numbers of misses that they count.
    ``depth`` says how far a difference can reach: within a period, over runs of them, or over any pattern of
    good and bad ones.
    """

    axes: Mapping[str, Axis]
    names: tuple[str, ...]
    lengths: Mapping[str, int]
    memory: int
    repeats: tuple[int, ...]
    depth: Depth


def scenarios(field: Field) -> Iterator[Scenario]:
    """One value in one period; then the same for several periods, with pauses, and of several objectives."""
    for name in field.names:
        yield from _singles(name, field)
    for name in field.names:
        yield from _lasting(name, field)
        if field.depth != "period":
            yield from _runs(name, field)
        if field.depth == "patterns":
            yield from _patterns(name, field)
    yield from _together(field)


def _singles(name: str, field: Field) -> Iterator[Scenario]:
    for sample in (*field.axes[name].samples(field.lengths[name]), Sample(None)):
        yield Scenario(name, (Point(name, 0, sample),), 1, single=True)


def _levels(name: str, field: Field, most: int = _MOST_LEVELS) -> list[Sample]:
    """Bad values, from mild to severe, at most so many; of two, the first is one that pays."""
    axis = field.axes[name]
    samples = axis.samples(field.lengths[name])
    bad = [one for one in samples if one.value is not None and axis.is_bad(one.value)]
    if len(bad) <= most:
        return bad
    if most == 2:
        paid = [one for one in bad if one.value is not None and axis.is_paid(one.value)]
        return [(paid or bad)[0], bad[-1]]
    return [bad[number * (len(bad) - 1) // (most - 1)] for number in range(most)]


def _lasting(name: str, field: Field) -> Iterator[Scenario]:
    """A few periods in a row, and what becomes of the credit of one."""
    for bad in _levels(name, field):
        for count in (2, 3):
            yield _course(name, [bad] * count)
        yield _course(name, [bad], after=field.memory)


def _runs(name: str, field: Field) -> Iterator[Scenario]:
    """Every number of periods that a clause can count, in a row or after a miss."""
    for count in range(1, field.memory + 1):
        for bad in _levels(name, field, 2):
            yield _course(name, [bad], after=count)
            yield _course(name, [bad] * count)


def _patterns(name: str, field: Field) -> Iterator[Scenario]:
    """Misses with good periods or one without data between them, and what becomes of them later."""
    for bad in _levels(name, field, 2)[:1]:
        for count in field.repeats:
            yield _course(name, [bad] * count, after=field.memory - count + 1)
        for gap in range(1, field.memory):
            for count in (1, *(each - 1 for each in field.repeats if each > 2)):
                yield _course(name, [bad, *[None] * gap, *[bad] * count])
            yield _course(name, [bad, *[None] * gap, bad], after=field.memory)
            yield _course(name, [bad, *[None] * (gap - 1), Sample(None)], after=field.memory)
            yield _course(name, [bad, *[None] * gap, bad, *[None] * gap, bad])
        for other in field.axes[name].samples(field.lengths[name]):
            yield _course(name, [bad, *[other] * field.memory])


def _course(name: str, samples: Sequence[Sample | None], after: int = 0) -> Scenario:
    """These samples one after another (``None`` is the best), then so many periods at the best."""
    points = (Point(name, offset, one) for offset, one in enumerate(samples) if one is not None)
    return Scenario(name, tuple(points), len(samples) + after)


def _together(field: Field) -> Iterator[Scenario]:
    """Several objectives bad at once: two by two, and all of them for as long as clauses look back."""
    levels = {name: found for name in field.axes if (found := _levels(name, field, 2))}
    names = list(levels)
    for one, other in ((one, other) for number, one in enumerate(names) for other in names[number + 1 :]):
        if one in field.names or other in field.names:
            for left, right in product(levels[one], levels[other]):
                yield Scenario(one, (Point(one, 0, left), Point(other, 0, right)), 1)
    if len(names) > 1 and field.depth != "period":
        for count in range(1, field.memory + 1):
            points = tuple(Point(name, offset, levels[name][-1]) for offset in range(count) for name in names)
            yield Scenario(names[0], points, count)
