"""Tiers, agreements and amendments, and the clauses all three are made of."""

from __future__ import annotations

from typing import TypeAlias

from slalang.quantities.money import RoundingMode
from slalang.syntax.nodes.base import (
    CalendarLength,
    Comparator,
    Length,
    Name,
    Node,
    Period,
    PeriodUnit,
    Text,
)
from slalang.syntax.nodes.credits import Amount
from slalang.syntax.nodes.declarations import Timezone
from slalang.syntax.nodes.earn_back import Bank, Bonus, EarnBack
from slalang.syntax.nodes.expressions import Expression
from slalang.syntax.nodes.literals import Date, Money, Setting
from slalang.syntax.nodes.objectives import Objective
from slalang.syntax.nodes.streams import Source
from slalang.values import value

# --- parties, term, money ----------------------------------------------------------------------


@value
class Provider(Node):
    """``provider "Acme Cloud Ltd"``."""

    party: Text


@value
class Customer(Node):
    """``customer "Globex GmbH"``."""

    party: Text


@value
class Scope(Node):
    """``scope customer = "globex"``: fixes fields of every event that has them."""

    settings: tuple[Setting, ...]


@value
class TakesTier(Node):
    """``tier gold, onsite``."""

    tiers: tuple[Name, ...]


@value
class Term(Node):
    """``term 2026-01-01 to 2027-12-31``, both days included."""

    first: Date
    last: Date


@value
class Fees(Node):
    """``fees 12_000 EUR each month``: an amount, a table by a field, or a sum over invoices."""

    amount: Expression
    each: Period
    spread_by_days: bool = False


@value
class Round(Node):
    """``round half up to 0.01 EUR``."""

    mode: RoundingMode
    to: Money


@value
class AtRisk(Node):
    """``at risk 10% of fees``."""

    amount: Amount


@value
class Pool(Node):
    """``pool servers = 50% of at risk``."""

    name: Name
    amount: Amount


@value
class Allocations(Node):
    """``allocations up to 250% of at risk``."""

    amount: Amount


@value
class PointsRow(Node):
    """``at least 10 pays 2% of fees``."""

    least: int
    amount: Amount


@value
class PointsTable(Node):
    """``points { ... }``: what points come to in money."""

    rows: tuple[PointsRow, ...]


# --- stacking, caps, claims --------------------------------------------------------------------


@value
class Stacking(Node):
    """``credits of (a and b) or c in one month pay only the highest``.

    Each group is added up and the highest group pays. No groups stand for every objective by itself.
    What meets is what falls in one ``period``, or what has one ``cause`` (a field of the event).
    """

    groups: tuple[tuple[Name, ...], ...]
    period: Period | None = None
    cause: Name | None = None


@value
class EachPeriod(Node):
    """``of each month``."""

    period: Period


@value
class EachInterval(Node):
    """``of each outage``: per interval of a stream."""

    stream: Name


@value
class AnyWindow(Node):
    """``of any 12 months``: rolling."""

    length: CalendarLength


@value
class WholeTerm(Node):
    """``of the term``."""


Horizon: TypeAlias = EachPeriod | EachInterval | AnyWindow | WholeTerm


@value
class Cap(Node):
    """``cap credits of each month at 50% of its fees``."""

    horizon: Horizon
    amount: Amount


@value
class Claim(Node):
    """``claim by CLAIM within 30 days of the end of the month``: unclaimed credits lapse."""

    claim: Name
    within: Length
    period: Period


@value
class MinimumPayable(Node):
    """``credits below 1 USD are not paid``."""

    amount: Money


@value
class CreditsWhile(Node):
    """``credits only while STREAM``."""

    sources: tuple[Source, ...]


# --- termination -------------------------------------------------------------------------------


@value
class MissedTimes(Node):
    """``uptime missed 3 times in 6 months``."""

    objective: Name
    times: int
    within: CalendarLength


@value
class MissedInARow(Node):
    """``uptime missed in 3 consecutive months``."""

    objective: Name
    count: int
    unit: PeriodUnit


@value
class ValueInPeriod(Node):
    """``uptime < 95% in a month``."""

    objective: Name
    operator: Comparator
    threshold: Expression
    period: Period


@value
class MayTerminate(Node):
    """``customer may terminate when ...``."""

    condition: MissedTimes | MissedInARow | ValueInPeriod


# --- the bundles -------------------------------------------------------------------------------

ContractClause: TypeAlias = (
    Provider
    | Customer
    | Scope
    | TakesTier
    | Term
    | Timezone
    | Fees
    | Round
    | AtRisk
    | Pool
    | Allocations
    | PointsTable
    | Objective
    | EarnBack
    | Bank
    | Bonus
    | Stacking
    | Cap
    | Claim
    | MinimumPayable
    | CreditsWhile
    | MayTerminate
)


@value
class Tier(Node):
    """``tier NAME extends NAMES { ... }``: a bundle of clauses."""

    name: Name
    title: Text | None
    extends: tuple[Name, ...]
    clauses: tuple[ContractClause, ...]
    doc: str | None = None


@value
class Amendment(Node):
    """``amendment "No. 1" from DATE { ... }``: clauses that overlay the agreement from that day on."""

    title: Text
    effective: Date
    clauses: tuple[ContractClause, ...]
    doc: str | None = None


@value
class Agreement(Node):
    """``agreement NAME { ... }``."""

    name: Name
    title: Text | None
    clauses: tuple[ContractClause | Amendment, ...]
    doc: str | None = None
