"""What a credit comes from: the single intervals that it pays for, as far as it is told apart by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from slalang.plan.reading import Stretch
from slalang.plan.terms import CreditRow, PerRow, PerUnit
from slalang.settlement.outcomes import Assessment
from slalang.settlement.rows import read_lengths, units


@dataclass(frozen=True)
class Origin:
    """One interval of a stream. Those of several objectives are the same when they are alike in all."""

    stream: str
    interval: Stretch


def intervals_of(one: Assessment, measure: str) -> tuple[Origin, ...]:
    """The intervals behind a measure of their lengths, in its order; none where they were not kept apart."""
    over = {each.id: each.over for each in one.objective.measures}.get(measure)
    found = dict(one.reading.intervals).get(measure, ())
    return tuple(Origin(over, each) for each in found) if over else ()


def weights_of(row: CreditRow, one: Assessment) -> Iterator[tuple[Origin, Fraction]]:
    """How much of what the row pays is for each interval, in units of the row."""
    match row.per:
        case PerUnit(mode, unit, measure, beyond):
            origins = intervals_of(one, measure)
            if origins:
                lengths = read_lengths(one, measure)
                for origin, length in zip(origins, lengths, strict=True):
                    yield origin, units((length - beyond) / unit, mode)
        case PerRow(intervals=str(measure), beyond=beyond):
            origins = intervals_of(one, measure)
            for number, origin in enumerate(origins, 1):
                yield origin, Fraction(int(number > beyond))
        case _:
            return
