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
from slalang.compiler.literals import exact_decimal, months_in
from slalang.model.contract import Sourced, Version
from slalang.plan.terms import Cap, Stacking
from slalang.syntax import nodes

_Horizon: TypeAlias = Literal["month", "quarter", "year", "contract year", "rolling", "term"]


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
            kind, months = horizon
            name = f"any-{months}-months" if kind == "rolling" else kind.replace(" ", "-")
            clause = self.ground.path(f"cap.{name}", sourced)
            amount = self._amounts.translate(sourced.node.amount, sourced.scope)
            self._assume(sourced, clause)
            yield Cap(clause, kind, amount, months)

    @property
    def _amounts(self) -> Amounts:
        return Amounts(self.ground, Measures(self.ground, self.streams, "cap", None))

    def _horizon(self, node: nodes.Cap) -> tuple[_Horizon, int | None] | None:
        """The horizon, and its months where it is rolling; ``None`` where it was refused."""
        match node.horizon:
            case nodes.EachPeriod(
                period=nodes.Period(kind="month" | "quarter" | "year" | "contract year" as kind)
            ):
                return kind, None
            case nodes.AnyWindow(length=length) if (months := months_in(length)) is not None:
                return "rolling", months
            case nodes.WholeTerm():
                return "term", None
            case horizon:
                refuse(self.ground.findings, node, _WHY_NOT[type(horizon)])
                return None

    def _assume(self, sourced: Sourced[nodes.Cap], clause: str) -> None:
        amount = sourced.node.amount
        if isinstance(amount, nodes.Share) and amount.of.kind == "fees":
            self.ground.assumptions.assume("the fees of a cap are those of the time it reaches over", clause)


_WHY_NOT: dict[type[nodes.Node], str] = {
    nodes.EachPeriod: "credits are capped by the month, or by something longer",
    nodes.AnyWindow: "a rolling cap reaches over a number of months",
    nodes.EachInterval: "credits are not told apart by what caused them",
}


def stackings_of(version: Version, ground: Ground) -> Iterator[Stacking]:
    """Which credits do not add up."""
    for number, sourced in enumerate(version.clauses.every(nodes.Stacking), 1):
        node = sourced.node
        if node.cause is not None:
            refuse(ground.findings, node, "credits do not say which cause they have")
        elif node.period is not None and node.period.kind != "month":
            refuse(ground.findings, node, "credits meet in a month")
        elif any(len(group) > 1 for group in node.groups):
            refuse(ground.findings, node, "groups of credits are not added up before they are compared")
        else:
            names = tuple(name.text for group in node.groups for name in group)
            yield Stacking(ground.path(f"stacking.{number}", sourced), names)


def minimum_payable_of(version: Version, ground: Ground) -> tuple[Decimal, str] | None:
    """The least amount that is paid, and its clause."""
    sourced = version.clauses.only(nodes.MinimumPayable)
    if sourced is None:
        return None
    ground.check_literals(sourced.node.amount)
    least = exact_decimal(Fraction(sourced.node.amount.amount)) or Decimal(0)
    return least, ground.path("minimum-payable", sourced)
