"""What every translator stands on: the agreement, its zone and currency, and where findings go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from slalang.compiler.assumptions import Assumptions
from slalang.compiler.clauses import ClauseBook
from slalang.compiler.naming import Naming
from slalang.diagnostics import Label
from slalang.model.contract import Agreement, Declaration, Project, Sourced
from slalang.model.descent import every
from slalang.model.findings import Findings
from slalang.model.mismatches import MIXED_CURRENCIES
from slalang.model.typing import Typing
from slalang.model.zones import check_local_time
from slalang.syntax import nodes


@dataclass(frozen=True)
class Ground:
    """The agreement that is compiled. ``first`` and ``last`` are the days of its term."""

    project: Project
    agreement: Agreement
    typing: Typing
    zone: str
    currency: str
    first: date
    last: date
    findings: Findings
    clauses: ClauseBook
    assumptions: Assumptions
    naming: Naming

    def path(self, path: str, statement: Sourced[nodes.Node]) -> str:
        """The path of a clause, which is now known to be part of the plan."""
        return self.clauses.path(path, statement.node, statement.scope, statement.through)

    def part(self, path: str, node: nodes.Node, of: Sourced[nodes.Node]) -> str:
        """The path of a part of a clause."""
        return self.clauses.path(path, node, of.scope, of.through)

    def declared(self, declaration: Declaration) -> str:
        """The path of something that is declared, such as ``table.limits``."""
        scope = self.project.scope_of(declaration)
        path = f"{declaration.kind}.{self.naming.of(declaration)}"
        return self.clauses.path(path, declaration.node, scope, declaration.kind)

    def check_literals(self, *written: nodes.Node | None) -> None:
        """Reports amounts in another currency, and local times the zone has twice or never."""
        for money in every(nodes.Money, *written):
            if money.currency != self.currency:
                self._report_currency(money)
        for moment in every(nodes.DateTime, *written):
            check_local_time(moment, self.zone, self.findings)

    def _report_currency(self, money: nodes.Money) -> None:
        name = self.agreement.name
        self.findings.report(
            MIXED_CURRENCIES,
            f"`{money.span.text}` is in {money.currency}, and agreement `{name}` is in {self.currency}",
            Label(money.span, money.currency),
            Label(self.agreement.declaration.span, f"rounded in {self.currency}"),
            help=f"write the amount in {self.currency}: one agreement has one currency",
        )
