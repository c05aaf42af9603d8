"""What is promised and what follows: objectives, credits, caps, earn-backs.

Every clause that can decide an amount carries ``clause``, a stable path such as
``uptime.credit.2``; the plan's ``clauses`` says where each is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.plan.canonical import Tagged
from slalang.plan.expressions import ComparisonOperator, Expression
from slalang.plan.lengths import CalendarLength, Length
from slalang.plan.streams import Measure
from slalang.quantities.display import Unit as Unit
from slalang.quantities.instant import Instant
from slalang.quantities.money import RoundingMode as RoundingMode
from slalang.quantities.period import PeriodKind as PeriodKind

# --- amounts -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fixed(Tagged):
    """An amount of money in the agreement's currency."""

    amount: Decimal


@dataclass(frozen=True)
class Share(Tagged):
    """A share of a base. ``pool`` names the pool where ``of`` is ``pool``, ``each`` the kind of period whose
    last one before it has the ``fees of last period``.

    ``credit`` is the credit that the other rows of the block came to.
    """

    ratio: Fraction
    of: Literal["fees", "fees of last period", "fees of the last days", "at risk", "pool", "credit"]
    pool: str | None = None
    days: int | None = None
    each: PeriodKind | None = None


@dataclass(frozen=True)
class DaysOfFees(Tagged):
    """So many days of the period's fees: the fees divided by the days of the fee period."""

    days: Fraction


@dataclass(frozen=True)
class MonthsOfFees(Tagged):
    """So many months of fees (a cap's ``at 1 month of fees``)."""

    months: Fraction


@dataclass(frozen=True)
class DaysOfService(Tagged):
    """So many days of service without charge, kept as days; they are worth so many days of fees."""

    days: Fraction


@dataclass(frozen=True)
class MonthsOfService(Tagged):
    """So many months of service without charge: the days of the month, worth a month of fees each."""

    months: Fraction


@dataclass(frozen=True)
class Points(Tagged):
    """Service points, turned into money by the agreement's step table."""

    points: Fraction


@dataclass(frozen=True)
class Formula(Tagged):
    """An expression over measures and fees."""

    expression: Expression


Amount: TypeAlias = (
    Fixed | Share | DaysOfFees | MonthsOfFees | DaysOfService | MonthsOfService | Points | Formula
)


# --- credits -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rung(Tagged):
    """Holds when the measured value stands in the relation to the threshold."""

    operator: Literal["<", "<=", ">", ">="]
    threshold: Fraction


