"""Expressions over the rows of a period: indicators, formulas and amounts."""

from __future__ import annotations

from collections.abc import Mapping

from slalang.diagnostics import Kind, Label
from slalang.model.aggregates import aggregate_type, is_known_function, report_no_rows, sources_named
from slalang.model.arithmetic import calculated
from slalang.model.contract import Declaration, Scope
from slalang.model.cycles import ordered
from slalang.model.findings import Findings
from slalang.model.meanings import literal_type
from slalang.model.mismatches import WRONG_TYPE, source_text
from slalang.model.names import WRONG_KIND, bind, report_unknown
from slalang.model.references import indicator_edges
from slalang.model.row_types import RowTypes
from slalang.model.types import (
    DURATION,
    UNKNOWN,
    Quantity,
    Type,
    Unknown,
    described,
    money,
    unit_of,
)
from slalang.syntax import nodes

NOT_A_MEASURE = Kind("SLA133", "not-a-measure")


class Measures:
    """Types expressions over whole periods. Indicators are typed once and remembered."""

    def __init__(self, scopes: Mapping[str, Scope], rows: RowTypes, findings: Findings) -> None:
        self.scopes = scopes
        self.rows = rows
        self.findings = findings
        self._indicators: dict[Declaration, Type] = {}
        for declaration in ordered(indicator_edges(self.scopes)):
            self.findings.look_at(declaration.path)
            self._indicators[declaration] = self._indicator(declaration)

    def indicator(self, declaration: Declaration) -> Type:
        """The type of a declared indicator; one on a cycle is unknown."""
        return self._indicators.get(declaration, UNKNOWN)

    def type_of(self, expression: nodes.Expression, scope: Scope, fees: bool = True) -> Type:
        """The type of an expression over a period; ``fees`` says whether it may ask for them."""
        return calculated(expression, lambda part: self._part(part, scope, fees), self.findings)

    def amount(self, amount: nodes.Amount, scope: Scope) -> Type:
        """The type of an amount; of one in shares, days or points, money in the agreement's currency."""
        if isinstance(amount, nodes.Share | nodes.FeesFor | nodes.ServiceFor | nodes.Points):
            return money()
        return self.type_of(amount, scope)

    def _indicator(self, declaration: Declaration) -> Type:
        node, scope = declaration.node, self.scopes[declaration.path]
        if not isinstance(node, nodes.Indicator):
            return UNKNOWN
        found = self.type_of(node.value, scope, fees=False)
        if unit_of(found) or isinstance(found, Unknown):
            return found
        self.findings.report(
            WRONG_TYPE,
            f"indicator `{node.name.text}` must be a number, a ratio, a duration or an amount; "
            f"it is {described(found)}",
            Label(node.value.span, described(found)),
            help="divide by what it should be a share of, for example `time(period)`"
            if isinstance(found, Quantity)
            else None,
        )
        return UNKNOWN

    def _part(self, expression: nodes.Expression, scope: Scope, fees: bool) -> Type:
        match expression:
            case nodes.Aggregate():
                return self._aggregate(expression, scope)
            case nodes.PeriodTime():
                return DURATION
            case nodes.NameRef(name=name):
                return self._name(name, scope, fees)
            case nodes.Lookup(table=table):
                declaration = bind(table, scope, self.findings, "table")
                return self.rows.expressions.table(declaration).value if declaration else UNKNOWN
            case nodes.InPeriod() | nodes.Present() | nodes.In() | nodes.Compare() | nodes.Not():
                return self._of_one_row(expression)
            case nodes.And() | nodes.Or():
                return self._of_one_row(expression)
            case _:
                return literal_type(expression)

    def _aggregate(self, aggregate: nodes.Aggregate, scope: Scope) -> Type:
        if not is_known_function(aggregate):
            return UNKNOWN
        sources = sources_named(aggregate)
        if sources is None:
            report_no_rows(aggregate, self.findings)
            return UNKNOWN
        rows = self.rows.of_all(sources, scope)
        value = None if aggregate.over is None else aggregate.value
        return aggregate_type(aggregate, value, rows, scope, self.rows.expressions)

    def _name(self, name: nodes.Name, scope: Scope, fees: bool) -> Type:
        found = scope.lookup(name.text)
        if name.text == "fees" and fees and found is None:
            return money()
        if found is None:
            report_unknown(name, scope, self.findings, "indicator", "table")
            return UNKNOWN
        match found.kind:
            case "indicator":
                return self.indicator(found)
            case "table":
                return self.rows.expressions.table(found).value
            case "stream" | "event" | "clock":
                return self._bare_rows(name, found)
            case _:
                bind(name, scope, self.findings, "indicator", "table")
                return UNKNOWN

    def _bare_rows(self, name: nodes.Name, found: Declaration) -> Type:
        self.findings.report(
            WRONG_KIND,
            f"`{name.text}` is rows, and a number is needed here",
            Label(name.span, "how many of them, or how long?"),
            Label(found.span, f"declared as {found.kind}"),
            help=f"write `count({name.text})` or `time({name.text})`",
        )
        return UNKNOWN

    def _of_one_row(self, expression: nodes.Expression) -> Type:
        written = source_text(expression)
        self.findings.report(
            NOT_A_MEASURE,
            f"`{written}` is said of one row, and a number for a whole period is needed here",
            Label(expression.span, "of which row?"),
            help=f"for how often it holds, write `share({written} over …)`",
        )
        return UNKNOWN
