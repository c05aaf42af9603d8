"""What measurement hands to settlement: exact values, one reading per objective, key and period."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.quantities.instant import Instant
from slalang.quantities.period import Period

MeasureReading: TypeAlias = Fraction | tuple[int, ...] | None
"""A number, the lengths of intervals in microseconds, or ``None`` where there is no value."""


@dataclass(frozen=True)
class Stretch:
    """One thing behind a count: what it is called, where that can be said, and from when to when it was.

    Of a late cycle ``start`` is its start and ``end`` the instant it was due.
    """

    name: str
    start: Instant
    end: Instant


@dataclass(frozen=True)
class Behind:
    """What stands behind a number of a reading: ``count`` things, the first few of them by name.

    ``late`` cycles of a clock, ``time`` that intervals of a stream cover, or time for which the buckets of a
    stream have ``no data`` (there the longest come first); ``of`` names the clock or the stream.
    """

    what: Literal["late", "time", "no data"]
    of: str
    count: int
    first: tuple[Stretch, ...]


@dataclass(frozen=True)
class Reading:
    """The measures of one objective in one period.

    ``keys`` are the values of the ``for each`` fields, in their order. ``rows`` counts the rows of the
    point events behind the objective, ``None`` where it stands on interval events alone (a log of
    exceptions is complete when empty). ``buckets`` and ``empty_buckets`` count those of its streams
    where it has any, ``cycles`` the decided cycles of its clocks that belong to the period, ``paired`` those
    of its intervals made from points that lie in it, at least in part. What belongs to it and is not
    decided as far as the rows are known is named in ``undecided``. ``excluded`` is the time taken out of
    the period, ``exclusions`` how much each exclusion clause took after its budget.
    ``value`` is set where the value of the indicator is given and not measured. ``notes`` say what a
    reader of the number should know, ``behind`` which things stand behind it.
    """

    objective: str
    period: str
    keys: tuple[str, ...] = ()
    measures: dict[str, MeasureReading] = field(default_factory=dict)
    rows: int | None = None
    buckets: int | None = None
    empty_buckets: int | None = None
    excluded: int = 0
    exclusions: tuple[tuple[str, int], ...] = ()
    value: Fraction | None = None
    notes: tuple[str, ...] = ()
    cycles: int | None = None
    paired: int = 0
    undecided: tuple[str, ...] = ()
    behind: tuple[Behind, ...] = ()
    intervals: tuple[tuple[str, tuple[Stretch, ...]], ...] = ()
    """For measures of lengths: which intervals they are, in the same order."""
    causes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For fields by which credits meet: their values in the intervals behind the objective."""


@dataclass(frozen=True)
class FeesReading:
    """What was invoiced for one period (of the fees' own kind), for one combination of keys.

    ``amount`` is ``None`` where no invoice was seen in the period.
    """

    period: str
    keys: tuple[str, ...]
    amount: Fraction | None


@dataclass(frozen=True)
class DecidingRow:
    """A row that decides about credits: a claim, or a stretch of time in which credits arise.

    ``values`` are the fields that say of which credits it is, in as far as it has them.
    """

    over: str
    start: Instant
    end: Instant
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Readings:
    """All readings of one evaluation, from the start of the term to ``end`` (an instant).

    Periods that have not ended by then have no reading: their outcome is pending.
    """

    end: int
    objectives: tuple[Reading, ...]
    fees: tuple[FeesReading, ...] = ()
    deciding: tuple[DecidingRow, ...] = ()
    claims_until: int | None = None
    """The instant up to which claims are known, where that is later than ``end``."""

    @property
    def known_until(self) -> int:
        """The instant up to which claims are known."""
        return max(self.end, self.claims_until or self.end)


@dataclass(frozen=True)
class RunningReading:
    """What was measured of a period that is not over, up to ``until``, an instant.

    That is the instant that was asked for, or the end of the last whole bucket before it. ``start`` is where
    the stretch begins that it is measured over. Cycles that are decided and fall due later in the period
    are in it.
    """

    reading: Reading
    period: Period
    start: int
    until: int


@dataclass(frozen=True)
class OpenCycle:
    """A cycle of a clock that has not stopped: of what, by the values of the clock's keys, and how far it is.

    ``elapsed`` is in the time of the clock, in microseconds, as ``limit`` is. ``due`` is ``None`` without a
    limit, and while the cycle is paused before it.
    """

    clock: str
    thing: tuple[str, ...]
    start: Instant
    elapsed: int
    limit: int | None
    due: Instant | None
    is_paused: bool
    is_late: bool


@dataclass(frozen=True)
class Running:
    """The periods that run at an instant, as far as they were measured, and the clocks that run then."""

    at: int
    objectives: tuple[RunningReading, ...]
    clocks: tuple[OpenCycle, ...]


@dataclass(frozen=True)
class GivenRow:
    """A row written in a test instead of a log: of an event, or of a stream.

    ``over`` is the name of the event or stream, ``start`` and ``end`` its instants (equal for a point,
    ``end`` is ``None`` for an interval still open), ``values`` its other fields.
    """

    over: str
    start: int
    end: int | None
    values: tuple[tuple[str, Fraction | str | bool], ...] = ()