@dataclass(frozen=True)
class Band(Tagged):
    """A printed table row: holds between two values, each end included or not. ``None`` is no end."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool


@dataclass(frozen=True)
class OnMiss(Tagged):
    """Holds when the target was missed."""


@dataclass(frozen=True)
class OnBreach(Tagged):
    """Holds when the period is a breach. From the ``nth`` breach on where that is given, counted in
    the last ``months`` months."""

    nth: int | None = None
    later: bool = False
    months: int | None = None


@dataclass(frozen=True)
class Always(Tagged):
    """Holds in every period that has a value."""


Trigger: TypeAlias = Rung | Band | OnMiss | OnBreach | Always


@dataclass(frozen=True)
class PerUnit(Tagged):
    """So many times as there are units in the measure beyond an allowance.

    ``full`` units are rounded down, ``started`` up, ``nearest`` half up, ``exact`` not at all.
    """

    mode: Literal["full", "started", "nearest", "exact"]
    unit: Fraction
    measure: str
    beyond: Fraction = Fraction(0)


@dataclass(frozen=True)
class PerRow(Tagged):
    """So many times as the measure counts, beyond an allowance.

    ``intervals`` is a measure of the lengths of the same rows, where a cap tells them apart.
    """

    measure: str
    beyond: Fraction = Fraction(0)
    intervals: str | None = None


@dataclass(frozen=True)
class PerPoint(Tagged):
    """So many times as the value falls short of the target, beyond an allowance, in units of ``point`` (1%
    is 1/100)."""

    mode: Literal["full", "started", "nearest", "exact"]
    point: Fraction
    beyond: Fraction = Fraction(0)


Per: TypeAlias = PerUnit | PerRow | PerPoint


@dataclass(frozen=True)
class CreditRow:
    """When it holds, it pays the amount, once or so many times."""

    clause: str
    trigger: Trigger
    amount: Amount
    per: Per | None = None


@dataclass(frozen=True)
class Repeat:
    """Each further breach in a row pays ``factor`` times the amount, without compounding; or an ``amount``
    of its own in place of it, and then there is no factor."""

    clause: str
    factor: Fraction | None
    amount: Amount | None = None


@dataclass(frozen=True)
class Credit:
    """The rows of one credit block. The highest row that holds pays, or ``all_add_up``.

    ``for_each`` names a ``lengths`` measure: the rungs then apply to each interval by its length.
    """

    clause: str
    rows: tuple[CreditRow, ...]
    all_add_up: bool = False
    repeat: Repeat | None = None
    for_each: str | None = None


# --- objectives --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bound:
    """``target >= 99.9%``: the relation the value must have to the threshold."""

    clause: str
    operator: ComparisonOperator
    threshold: Fraction


@dataclass(frozen=True)
class Budget:
    """An allowance of time for an exclusion, used up over a horizon in order of time."""

    length: int
    each: PeriodKind


@dataclass(frozen=True)
class Exclusion:
    """Time taken out of the period (``exclude``) or downtime ignored inside it (``forgive``)."""

    clause: str
    effect: Literal["exclude", "forgive"]
    stream: str
    budget: Budget | None = None


NoData: TypeAlias = Literal["met", "missed", "minimum missed", "excused"]


@dataclass(frozen=True)
class LowVolume:
    """With fewer than ``fewer_than`` rows in the measure the outcome is ``counts_as``, or so many
    misses (``allows``) are allowed."""

    clause: str
    measure: str
    fewer_than: int
    counts_as: NoData | None = None
    allows: int | None = None
    misses: str | None = None


@dataclass(frozen=True)
class BreachRule:
    """What makes a period a breach: the minimum or the target missed, ``times`` in the last
    ``months`` months (``on_crossing``: only when the count is first reached)."""

    clause: str
    missed: Literal["target", "minimum"]
    times: int = 1
    months: int | None = None
    on_crossing: bool = False


@dataclass(frozen=True)
class ValueRounding:
    """Rounding of the measured value before it is compared, only where the contract says so."""

    clause: str
    quantum: Fraction
    mode: RoundingMode


@dataclass(frozen=True)
class Narrowing:
    """Rows of every event that has the field are kept only where it has the value."""

    field: str
    value: str


@dataclass(frozen=True)
class Objective:
    """One promise of one version of the terms.

    ``value`` computes the indicator from ``measures``. ``point_events`` are the point events behind it:
    a period without a row of any of them has no data. ``breach`` empty means each missed target.
    ``narrow`` holds the scope of the agreement and the service. ``keys`` are the ``for each`` fields.
    ``effective`` is the instant from which periods count (a ramp); earlier periods are not measured.
    """

    name: str
    title: str
    clause: str
    unit: Unit
    value: Expression
    measures: tuple[Measure, ...]
    each: PeriodKind
    target: Bound | None
    minimum: Bound | None = None
    service: str | None = None
    keys: tuple[str, ...] = ()
    narrow: tuple[Narrowing, ...] = ()
    looking_back: CalendarLength | None = None
    effective: Instant | None = None
    point_events: tuple[str, ...] = ()
    interval_events: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    measured_while: str | None = None
    no_data: NoData | None = None
    no_data_clause: str | None = None
    low_volume: tuple[LowVolume, ...] = ()
    counted_when: Literal["started", "due", "stopped", "ended"] | None = None
    rounding: ValueRounding | None = None
    breach: tuple[BreachRule, ...] = ()
    report_only: bool = False
    cap: Amount | None = None
    cap_clause: str | None = None
    credit: Credit | None = None


# --- the agreement's money ---------------------------------------------------------------------


@dataclass(frozen=True)
class FixedFees(Tagged):
    """The same amount in each whole period; a part period is pro-rated by days.

    ``spread_by_days``: a period shorter than that of the fees has its share of them by days, not all.
    """

    clause: str
    amount: Decimal
    each: PeriodKind
    spread_by_days: bool = False


@dataclass(frozen=True)
class FeesByKey(Tagged):
    """An amount for each value of the field an objective is promised ``for each``."""

    clause: str
    table: str
    field: str
    each: PeriodKind
    spread_by_days: bool = False


@dataclass(frozen=True)
class InvoicedFees(Tagged):
    """What was invoiced in each period, as a measure over an invoice event.

    ``narrow`` holds the scope of the agreement.
    """

    clause: str
    measure: Measure
    each: PeriodKind
    spread_by_days: bool = False
    narrow: tuple[Narrowing, ...] = ()


Fees: TypeAlias = FixedFees | FeesByKey | InvoicedFees


@dataclass(frozen=True)
class Pool:
    """A named share of the amount at risk."""

    clause: str
    name: str
    ratio: Fraction


@dataclass(frozen=True)
class AtRisk:
    """The share of fees at risk, its pools, and the limit on what the clauses allocate of it."""

    clause: str
    ratio: Fraction
    pools: tuple[Pool, ...] = ()
    allocations: Fraction | None = None


@dataclass(frozen=True)
class PointsStep:
    """So many points or more pay the amount."""

    clause: str
    least: int
    amount: Amount


@dataclass(frozen=True)
class PointsTable:
    """What the points of all objectives in one period come to: the highest step that holds pays."""

    clause: str
    steps: tuple[PointsStep, ...]


@dataclass(frozen=True)
class Stacking:
    """Of the credits of these objectives (all where empty) in one period only the highest is paid.

    Where a group has several objectives, the credits of each group are added up before they are compared.
    With a ``cause``, a field of intervals, only those meet that come from intervals with the same value.
    """

    clause: str
    groups: tuple[tuple[str, ...], ...]
    within: PeriodKind = "month"
    cause: str | None = None


@dataclass(frozen=True)
class Cap:
    """The most that is paid over a horizon. ``months``, or ``days``, are the length of a rolling horizon.

    An ``interval`` of the ``stream`` is a horizon too: of what credits pay for it.
    """

    clause: str
    horizon: Literal[
        "interval", "day", "week", "month", "quarter", "year", "contract year", "rolling", "term"
    ]
    amount: Amount
    months: int | None = None
    days: int | None = None
    stream: str | None = None


@dataclass(frozen=True)
class Claim:
    """A credit lapses unless a row of an event or a stream claims it.

    It does so at most ``within`` a length of time after the end of the period of the kind ``each`` that holds
    the credit's last instant.

    ``narrow`` holds the scope of the agreement.
    """

    clause: str
    over: str
    within: Length
    each: PeriodKind
    narrow: tuple[Narrowing, ...] = ()


@dataclass(frozen=True)
class CreditsWhile:
    """A credit arises only where the stream holds at the close of its period."""

    clause: str
    stream: str
    narrow: tuple[Narrowing, ...] = ()


@dataclass(frozen=True)
class Level:
    """The level a period must reach to count towards an earn-back: at target where ``threshold`` is
    ``None``; ``operator`` says whether equal is enough. ``without_credit``: no credit at all."""

    operator: Literal[">", ">=", "<", "<="] | None = None
    threshold: Fraction | None = None
    without_credit: bool = False


@dataclass(frozen=True)
class Consecutive(Tagged):
    """So many consecutive periods at the level, beginning with the one after the breach."""

    periods: int
    level: Level


@dataclass(frozen=True)
class OfTheNext(Tagged):
    """``periods`` of the next ``window`` periods at the level; misses in between are tolerated."""

    periods: int
    window: int
    level: Level


@dataclass(frozen=True)
class MeanOf(Tagged):
    """The mean of the periods of each horizon at the level, plain or weighted by a measure."""

    each: Literal["year", "contract year", "quarter"]
    weight: str | None = None
    level: Level = Level()


@dataclass(frozen=True)
class Stage:
    """What returns once the condition holds: in total this share of the credit as paid or as due.

    What it adds to the stages before it returns in money, or is set against later credits (``as_offset``).
    """

    clause: str
    condition: Consecutive | OfTheNext | MeanOf
    returns: Fraction
    of: Literal["paid", "due"] = "paid"
    as_offset: bool = False


OnExcused: TypeAlias = Literal["skips", "counts as met", "counts as missed"]
"""What an excused or unmeasured period is to a window."""


@dataclass(frozen=True)
class Chronic:
    """More than so many misses in the last ``months`` months: too many for a credit to be earned back."""

    more_than: int
    months: int


@dataclass(frozen=True)
class EarnBack:
    """How a credit of one objective can be earned back. Every choice is the contract's own."""

    clause: str
    objective: str
    eligible: Literal["every credit", "minimum met"]
    stages: tuple[Stage, ...]
    on_excused: OnExcused
    at_term_end: Literal["forfeits", "carries over", "returns in part"]
    on_miss: Literal["forfeits", "restarts", "takes back"] | None = None
    not_months: tuple[int, ...] = ()
    held_until_decided: bool = False
    still_counts_as_breach: bool = True
    chronic: Chronic | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """Clause path of each choice: ``("on_miss", "earn-back.uptime.miss")``, and so on."""

    @property
    def has_offsets(self) -> bool:
        """Whether a stage of it is set against later credits."""
        return any(stage.as_offset for stage in self.stages)


