"""Fees and what is at risk of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from slalang.compiler.findings import refuse
from slalang.compiler.from_measure import MeasureIds, Measures
from slalang.compiler.from_objective import narrowings
from slalang.compiler.from_stream import Streams
from slalang.compiler.ground import Ground
from slalang.compiler.literals import exact_decimal
from slalang.model.constants import constant
from slalang.model.contract import Declaration, Sourced, Version
from slalang.plan.expressions import MeasureValue
from slalang.plan.terms import AtRisk, Fees, FeesByKey, FixedFees, InvoicedFees, Pool
from slalang.syntax import nodes


@dataclass(frozen=True)
class FeesTranslator:
    """Translates the fees of one version."""

    ground: Ground
    streams: Streams
    version: Version

    def translate(self) -> Fees | None:
        """The fees, ``None`` where none are agreed or they were refused."""
        sourced = self.version.clauses.only(nodes.Fees)
        if sourced is None:
            return None
        clause = self.ground.path("fees", sourced)
        self.ground.check_literals(sourced.node.amount)
        match sourced.node.amount:
            case nodes.NameRef(name=name) if table := self._table(name, sourced):
                return self._by_key(table, None, clause, sourced.node)
            case nodes.Lookup(table=name, field=field) if table := self._table(name, sourced):
                return self._by_key(table, field.text, clause, sourced.node)
            case nodes.Aggregate() as aggregate:
                return self._invoiced(aggregate, clause, sourced)
            case amount:
                return self._fixed(amount, clause, sourced)

    def _table(self, name: nodes.Name, sourced: Sourced[nodes.Fees]) -> Declaration | None:
        found = sourced.scope.lookup(name.text)
        return found if found and found.kind == "table" else None

    def _by_key(self, table: Declaration, field: str | None, clause: str, node: nodes.Fees) -> Fees:
        found = self.streams.expressions.tables.of(table)
        return FeesByKey(clause, found.name, field or found.field, node.each.kind, node.spread_by_days)

    def _invoiced(self, node: nodes.Aggregate, clause: str, sourced: Sourced[nodes.Fees]) -> Fees | None:
        measures = Measures(self.ground, self.streams, "fees", MeasureIds())
        value = measures.translate(node, sourced.scope)
        if not isinstance(value, MeasureValue) or node.function.text != "sum":
            refuse(self.ground.findings, sourced.node, "invoiced fees are one sum over invoices")
            return None
        measure = replace(measures.used[0], id="fees")
        narrow = tuple(narrowings(self.version, self.ground))
        fees = sourced.node
        return InvoicedFees(clause, measure, fees.each.kind, fees.spread_by_days, narrow)

    def _fixed(self, node: nodes.Expression, clause: str, sourced: Sourced[nodes.Fees]) -> Fees | None:
        value = constant(node)
        amount = None if value is None else exact_decimal(value)
        if amount is None:
            why = "fees are an amount, a table by a field or a sum over invoices"
            refuse(self.ground.findings, sourced.node, why)
            return None
        return FixedFees(clause, amount, sourced.node.each.kind, sourced.node.spread_by_days)


# --- at risk -----------------------------------------------------------------------------------


def at_risk_of(version: Version, ground: Ground) -> AtRisk | None:
    """The share of the fees at risk with its pools, ``None`` where nothing is."""
    sourced = version.clauses.only(nodes.AtRisk)
    if sourced is None:
        return None
    amount = sourced.node.amount
    if not isinstance(amount, nodes.Share) or amount.of.kind not in ("fees", "its fees"):
        refuse(ground.findings, sourced.node, "what is at risk is a share of fees")
        return None
    clause = ground.path("at-risk", sourced)
    return AtRisk(clause, amount.ratio.value, tuple(_pools(version, ground)), _allocations(version, ground))


def _pools(version: Version, ground: Ground) -> Iterator[Pool]:
    for sourced in version.clauses.every(nodes.Pool):
        name, amount = sourced.node.name.text, sourced.node.amount
        if isinstance(amount, nodes.Share) and amount.of.kind == "at risk":
            yield Pool(ground.path(f"pool.{name}", sourced), name, amount.ratio.value)
        else:
            refuse(ground.findings, sourced.node, "a pool is a share of what is at risk")


def _allocations(version: Version, ground: Ground) -> Fraction | None:
    sourced = version.clauses.only(nodes.Allocations)
    if sourced is None:
        return None
    amount = sourced.node.amount
    ground.path("allocations", sourced)
    if isinstance(amount, nodes.Share) and amount.of.kind == "at risk":
        return amount.ratio.value
    refuse(ground.findings, sourced.node, "allocations are limited to a share of what is at risk")
    return None
