"""What happened and how it is turned into rows: events, streams, clocks, tables, calendars, measures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.plan.canonical import Tagged
from slalang.plan.expressions import Expression
from slalang.plan.lengths import Length
from slalang.quantities.instant import Instant

FieldType: TypeAlias = Literal[
    "instant", "text", "integer", "decimal", "boolean", "duration", "money", "choice"
]

SCALE = 1_000_000
"""``decimal`` and ``money`` fields are read as whole millionths; a finer value is refused, never cut."""


@dataclass(frozen=True)
class EventField:
    """One field of an event and how to find it in a raw export.

    ``column`` is the source column (the field's own name where ``None``). ``format`` is a strptime
    format, ``zone`` the zone of local times, ``fold`` which of two ambiguous local times to take.
    ``unit`` is the unit a bare number of a ``duration`` has (``us ms s m h``).
    """

    name: str
    type: FieldType
    optional: bool = False
    key: bool = False
    unit: str | None = None
    column: str | None = None
    format: str | None = None
    zone: str | None = None
    fold: Literal["earlier", "later"] | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """A log of points (a field ``at``) or of intervals (fields ``from`` and ``to``).

    ``path`` is the file named in the contract, used where the call names none. ``format`` says how a line of
    an access log is written; logs have a header or names of their own where it is ``None``.
    """

    name: str
    shape: Literal["points", "intervals"]
    fields: tuple[EventField, ...]
    path: str | None = None
    format: str | None = None


@dataclass(frozen=True)
class Table:
    """A value for each value of one field; ``default`` is the ``else`` row."""

    name: str
    field: str
    rows: tuple[tuple[str, Fraction], ...]
    default: Fraction | None
    clause: str | None = None


@dataclass(frozen=True)
class CalendarFile:
    """A calendar file that hours were taken from: its path in the project and the SHA-256 of its text."""

    path: str
    sha256: str


@dataclass(frozen=True)
class Calendar:
    """Open time as sorted, disjoint half-open ``(start, end)`` instants.

    ``covers`` is the range of instants the segments are complete for; a clock that leaves it is an
    error, not a guess. ``files`` are those that have some of its hours.
    """

    name: str
    covers: tuple[Instant, Instant]
    open: tuple[tuple[Instant, Instant], ...]
    files: tuple[CalendarFile, ...] = ()


@dataclass(frozen=True)
class Where(Tagged):
    """Keeps the rows for which the condition holds."""

    condition: Expression


@dataclass(frozen=True)
class Metric:
    """A number each bucket has: an aggregate over its rows, or ``when_empty`` where it has none."""

    name: str
    aggregate: Literal["count", "sum", "mean", "min", "max", "share", "percentile", "distinct"]
    value: Expression | None
    percentile: Fraction | None = None
    when_empty: Fraction | None = None


@dataclass(frozen=True)
class Every(Tagged):
    """Cuts points into buckets of ``width`` microseconds per combination of keys.

    Buckets are aligned to the start of the agreement's term. A bucket without rows has each metric's
    ``when_empty``; where a metric has none, the bucket has no value and no condition on it holds.
    A bucket with fewer than ``least_rows`` is neither up nor down: it breaks a run, or carries it on.
    """

    width: int
    keys: tuple[str, ...]
    metrics: tuple[Metric, ...]
    least_rows: int | None = None
    sparse: Literal["breaks", "carries"] = "breaks"


@dataclass(frozen=True)
class Lasting(Tagged):
    """Merges touching intervals, then keeps runs of at least (or strictly more than) ``length``."""

    length: int
    strictly: bool = False


@dataclass(frozen=True)
class Outside(Tagged):
    """The parts of the intervals (or the points) outside another stream."""

    stream: str


@dataclass(frozen=True)
class Inside(Tagged):
    """The parts of the intervals (or the points) inside another stream."""

    stream: str


@dataclass(frozen=True)
class AtOnce(Tagged):
    """The time in which at least ``least`` of the values of ``of`` overlap, per ``keys``.

    ``least`` is ``None`` for all of the values. The values that count at an instant are those of
    ``alive_in``, or those between their first and last row.
    """

    least: int | None
    of: str
    keys: tuple[str, ...]
    alive_in: str | None = None


@dataclass(frozen=True)
class Paired(Tagged):
    """Intervals per combination of keys: from a point for which ``starts`` holds to the next one for which
    ``ends`` holds.

    While an interval is open another start changes nothing. Of one instant the ends come before the starts.
    An interval that nothing ends is open.
    """

    keys: tuple[str, ...]
    starts: Expression
    ends: Expression


@dataclass(frozen=True)
class Spaced(Tagged):
    """Keeps the first point of each combination of keys, and each later one that is at least ``least``
    microseconds after the last one that was kept.

    With ``longest`` that distance doubles with every point that is kept, up to it.
    """

    keys: tuple[str, ...]
    least: int
    longest: int | None = None


@dataclass(frozen=True)
class Followed(Tagged):
    """Keeps the intervals after whose start or end, at that instant or later, a row of ``notice`` with the
    same ``keys`` begins ``within`` a length of time."""

    notice: str
    keys: tuple[str, ...]
    within: Length
    of: Literal["start", "end"]


Step: TypeAlias = Where | Every | Lasting | Outside | Inside | AtOnce | Paired | Spaced | Followed


@dataclass(frozen=True)
class Stream:
    """Rows made from other rows: the union of its sources, then each step in turn.

    A source is the name of an event, a stream or a clock. ``shape`` and ``keys`` are those of the
    result; several sources keep the keys all of them have.
    """

    name: str
    shape: Literal["points", "intervals", "buckets"]
    sources: tuple[str, ...]
    steps: tuple[Step, ...]
    keys: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clock:
    """Turns the changes of one thing into cycles with a limit.

    ``pauses`` holds while the last change seen satisfies it. ``calendar`` is ``None`` for a clock that
    always runs. A cycle is in time when ``elapsed <= limit``.
    """

    name: str
    event: str
    keys: tuple[str, ...]
    starts: Expression
    stops: Expression
    limit: Expression | None
    pauses: Expression | None = None
    continues: Expression | None = None
    continues_with_gap: bool = False
    restarts: Expression | None = None
    calendar: str | None = None
    limit_as_of: Literal["start", "stop", "restarting", "carrying"] = "start"
    clause: str | None = None


AggregateName: TypeAlias = Literal[
    "count", "sum", "mean", "min", "max", "percentile", "share", "distinct", "time", "period", "lengths"
]


@dataclass(frozen=True)
class Measure:
    """One aggregate over the rows of a period.

    ``over`` names an event, stream or clock and ``where`` keeps some of its rows. ``time`` is the union
    of the intervals inside the period, ``period`` the length of the period after exclusions, ``lengths``
    the length of each interval. ``percentile`` is nearest rank. ``inside`` makes ``length`` the part of
    an interval inside the period.
    """

    id: str
    aggregate: AggregateName
    over: str | None = None
    value: Expression | None = None
    where: Expression | None = None
    percentile: Fraction | None = None
    inside: bool = False
