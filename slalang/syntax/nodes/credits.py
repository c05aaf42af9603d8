"""Service credits: what triggers a row, how often it pays, and amounts."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import (
    CalendarLength,
    Duration,
    Name,
    Node,
    Number,
    Percent,
    Period,
    PeriodUnit,
)
from slalang.syntax.nodes.expressions import Expression
from slalang.syntax.nodes.literals import LiteralValue
from slalang.values import value

# --- amounts -----------------------------------------------------------------------------------


@value
class Base(Node):
    """What a share is taken of. ``pool`` names the pool, ``period`` and ``window`` say which fees."""

    kind: Literal[
        "fees", "its fees", "fees of last period", "fees of the last", "at risk", "the credit", "pool"
    ]
    period: Period | None = None
    window: CalendarLength | None = None
    pool: Name | None = None


@value
class Share(Node):
    """``10% of fees``."""

    ratio: Percent
    of: Base


@value
class FeesFor(Node):
    """``1 day of fees``, ``1 month of fees``."""

    count: Fraction
    unit: PeriodUnit


@value
class ServiceFor(Node):
    """``3 days of service``: service without charge, a unit of its own."""

    count: Fraction
    unit: PeriodUnit


@value
class Points(Node):
    """``2 points``, turned into money by the agreement's table of points."""

    count: Fraction


Amount: TypeAlias = Share | FeesFor | ServiceFor | Points | Expression
"""An expression that comes to money is an amount: ``50 EUR``, ``10 * fees * time(d) / time(period)``."""


# --- triggers ----------------------------------------------------------------------------------


@value
class Rung(Node):
    """``below 99%`` and its like: the relation of the measured value to the threshold."""

    operator: Literal["<", "<=", ">", ">="]
    threshold: Expression


@value
class Band(Node):
    """``from 99.0% to below 99.9%``: a row of a printed table.

    The low end is included unless the row says ``from above``, the high end unless it says ``to below``.
    """

    low: Expression
    low_included: bool
    high: Expression
    high_included: bool


@value
class OnMiss(Node):
    """``a miss``: the target was missed."""


@value
class OnBreach(Node):
    """``a breach``."""


@value
class OnNthBreach(Node):
    """``the 4th and later breach in 12 months``."""

    nth: int
    and_later: bool
    within: CalendarLength | None = None


@value
class WhenMissed(Node):
    """``when missed`` before a unit."""


@value
class Always(Node):
    """``always`` before a unit."""


Trigger: TypeAlias = Rung | Band | OnMiss | OnBreach | OnNthBreach | WhenMissed | Always


# --- units -------------------------------------------------------------------------------------

UnitMode: TypeAlias = Literal["full", "started", "nearest", "exact"]


@value
class PerLate(Node):
    """``each late CLOCK``: cycles over their limit, beyond an allowance."""

    clock: Name
    beyond: LiteralValue | None = None


@value
class PerRow(Node):
    """``each STREAM``: rows, beyond an allowance."""

    stream: Name
    beyond: LiteralValue | None = None


@value
class PerTime(Node):
    """``each full 30m of STREAM in total``, or ``of each STREAM`` one by one, beyond an allowance."""

    mode: UnitMode
    unit: Duration
    stream: Name
    each_interval: bool
    beyond: LiteralValue | None = None


@value
class PerPoint(Node):
    """``each exact point below target``: percentage points, or so many at a time (``size``)."""

    mode: UnitMode
    size: Number | None = None
    beyond: LiteralValue | None = None


Per: TypeAlias = PerLate | PerRow | PerTime | PerPoint


# --- rows --------------------------------------------------------------------------------------


@value
class CreditRow(Node):
    """When the trigger holds, the amount is paid, once or so many times."""

    trigger: Trigger
    amount: Amount
    per: Per | None = None


@value
class Repeat(Node):
    """``each further breach in a row pays double``: a factor, or an amount in place of the first."""

    pays: Number | Amount
    is_factor: bool


@value
class AllAddUp(Node):
    """``all add up``: the rows that hold are added; without it the highest pays."""


CreditClause: TypeAlias = CreditRow | Repeat | AllAddUp


@value
class Credit(Node):
    """``credit { rows }``, or ``credit for each STREAM`` with rungs by the length of each interval."""

    for_each: Name | None
    clauses: tuple[CreditClause, ...]
