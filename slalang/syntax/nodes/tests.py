"""Tests: what is given, and what is expected to follow."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.syntax.nodes.base import Name, Node, Text
from slalang.syntax.nodes.literals import Instant, LiteralValue, NamedPeriod, Setting
from slalang.syntax.nodes.objectives import RoundedTo
from slalang.values import value

ExpectedOutcome: TypeAlias = Literal["met", "missed", "minimum missed", "excused", "unmeasured", "pending"]


@value
class GivenValue(Node):
    """``given uptime for region = "eu" in 2026-01 = 99.97%``; ``fees`` gives the fees of a period."""

    subject: Name
    selection: tuple[Setting, ...]
    period: NamedPeriod
    value: LiteralValue


@value
class GivenRow(Node):
    """``given minute from A to B with f = v`` or ``given request at A``: a row of an event or a stream.

    Either ``at`` is given, or ``start`` and ``end``, or none of them.
    """

    rows: Name
    at: Instant | None
    start: Instant | None
    end: Instant | None
    values: tuple[Setting, ...]


@value
class ExpectValue(Node):
    """``expect uptime in 2026-03 = 100%``; ``66.67% rounded to 0.01%`` compares the value rounded."""

    subject: Name
    selection: tuple[Setting, ...]
    period: NamedPeriod
    value: LiteralValue
    rounding: RoundedTo | None = None


@value
class ExpectOutcome(Node):
    """``expect uptime missed in 2026-02``."""

    objective: Name
    selection: tuple[Setting, ...]
    outcome: ExpectedOutcome
    period: NamedPeriod


@value
class ExpectAmount(Node):
    """``expect credit of uptime in 2026-02 = 1_200.00 EUR``; of all objectives where none is named."""

    what: Literal["credit", "earn back", "bonus"]
    objective: Name | None
    selection: tuple[Setting, ...]
    period: NamedPeriod
    amount: LiteralValue


TestClause: TypeAlias = GivenValue | GivenRow | ExpectValue | ExpectOutcome | ExpectAmount


@value
class Test(Node):
    """``test "title" of AGREEMENT { ... }``."""

    title: Text
    agreement: Name
    clauses: tuple[TestClause, ...]
    doc: str | None = None
