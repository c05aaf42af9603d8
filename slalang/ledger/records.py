"""What stands on the lines of a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.plan.canonical import Tagged
from slalang.quantities.instant import Instant
from slalang.statement import Keys, MovementKind, Statement

FORMAT_VERSION = 1

Account: TypeAlias = Literal["owed", "credits", "held", "bonuses", "apart"]
"""``owed`` is what the customer can ask for, ``held`` what is kept back until an earn-back is decided, and
``credits`` what service credits have cost the provider, as a negative amount. ``bonuses`` is what bonuses
have brought, and ``apart`` what the customer owes of them beside the balance, as a negative amount."""

OTHER_ACCOUNT: dict[MovementKind, Account] = {
    "held": "held",
    "released": "held",
    "bonus": "bonuses",
    "bonus apart": "bonuses",
}
"""Where the money of a movement comes from: from ``credits`` unless it says otherwise here."""


@dataclass(frozen=True)
class Opening(Tagged):
    """The first line: whose ledger it is. All amounts are in its currency."""

    format_version: int
    agreement: str
    provider: str
    customer: str
    currency: str
    timezone: str


@dataclass(frozen=True)
class Log:
    """A log that a settlement was made from."""

    event: str
    path: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class Settlement(Tagged):
    """A run of ``sla settle`` that wrote something: what it settled, from what, and how many entries follow.

    ``until`` is how far the ledger reaches with it. ``final`` is false where something was not decided yet.
    """

    period: str
    until: Instant
    final: bool
    plan: str
    logs: tuple[Log, ...]
    versions: tuple[tuple[str, str], ...]
    entries: int


@dataclass(frozen=True)
class Posting:
    """An amount that goes to an account, or comes from it where it is negative."""

    account: Account
    amount: Decimal


@dataclass(frozen=True)
class Entry(Tagged):
    """A movement of one credit. Its postings sum to zero, and what is owed to the customer is positive.

    ``at`` is the close of the period in which it happened. ``balance`` is what is owed in all after it. An
    adjustment corrects a movement that stands further up: ``was`` and ``now`` are the amounts of all such
    movements of the credit at that close, ``None`` where there is none.
    """

    number: int
    at: Instant
    period: str
    movement: MovementKind
    is_adjustment: bool
    objective: str
    keys: Keys
    credit_period: str
    postings: tuple[Posting, ...]
    balance: Decimal
    was: Decimal | None
    now: Decimal | None
    clause: str | None
    place: str | None
    text: str
    days: Fraction | None = None
    """The days of service that moved, where a credit is in days: the amount is what they are worth."""

    @property
    def amount(self) -> Decimal:
        """What it adds to what is owed, or to what is owed apart."""
        return next(one.amount for one in self.postings if one.account in ("owed", "apart"))

    @property
    def to_balance(self) -> Decimal:
        """What it adds to the balance."""
        return sum((one.amount for one in self.postings if one.account == "owed"), Decimal(0))


Record: TypeAlias = Opening | Settlement | Entry


def opening_of(statement: Statement) -> Opening:
    """The first line of the ledger of an agreement."""
    return Opening(
        FORMAT_VERSION,
        statement.agreement,
        statement.provider,
        statement.customer,
        statement.currency,
        statement.timezone,
    )


def postings(movement: MovementKind, amount: Decimal) -> tuple[Posting, ...]:
    """What a movement takes from one account and brings to another."""
    first: Account = "apart" if movement == "bonus apart" else "owed"
    return Posting(first, amount), Posting(OTHER_ACCOUNT.get(movement, "credits"), -amount)
