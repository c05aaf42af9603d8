"""The status: how the running periods of one agreement stand at an instant, and what they can still become.

Bounds follow from rules and not from a forecast: whatever happens until the end of a period, it ends within
them. Numbers are exact, in the forms that they have on a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.quantities.instant import Instant
from slalang.statement import InputFile, Keys, OutcomeName

FORMAT_VERSION = 1

BudgetUnit: TypeAlias = Literal["time", "rows"]


@dataclass(frozen=True)
class Prospect:
    """One end of what a period can still become.

    ``value`` is ``None`` where it is open: no rule bounds it. ``is_reached`` is false where the value comes
    as close to it as one likes without ever being it. ``credit`` is what is due, after the objective's own
    cap and before stacking and caps of the agreement; ``None`` is open too, and ``open_because`` says why.
    """

    value: Fraction | None
    is_reached: bool
    outcome: OutcomeName
    credit: Decimal | None
    open_because: str | None = None


@dataclass(frozen=True)
class BudgetLine:
    """What is left before a target, or a minimum, is missed.

    ``time`` is in microseconds, ``rows`` are counted. ``allowed`` is the most in the whole period with which
    it is still met (of rows: of those there are so far), ``used`` what there is of it, ``left`` the
    difference, below zero where it is missed. ``from_now_on`` is the most that may still be added from now
    on: of rows each further one that fails counts as one more; ``None`` where it is missed already.
    ``to_recover`` is how many rows in a row would have to be good for it to be met again. ``is_safe`` where
    no more can go wrong until the end of the period than is left.
    """

    bound: Literal["target", "minimum"]
    clause: str
    unit: BudgetUnit
    of: str
    allowed: int | None
    used: Fraction
    left: Fraction | None
    from_now_on: int | None
    to_recover: int | None = None
    is_safe: bool = False


@dataclass(frozen=True)
class RunningLine:
    """One objective in the period that runs.

    ``until`` is how far it was measured: where buckets are cut, to the end of the last whole one. ``value``,
    ``outcome`` and ``credit`` are those if the period ended there; ``credit`` is ``None`` where it cannot be
    worked out yet, and ``credit_open`` says why. ``paid_at_most`` is the most that the caps of the agreement
    leave to be paid. ``provided`` are the conditions under which worst and best hold.
    """

    objective: str
    title: str
    service: str | None
    keys: Keys
    period: str
    period_start: Instant
    period_end: Instant
    until: Instant
    unit: Literal["ratio", "duration", "number", "money"]
    value: Fraction | None
    compared: Fraction | None
    operator: str | None
    target: Fraction | None
    minimum_operator: str | None
    minimum: Fraction | None
    outcome: OutcomeName
    counts: bool
    because: str | None
    credit: Decimal | None
    credit_open: str | None
    paid_at_most: Decimal | None
    worst: Prospect
    best: Prospect
    budgets: tuple[BudgetLine, ...]
    rows: int | None
    cycles: int | None
    excluded: int
    provided: tuple[str, ...]
    notes: tuple[str, ...]
    clause: str | None


@dataclass(frozen=True)
class ClockLine:
    """A clock that has not stopped, of one thing such as a ticket.

    ``left`` is what is left of its limit in the time of the clock, in microseconds (below zero: it is over by
    so much), ``None`` without a limit. ``due`` is ``None`` while it is paused. Over first, longest over
    first; then in the order in which they fall due; then those that are paused, least left first.
    """

    clock: str
    thing: tuple[str, ...]
    state: Literal["over", "running", "paused"]
    start: Instant
    elapsed: int
    limit: int | None
    left: int | None
    due: Instant | None
    is_paused: bool
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class WindowStatus:
    """An earn-back that is open: of which credit, how much can still return, how far it has come, what it
    still needs, and the close at which it can be decided first."""

    objective: str
    keys: Keys
    credit_period: str
    amount: Decimal
    progress: str
    needs: tuple[str, ...]
    clause: str | None


@dataclass(frozen=True)
class CapStatus:
    """A cap: what it allows over the stretch of time that runs, and what closed periods used of it.

    ``limit`` is ``None`` where it cannot be worked out yet, and ``missing`` says what is missing.
    """

    clause: str
    text: str
    horizon: str
    limit: Decimal | None
    used: Decimal
    left: Decimal | None
    missing: str | None


@dataclass(frozen=True)
class UpcomingLine:
    """Something that comes: when, and what."""

    at: Instant
    text: str
    clause: str | None = None


@dataclass(frozen=True)
class Status:
    """One agreement at an instant, ``as_of``: the logs are taken to be complete up to it."""

    format_version: int
    agreement: str
    title: str
    provider: str
    customer: str
    as_of: Instant
    timezone: str
    currency: str
    minor_digits: int
    clocks: tuple[ClockLine, ...]
    objectives: tuple[RunningLine, ...]
    earn_backs: tuple[WindowStatus, ...]
    caps: tuple[CapStatus, ...]
    upcoming: tuple[UpcomingLine, ...]
    remarks: tuple[str, ...]
    clauses: tuple[tuple[str, str], ...]
    """Clause path to its place, for every clause the status names."""
    inputs: tuple[InputFile, ...]
    plan_hash: str
    versions: tuple[tuple[str, str], ...]
