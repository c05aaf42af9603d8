"""Caps, stacking and the least amount payable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.compiler.findings import refuse
from slalang.compiler.from_amount import Amounts
from slalang.compiler.from_measure import Measures
from slalang.compiler.from_stream import Streams
from slalang.compiler.ground import Ground
from slalang.compiler.literals import days_in, exact_decimal, months_in
from slalang.model.contract import Sourced, Version
from slalang.plan.terms import Cap, Stacking
from slalang.syntax import nodes

_Horizon: TypeAlias = Literal["day", "week", "month", "quarter", "year", "contract year", "rolling", "term"]


@dataclass(frozen=True)
class CapTranslator:
    """Translates the caps of one version, keyed by their horizons."""

    ground: Ground
    streams: Streams
    version: Version

    def translate(self) -> Iterator[Cap]:
        """The caps in the order in which they are written."""
        for sourced in self.version.clauses.every(nodes.Cap):
            horizon = self._horizon(sourced.node)
            if horizon is None:
                continue
            kind, months, days = horizon
            length = f"{months}-months" if months else f"{days}-days"
            name = f"any-{length}" if kind == "rolling" else kind.replace(" ", "-")
            clause = self.ground.path(f"cap.{name}", sourced)
            amount = self._amounts.translate(sourced.node.amount, sourced.scope)
            self._assume(sourced, clause)
            yield Cap(clause, kind, amount, months, days)

    @property
    def _amounts(self) -> Amounts:
        return Amounts(self.ground, Measures(self.ground, self.streams, "cap", None))

    def _horizon(self, node: nodes.Cap) -> tuple[_Horizon, int | None, int | None] | None:
        """The horizon, and its months or days where it is rolling; ``None`` where it was refused."""
        match node.horizon:
            case nodes.EachPeriod(period=period):
                return period.kind, None, None
            case nodes.AnyWindow(length=length):
                return "rolling", months_in(length), days_in(length)
            case nodes.WholeTerm():
                return "term", None, None
            case nodes.EachInterval():
                refuse(self.ground.findings, node, "credits are not told apart by what caused them")
                return None

    def _assume(self, sourced: Sourced[nodes.Cap], clause: str) -> None:
        amount = sourced.node.amount
        if isinstance(amount, nodes.Share) and amount.of.kind == "fees":
            self.ground.assumptions.assume("the fees of a cap are those of the time it reaches over", clause)


def stackings_of(version: Version, ground: Ground) -> Iterator[Stacking]:
    """Which credits do not add up."""
    for number, sourced in enumerate(version.clauses.every(nodes.Stacking), 1):
        node = sourced.node
        if node.cause is not None:
            refuse(ground.findings, node, "credits do not say which cause they have")
        elif any(len(group) > 1 for group in node.groups):
            refuse(ground.findings, node, "groups of credits are not added up before they are compared")
        else:
            names = tuple(name.text for group in node.groups for name in group)
            kind = node.period.kind if node.period else "month"
            path = ground.path(f"stacking.{number}", sourced)
            if kind not in ("day", "week", "month"):
                text = f"in one {kind} the highest credit pays what it has more than was paid before"
                ground.assumptions.assume(text, path)
            yield Stacking(path, names, kind)


def minimum_payable_of(version: Version, ground: Ground) -> tuple[Decimal, str] | None:
    """The least amount that is paid, and its clause."""
    sourced = version.clauses.only(nodes.MinimumPayable)
    if sourced is None:
        return None
    ground.check_literals(sourced.node.amount)
    least = exact_decimal(Fraction(sourced.node.amount.amount)) or Decimal(0)
    return least, ground.path("minimum-payable", sourced)