@dataclass(frozen=True)
class Bank:
    """Good periods of an objective bank tokens: each ``offsets`` that share of a later credit.

    A token is there from the close of its period until ``expires`` later, or until the term ends.
    """

    clause: str
    objective: str
    level: Level
    offsets: Fraction = Fraction(1)
    expires: CalendarLength | None = None
    choices: tuple[tuple[str, str], ...] = ()
    """Clause path of each part: ``("token", "bank.uptime.token")``, ``offsets`` and ``expires``."""


@dataclass(frozen=True)
class Bonus:
    """Money that the provider earns for a good value. The highest row that holds pays, or ``all_add_up``.

    ``netted``: it is taken off what is owed for credits; else the customer owes it apart.
    """

    clause: str
    objective: str
    rows: tuple[CreditRow, ...]
    all_add_up: bool = False
    netted: bool = False
    cap: Amount | None = None
    cap_clause: str | None = None


@dataclass(frozen=True)
class Termination:
    """When the customer may terminate: ``times`` missed within ``months`` months, ``consecutive``
    months missed, or a value on the wrong side of a threshold in one month."""

    clause: str
    objective: str
    times: int | None = None
    months: int | None = None
    consecutive: int | None = None
    value: Rung | None = None


@dataclass(frozen=True)
class Terms:
    """The terms in force from an instant on: the first version, then one for each amendment.

    The version in force at the start of a period governs that period.
    """

    effective: Instant
    title: str
    fees: Fees | None
    objectives: tuple[Objective, ...]
    at_risk: AtRisk | None = None
    points: PointsTable | None = None
    stacking: tuple[Stacking, ...] = ()
    claim: Claim | None = None
    credits_while: CreditsWhile | None = None
    caps: tuple[Cap, ...] = ()
    minimum_payable: Decimal | None = None
    minimum_payable_clause: str | None = None
    earn_backs: tuple[EarnBack, ...] = ()
    banks: tuple[Bank, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    terminations: tuple[Termination, ...] = ()
