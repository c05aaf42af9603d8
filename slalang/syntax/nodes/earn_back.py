"""Earn-back, and the two other rewards: banked tokens and bonuses."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import CalendarLength, Name, Node, Percent, Period, PeriodUnit
from slalang.syntax.nodes.credits import AllAddUp, Amount, CreditRow, Rung
from slalang.values import value

# --- what must be reached ----------------------------------------------------------------------


@value
class AtTarget(Node):
    """``at target``."""


@value
class WithoutCredit(Node):
    """``without credit``: no credit at all."""


Level: TypeAlias = AtTarget | Rung | WithoutCredit


@value
class Consecutive(Node):
    """``3 consecutive months at target``."""

    count: int
    unit: PeriodUnit
    level: Level


@value
class OfTheNext(Node):
    """``3 of the next 6 months at target``."""

    count: int
    window: int
    unit: PeriodUnit
    level: Level


@value
class MeanOf(Node):
    """``each contract year with its mean weighted by INDICATOR at target``."""

    each: Period
    weight: Name | None
    level: Level


# --- the choices -------------------------------------------------------------------------------


@value
class ForEveryCredit(Node):
    """``for every credit``."""


@value
class ForMinimumMet(Node):
    """``for credits of months with minimum met``."""

    unit: PeriodUnit


@value
class NotForMonths(Node):
    """``not for credits of december``: months of the year, 1 to 12."""

    months: tuple[int, ...]


@value
class NotForChronic(Node):
    """``not for credits of more than 3 misses in 12 months``."""

    more_than: int
    within: CalendarLength


@value
class Stage(Node):
    """``after CONDITION returns 50% of the credit paid``; ``offset`` sets it against later credits."""

    condition: Consecutive | OfTheNext | MeanOf
    returns: Percent
    of: Literal["paid", "due"]
    offset: bool = False


@value
class HeldUntilDecided(Node):
    """``a credit is held until decided``."""


@value
class OnMissInside(Node):
    """``a miss forfeits``: a miss inside the window."""

    choice: Literal["forfeits", "restarts", "takes back"]


@value
class OnExcused(Node):
    """``an excused month skips``: an excused or unmeasured period inside the window."""

    period: Period
    choice: Literal["skips", "counts as met", "counts as missed"]


@value
class AtTermEnd(Node):
    """``at term end forfeits``: a window still open at the end of the term."""

    choice: Literal["forfeits", "carries over", "returns in part"]


@value
class NoLongerCounts(Node):
    """``a returned credit no longer counts as a breach``, or ``towards caps``."""

    as_what: Literal["breach", "caps"]


EarnBackClause: TypeAlias = (
    ForEveryCredit
    | ForMinimumMet
    | NotForMonths
    | NotForChronic
    | Stage
    | HeldUntilDecided
    | OnMissInside
    | OnExcused
    | AtTermEnd
    | NoLongerCounts
)


@value
class EarnBack(Node):
    """``earn back OBJECTIVE { ... }``."""

    objective: Name
    clauses: tuple[EarnBackClause, ...]
    doc: str | None = None


# --- other rewards -----------------------------------------------------------------------------


@value
class BanksToken(Node):
    """``each month above 99.95% banks one token``."""

    each: Period
    level: Level


@value
class TokenOffsets(Node):
    """``a token offsets one credit``, or a share of one."""

    share: Percent | None = None


@value
class TokenExpires(Node):
    """``a token expires after 6 months``."""

    after: CalendarLength


BankClause: TypeAlias = BanksToken | TokenOffsets | TokenExpires


@value
class Bank(Node):
    """``bank OBJECTIVE { ... }``: good periods earn tokens that offset later credits."""

    objective: Name
    clauses: tuple[BankClause, ...]
    doc: str | None = None


@value
class Netted(Node):
    """``netted against credits``, or ``not netted``."""

    netted: bool


@value
class BonusCap(Node):
    """``cap at 5% of fees``."""

    amount: Amount


BonusClause: TypeAlias = CreditRow | AllAddUp | Netted | BonusCap


@value
class Bonus(Node):
    """``bonus OBJECTIVE { ... }``: money for performance above a level."""

    objective: Name
    clauses: tuple[BonusClause, ...]
    doc: str | None = None
