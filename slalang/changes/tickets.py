"""Shares of tickets in time that fit the numbers of tickets that are measured beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from slalang.changes.content import content
from slalang.plan.expressions import FieldValue
from slalang.plan.reading import MeasureReading
from slalang.plan.streams import Measure

_IN_TIME, _LATE = content(FieldValue("in_time")), content(FieldValue("late"))


@dataclass(frozen=True)
class Tickets:
    """The measures that count the cycles of one clock: all of them, and the late ones.

    ``enough`` is a number of cycles that is never too few.
    """

    all: tuple[str, ...]
    late: tuple[str, ...]
    enough: int

    def fitting(
        self, share: Fraction, extras: Mapping[str, MeasureReading]
    ) -> tuple[Fraction, dict[str, MeasureReading]]:
        """The share in time and what is counted beside it, in whole tickets that agree with one another."""
        wanted = [extras.get(name) for name in (*self.all, *self.late)]
        numbers = [Fraction(each) if isinstance(each, Fraction) else Fraction(0) for each in wanted]
        total, late = (
            max(numbers[: len(self.all)], default=Fraction(0)),
            max(numbers[len(self.all) :], default=None),
        )
        missed = 1 - share
        if self.all and total <= self.enough and missed:
            late = Fraction(max(1, ceil(total * missed)))
            share = 1 - late / total if total else share
        else:
            least = max(Fraction(self.enough), (late or Fraction(0)) / missed if missed else Fraction(0))
            total = Fraction(share.denominator * max(1, ceil(least / share.denominator)))
            late = total * missed
        found: dict[str, MeasureReading] = dict.fromkeys(self.all, total)
        return share, {**extras, **found, **dict.fromkeys(self.late, late)}


def tickets_of(free: str | None, known: Mapping[str, Measure], enough: int) -> Tickets | None:
    """The counts of the clock whose share in time decides a value, if that is what does."""
    share = known.get(free or "")
    if share is None or share.aggregate != "share" or share.where or content(share.value) != _IN_TIME:
        return None
    counts = [one for one in known.values() if one.aggregate == "count" and one.over == share.over]
    whole = tuple(one.id for one in counts if one.where is None and one.value is None)
    late = tuple(one.id for one in counts if one.where is not None and content(one.where) == _LATE)
    return Tickets(whole, late, enough) if whole or late else None
