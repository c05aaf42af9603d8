"""Streams, read from left to right: sources, then steps; and the clocks that count on them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import Duration, Length, Name, Node, Text
from slalang.syntax.nodes.expressions import Expression
from slalang.syntax.nodes.literals import LiteralValue
from slalang.values import value


@value
class Paired(Node):
    """``by k from C until C``: intervals from the rows that start them to the rows that end them."""

    keys: tuple[Name, ...]
    starts: Expression
    ends: Expression


@value
class Spaced(Node):
    """``by k spaced at least 1s doubling to 32s``: rows that keep their distance per key."""

    keys: tuple[Name, ...]
    least: Duration
    doubling_to: Duration | None = None


@value
class Where(Node):
    """Keeps the rows for which the condition holds."""

    condition: Expression


@value
class Metric(Node):
    """``failed = share(status >= 500) when empty 0%``: a number each bucket has."""

    name: Name
    value: Expression
    when_empty: LiteralValue | None = None


@value
class Every(Node):
    """``every 5m by k, l { ... }``: buckets of equal width per combination of keys."""

    width: Duration
    keys: tuple[Name, ...] = ()
    metrics: tuple[Metric, ...] = ()


@value
class WithRows(Node):
    """``with at least 60 rows``: smaller buckets are neither up nor down; they break a run or carry it."""

    least: int
    carries: bool = False


@value
class Followed(Node):
    """``with T by k within 72h of its end``: intervals that a row of T follows in time."""

    notice: Source
    keys: tuple[Name, ...]
    within: Length
    of: Literal["start", "end"]


@value
class Lasting(Node):
    """``lasting at least 5m``, or ``strictly`` more than it: long runs only."""

    length: Duration
    strictly: bool = False


@value
class Outside(Node):
    """The parts outside another stream."""

    source: Source


@value
class Inside(Node):
    """The parts inside another stream."""

    source: Source


@value
class AtOnce(Node):
    """``in at least 2 of zone by site alive in S``; ``least`` is ``None`` for ``in all of zone``."""

    least: int | None
    of: Name
    keys: tuple[Name, ...] = ()
    alive_in: Source | None = None


Opening: TypeAlias = Paired | Spaced
Step: TypeAlias = Where | Every | WithRows | Followed | Lasting | Outside | Inside | AtOnce


@value
class Rows(Node):
    """Sources joined by ``or``, then what opens them up by key, then steps each applied to the last."""

    sources: tuple[Source, ...]
    opening: Opening | None = None
    steps: tuple[Step, ...] = ()


Source: TypeAlias = Name | Rows
"""The name of an event, a stream or a clock, or a stream in parentheses."""


@value
class Stream(Node):
    """``stream NAME = ...``."""

    name: Name
    title: Text | None
    rows: Rows
    doc: str | None = None


# --- clocks ------------------------------------------------------------------------------------


@value
class Starts(Node):
    """``starts when C`` begins a cycle."""

    condition: Expression


@value
class Stops(Node):
    """``stops when C`` ends it."""

    condition: Expression


@value
class Pauses(Node):
    """``pauses while C``: the time stands still."""

    condition: Expression


@value
class Continues(Node):
    """``continues when C``: goes on after a stop; the gap between counts only ``with the gap``."""

    condition: Expression
    with_the_gap: bool = False


@value
class Restarts(Node):
    """``restarts when C`` begins a new cycle."""

    condition: Expression


@value
class RunsIn(Node):
    """``runs in CALENDAR``."""

    calendar: Name


LimitChange: TypeAlias = Literal["as of start", "as of stop", "restarting", "carrying"]


@value
class Limit(Node):
    """``limit 4h``, or a table; ``change`` says what holds when its field changes on the way."""

    value: Expression
    change: LimitChange | None = None


ClockClause: TypeAlias = Starts | Stops | Pauses | Continues | Restarts | RunsIn | Limit


@value
class Clock(Node):
    """``clock NAME of EVENT by KEYS { ... }``."""

    name: Name
    title: Text | None
    event: Name
    keys: tuple[Name, ...]
    clauses: tuple[ClockClause, ...]
    doc: str | None = None


@value
class Indicator(Node):
    """``indicator NAME = EXPRESSION``."""

    name: Name
    title: Text | None
    value: Expression
    doc: str | None = None
