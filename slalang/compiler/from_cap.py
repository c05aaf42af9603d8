"""Caps, stacking and the least amount payable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.compiler.from_amount import Amounts
from slalang.compiler.from_measure import Measures
from slalang.compiler.from_stream import Streams
from slalang.compiler.ground import Ground
from slalang.compiler.literals import days_in, exact_decimal, months_in
from slalang.model.contract import Sourced, Version
from slalang.plan.terms import Cap, PointsStep, PointsTable, Stacking
from slalang.syntax import nodes

_Horizon: TypeAlias = Literal[
    "interval", "day", "week", "month", "quarter", "year", "contract year", "rolling", "term"
]


@dataclass(frozen=True)
class CapTranslator:
    """Translates the caps of one version, keyed by their horizons."""

    ground: Ground
    streams: Streams
    version: Version

    def translate(self) -> Iterator[Cap]:
        """The caps in the order in which they are written."""
        for sourced in self.version.clauses.every(nodes.Cap):
            kind, months, days = self._horizon(sourced.node)
            length = f"{months}-months" if months else f"{days}-days"
            name = f"any-{length}" if kind == "rolling" else kind.replace(" ", "-")
            stream = self._stream(sourced)
            clause = self.ground.path(f"cap.each-{stream}" if stream else f"cap.{name}", sourced)
            amount = self._amounts.translate(sourced.node.amount, sourced.scope)
            self._assume(sourced, clause)
            yield Cap(clause, kind, amount, months, days, stream)

    def _stream(self, sourced: Sourced[nodes.Cap]) -> str | None:
        """The stream whose intervals are the horizon."""
        horizon = sourced.node.horizon
        if not isinstance(horizon, nodes.EachInterval):
            return None
        return self.streams.named(horizon.stream, sourced.scope)

    @property
    def _amounts(self) -> Amounts:
        return Amounts(self.ground, Measures(self.ground, self.streams, "cap", None))

    def _horizon(self, node: nodes.Cap) -> tuple[_Horizon, int | None, int | None]:
        """The horizon, and its months or days where it is rolling."""
        match node.horizon:
            case nodes.EachPeriod(period=period):
                return period.kind, None, None
            case nodes.AnyWindow(length=length):
                return "rolling", months_in(length), days_in(length)
            case nodes.WholeTerm():
                return "term", None, None
            case nodes.EachInterval():
                return "interval", None, None

    def _assume(self, sourced: Sourced[nodes.Cap], clause: str) -> None:
        amount = sourced.node.amount
        if isinstance(amount, nodes.Share) and amount.of.kind == "fees":
            self.ground.assumptions.assume("the fees of a cap are those of the time it reaches over", clause)


def streams_apart(version: Version, streams: Streams) -> frozenset[str]:
    """The streams whose intervals have a cap each."""
    caps = version.clauses.every(nodes.Cap)
    return frozenset(
        streams.named(cap.node.horizon.stream, cap.scope)
        for cap in caps
        if isinstance(cap.node.horizon, nodes.EachInterval)
    )


def stackings_of(version: Version, ground: Ground) -> Iterator[Stacking]:
    """Which credits do not add up."""
    for number, sourced in enumerate(version.clauses.every(nodes.Stacking), 1):
        node = sourced.node
        groups = tuple(tuple(name.text for name in group) for group in node.groups)
        kind = node.period.kind if node.period else "month"
        path = ground.path(f"stacking.{number}", sourced)
        if kind not in ("day", "week", "month"):
            text = f"in one {kind} the highest credit pays what it has more than was paid before"
            ground.assumptions.assume(text, path)
        if node.cause is not None:
            ground.assumptions.assume("credits of one cause meet where they belong to one month", path)
        yield Stacking(path, groups, kind, None if node.cause is None else node.cause.text)


def points_of(version: Version, ground: Ground, streams: Streams) -> PointsTable | None:
    """What points come to."""
    sourced = version.clauses.only(nodes.PointsTable)
    if sourced is None:
        return None
    amounts = Amounts(ground, Measures(ground, streams, "points", None))
    clause = ground.path("points", sourced)
    steps = tuple(
        PointsStep(
            ground.part(f"points.{number}", row, sourced),
            row.least,
            amounts.translate(row.amount, sourced.scope),
        )
        for number, row in enumerate(sourced.node.rows, 1)
    )
    return PointsTable(clause, steps)


def minimum_payable_of(version: Version, ground: Ground) -> tuple[Decimal, str] | None:
    """The least amount that is paid, and its clause."""
    sourced = version.clauses.only(nodes.MinimumPayable)
    if sourced is None:
        return None
    ground.check_literals(sourced.node.amount)
    least = exact_decimal(Fraction(sourced.node.amount.amount)) or Decimal(0)
    return least, ground.path("minimum-payable", sourced)
