"""The statement: what one agreement owes for a stretch of time, and why.

Amounts are exact decimals of the agreement's currency, values exact fractions in the unit of their
objective. Everything a reader needs to check a number by hand is on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.plan.reading import Behind
from slalang.quantities.instant import Instant

FORMAT_VERSION = 1

OutcomeName: TypeAlias = Literal["met", "missed", "minimum missed", "excused", "unmeasured", "pending"]
ExclusionEffect: TypeAlias = Literal["excluded", "forgiven"]
Keys: TypeAlias = tuple[tuple[str, str], ...]
"""The ``for each`` fields with their values."""

MovementKind: TypeAlias = Literal[
    "accrued",
    "reduced",
    "returned",
    "forfeited",
    "carried",
    "taken back",
    "held",
    "released",
    "lapsed",
    "bonus",
    "bonus apart",
]
"""``bonus apart`` is what the customer owes beside the balance; all others add to it."""
EarnBackEvent: TypeAlias = Literal[
    "returned",
    "forfeited",
    "restarted",
    "taken back",
    "carried",
    "held",
    "released",
    "offset",
    "not eligible",
    "banked",
    "expired",
    "lapsed",
]
CreditState: TypeAlias = Literal["open", "held", "returned", "forfeited", "carried", "taken back", "lapsed"]


@dataclass(frozen=True)
class ExclusionLine:
    """How much time of a period an exclusion clause took, in microseconds, after its budget.

    ``excluded`` time is taken out of the period. ``forgiven`` time stays in it, and downtime in it does
    not count.
    """

    clause: str
    effect: ExclusionEffect
    time: int


@dataclass(frozen=True)
class BreachLine:
    """A rule by which a period is a breach, with the misses that it counted."""

    text: str
    clause: str


@dataclass(frozen=True)
class CreditRowLine:
    """A row of a credit block held against a period: whether it holds, why, and what it alone would pay.

    ``pays`` is ``None`` where it does not hold, or cannot be worked out.
    """

    clause: str
    holds: bool
    text: str
    pays: Fraction | None


@dataclass(frozen=True)
class OutcomeLine:
    """What one objective came to in one period.

    ``because`` names the rule that decided where the value alone did not (no data, low volume).
    ``value`` is ``None`` where there was nothing to measure. ``compared`` is the value after a rounding
    the contract asks for. ``exclusions`` has a line for every clause, also for one that found nothing;
    ``excluded`` is the time taken out of the period in all, where clauses overlap counted once.
    """

    objective: str
    title: str
    service: str | None
    keys: Keys
    period: str
    period_start: Instant
    period_end: Instant
    unit: Literal["ratio", "duration", "number", "money"]
    value: Fraction | None
    compared: Fraction | None
    operator: str | None
    target: Fraction | None
    minimum_operator: str | None
    minimum: Fraction | None
    outcome: OutcomeName
    breach: bool
    counts: bool
    because: str | None
    rows: int | None
    buckets: int | None
    empty_buckets: int | None
    excluded: int
    exclusions: tuple[ExclusionLine, ...]
    notes: tuple[str, ...]
    clause: str | None
    cycles: int | None = None
    """The decided cycles of the clocks behind it that belong to the period."""
    measured_time: int | None = None
    """Where the value is a share of time: the microseconds it is a share of, after exclusions."""
    behind: tuple[Behind, ...] = ()
    """The first few of what stands behind the counts, by name."""
    breach_rules: tuple[BreachLine, ...] = ()
    """Where the contract says what a breach is: by which of its rules this is one."""
    credit_rows: tuple[CreditRowLine, ...] = ()
    """Every row of the credit block, in its order."""


@dataclass(frozen=True)
class CreditStep:
    """One step of the order of operations: what was done, by which clause, and the amount after it."""

    step: Literal[
        "base",
        "repeat",
        "points",
        "objective cap",
        "condition",
        "stacking",
        "outage cap",
        "period cap",
        "longer cap",
        "minimum payable",
        "rounding",
    ]
    text: str
    clause: str | None
    amount: Decimal
    calculations: tuple[str, ...] = ()
    """What was reckoned, for a calculator: ``10% x 12,000.00 EUR = 1,200.00 EUR``. The last one leads to
    the amount, those before it to numbers in it."""
    days: Fraction | None = None
    """The days of service in it, which the amount is worth."""
    points: Fraction | None = None
    """The points that it is in, where they are not turned into money yet."""


@dataclass(frozen=True)
class WindowLine:
    """What the close of one period did to an earn-back: how the period was judged, and how far the clause
    had come after it.

    ``clause`` is that by which it was judged.
    """

    period: str
    judgement: Literal["reached", "missed", "skipped", "waited"]
    text: str
    clause: str


@dataclass(frozen=True)
class CreditLine:
    """The credit of one objective for one period: as due, and as paid after caps.

    ``state`` is where an earn-back has brought it by the end of the evaluation; ``returned`` is what the
    provider got back of it in all, up to then.
    """

    objective: str
    keys: Keys
    period: str
    month: str
    due: Decimal
    paid: Decimal
    returned: Decimal
    state: CreditState
    steps: tuple[CreditStep, ...]
    open_amount: Decimal = Decimal(0)
    """What the provider can still get back of it: zero where no earn-back clause is still running."""
    window: tuple[WindowLine, ...] = ()
    """The periods that an earn-back clause looked at, in order of time."""
    due_days: Fraction | None = None
    """The days of service in it, where it is (in part) in days: the amounts are what they are worth."""
    paid_days: Fraction | None = None
    claim: str | None = None
    """Where a credit needs a claim: when it was claimed, until when it can be, or that it was not."""
    lapsed: Decimal = Decimal(0)
    """What was still owed of it when it lapsed."""


@dataclass(frozen=True)
class CapLine:
    """A cap that bit: its horizon, its amount, the credits before it and after it."""

    clause: str
    horizon: str
    limit: Decimal
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class EarnBackLine:
    """Something that happened to a credit because of an earn-back clause or a bank, at the close of a period.

    ``amount`` is what returned to the provider (negative where it was taken back). Of a token that was
    ``banked`` or has ``expired``, ``credit_period`` is the period that earned it.
    """

    objective: str
    keys: Keys
    credit_period: str
    period: str
    event: EarnBackEvent
    amount: Decimal
    text: str
    clause: str | None


@dataclass(frozen=True)
class BonusLine:
    """What the provider earned by a bonus clause in one period.

    ``netted`` against credits, or owed by the customer apart. ``steps`` say how it was worked out.
    """

    objective: str
    keys: Keys
    period: str
    amount: Decimal
    netted: bool
    clause: str
    steps: tuple[CreditStep, ...]


@dataclass(frozen=True)
class OpenCreditLine:
    """A credit, of this stretch of time or an earlier one, of which something can still return.

    ``amount`` is what can still return, ``progress`` how far the earn-back has come by the end of the
    evaluation: ``2 of 3 months so far``.
    """

    objective: str
    keys: Keys
    credit_period: str
    amount: Decimal
    progress: str
    clause: str | None


@dataclass(frozen=True)
class LedgerLine:
    """One movement. ``amount`` is positive when it is owed to the customer, negative when it returns or is
    earned by the provider.

    ``at`` is the close of the period in which it happened, ``balance`` what the provider owes in all after
    this line.
    """

    number: int
    at: Instant
    period: str
    kind: MovementKind
    objective: str
    keys: Keys
    credit_period: str
    amount: Decimal
    balance: Decimal
    clause: str | None
    text: str
    days: Fraction | None = None
    """The days of service that moved, which the amount is worth."""


@dataclass(frozen=True)
class TerminationLine:
    """A right to terminate that arose, with the periods that gave rise to it."""

    objective: str
    period: str
    because: str
    clause: str


@dataclass(frozen=True)
class Compliance:
    """Objectives met of those decided; the rest are counted beside it."""

    met: int
    decided: int
    excused: int
    unmeasured: int
    pending: int


@dataclass(frozen=True)
class FeesLine:
    """The fees of one period, the base of its credits. ``None`` where no invoice was seen."""

    period: str
    keys: Keys
    amount: Fraction | None


@dataclass(frozen=True)
class AssumptionLine:
    """A choice that the contract leaves to a default, and the clause it concerns, where it is one."""

    text: str
    clause: str | None


@dataclass(frozen=True)
class InputFile:
    """An event log the statement stands on: which event, which file, how many rows, its SHA-256.

    ``rows_in_period`` touch the period of the statement, ``rows_outside_term`` lie before the term or after
    it; of repeated rows one counts for each. Both are ``None`` where nobody counted. ``rows_set_aside``
    cannot be read, and are counted nowhere.
    """

    event: str
    path: str
    rows: int
    sha256: str
    rows_in_period: int | None = None
    rows_outside_term: int | None = None
    rows_set_aside: int = 0


@dataclass(frozen=True)
class LogRemark:
    """Something about the logs that a reader should know, though no row was refused for it.

    ``place`` is the file and line of a log, or of the clause that is concerned.
    """

    text: str
    place: str | None


@dataclass(frozen=True)
class CountedLine:
    """What the statement comes to with the rows set aside ``left out`` (as everywhere else on it), or counted
    as what is ``best`` or ``worst`` for the provider: credits as due, as paid, and what is owed."""

    way: Literal["left out", "best", "worst"]
    credits: Decimal
    paid: Decimal
    net: Decimal


@dataclass(frozen=True)
class QuarantineLine:
    """Rows that cannot be read and were set aside in a file.

    ``counted`` bounds what they could change; where that cannot be told it is empty, and ``unbounded`` says
    why.
    """

    file: str
    rows: int
    counted: tuple[CountedLine, ...]
    unbounded: str | None


@dataclass(frozen=True)
class Totals:
    """Sums over the lines of the statement's own stretch of time.

    ``credits`` as due, ``reduced`` by caps and stacking, ``paid``, ``returned`` by earn-back (less what
    was taken back), ``held`` until an earn-back is decided (less what was released), ``bonus`` that is
    netted against credits, ``net`` = paid - returned - held - bonus. ``bonus_apart`` is owed by the customer
    beside it. ``open`` is what can still be earned back at the end of the evaluation, of earlier
    credits too. ``balance`` is what the provider owes in all at the close of it, by every movement since
    the start of the term; what was paid out to settle it is not known here.
    """

    credits: Decimal
    reduced: Decimal
    paid: Decimal
    returned: Decimal
    net: Decimal
    open: Decimal
    held: Decimal = Decimal(0)
    balance: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    bonus_apart: Decimal = Decimal(0)
    days: Fraction = Fraction(0)
    """The days of service among what was paid."""
    lapsed: Decimal = Decimal(0)
    """What nobody claimed in time; it is not in ``net``."""


@dataclass(frozen=True)
class Statement:
    """One agreement settled for one stretch of time.

    ``final`` is false where an outcome is unmeasured or pending, or rows were set aside; ``open_points`` says
    what is missing.
    """

    format_version: int
    agreement: str
    title: str
    provider: str
    customer: str
    period: str
    period_start: Instant
    period_end: Instant
    timezone: str
    currency: str
    minor_digits: int
    final: bool
    open_points: tuple[str, ...]
    terms: tuple[str, ...]
    fees: tuple[FeesLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    credits: tuple[CreditLine, ...]
    caps: tuple[CapLine, ...]
    earn_backs: tuple[EarnBackLine, ...]
    terminations: tuple[TerminationLine, ...]
    ledger: tuple[LedgerLine, ...]
    totals: Totals
    compliance: Compliance
    assumptions: tuple[AssumptionLine, ...]
    clauses: tuple[tuple[str, str], ...]
    """Clause path to its place, for every clause the statement names."""
    inputs: tuple[InputFile, ...]
    remarks: tuple[LogRemark, ...]
    plan_hash: str
    versions: tuple[tuple[str, str], ...]
    open_credits: tuple[OpenCreditLine, ...] = ()
    quarantine: QuarantineLine | None = None
    bonuses: tuple[BonusLine, ...] = ()
