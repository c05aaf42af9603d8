"""The explanation of a statement: for each number the way from the clause and the rows to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from slalang.statement import Keys

FORMAT_VERSION = 1

StepKind: TypeAlias = Literal[
    "promised",
    "made of",
    "excluded",
    "measured",
    "judged",
    "breach",
    "credit row",
    "no credit",
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
    "not changed",
    "paid",
    "earn-back window",
    "earn-back",
    "bonus",
    "open",
    "booked",
    "total",
    "silent",
    "made from",
]


@dataclass(frozen=True)
class ClauseReference:
    """The clause that a step follows: where it is written, its words, and what it came through: a tier, an
    amendment, an import, the agreement itself."""

    path: str
    place: str
    text: str
    through: str


@dataclass(frozen=True)
class Note:
    """Something behind a step, with what is behind it in turn. ``place`` is the file and line of a log."""

    text: str
    place: str | None = None
    under: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of the way. ``calculations`` are for a calculator: the words in them are left out, and the
    two sides of ``=`` are the same number (a number that ends in ``…`` goes on). ``amount`` is what a credit
    comes to after the step."""

    kind: StepKind
    text: str
    clause: ClauseReference | None = None
    calculations: tuple[str, ...] = ()
    amount: Decimal | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What is explained: an objective in a period with its credit, an earn-back, or the totals."""

    title: str
    result: str
    steps: tuple[Step, ...]
    objective: str | None = None
    keys: Keys = ()
    period: str | None = None


@dataclass(frozen=True)
class Explanation:
    """One statement, or a part of it, explained."""

    format_version: int
    agreement: str
    title: str
    provider: str
    customer: str
    period: str
    timezone: str
    currency: str
    final: bool
    plan_hash: str
    subjects: tuple[Subject, ...]
