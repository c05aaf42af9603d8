"""The types of everything in a project, for those who check it and those who compile it."""

from __future__ import annotations

from collections.abc import Mapping

from slalang.diagnostics import Label
from slalang.model.arithmetic import calculated
from slalang.model.contract import Declaration, Scope
from slalang.model.findings import Findings
from slalang.model.meanings import literal_type
from slalang.model.measures import Measures
from slalang.model.mismatches import WRONG_TYPE, source_text
from slalang.model.row_expressions import RowExpressions
from slalang.model.row_types import RowTypes
from slalang.model.rows import RowSource, TableType
from slalang.model.tables import table_type
from slalang.model.types import UNKNOWN, Type, money
from slalang.syntax import nodes


class Typing:
    """Knows the rows of every event, stream and clock and the type of every table and indicator.

    Everything declared is typed once, when it is made; what is wrong with it goes to ``findings``.
    """

    def __init__(self, scopes: Mapping[str, Scope], findings: Findings | None = None) -> None:
        self.findings = Findings() if findings is None else findings
        self._tables: dict[Declaration, TableType] = {}
        self.expressions = RowExpressions(self.findings, self.table)
        self._type_tables(scopes)
        self.row_types = RowTypes(scopes, self.findings, self.expressions)
        self.measures = Measures(scopes, self.row_types, self.findings)

    def rows(self, declaration: Declaration) -> RowSource:
        """The rows of an event, a stream or a clock."""
        return self.row_types.of(declaration)

    def rows_of(self, source: nodes.Source, scope: Scope) -> RowSource:
        """The rows of a name, or of a stream in parentheses."""
        return self.row_types.of_source(source, scope)

    def rows_of_all(self, sources: tuple[nodes.Source, ...], scope: Scope) -> RowSource:
        """The rows of several sources joined by `or`."""
        return self.row_types.of_all(sources, scope)

    def table(self, declaration: Declaration) -> TableType:
        """The type of a table."""
        return self._tables[declaration]

    def indicator(self, declaration: Declaration) -> Type:
        """The type of an indicator."""
        return self.measures.indicator(declaration)

    def row_type(self, expression: nodes.Expression, rows: RowSource, scope: Scope) -> Type:
        """The type of an expression over one row."""
        return self.expressions.type_of(expression, rows, scope)

    def measure_type(self, expression: nodes.Expression, scope: Scope, fees: bool = True) -> Type:
        """The type of an expression over a period."""
        return self.measures.type_of(expression, scope, fees)

    def amount_type(self, amount: nodes.Amount, scope: Scope) -> Type:
        """The type of an amount."""
        return self.measures.amount(amount, scope)

    def _type_tables(self, scopes: Mapping[str, Scope]) -> None:
        for scope in scopes.values():
            self.findings.look_at(scope.path)
            for declaration in scope.own.values():
                if isinstance(declaration.node, nodes.Table):
                    found = table_type(declaration.node, scope, self._table_value, self.findings)
                    self._tables[declaration] = found

    def _table_value(self, value: nodes.Amount, scope: Scope) -> Type:
        """The type of what a table has for one value of its field."""
        if isinstance(value, nodes.Share | nodes.FeesFor | nodes.ServiceFor | nodes.Points):
            return money()
        return calculated(value, self._literal, self.findings)

    def _literal(self, value: nodes.Expression) -> Type:
        found = literal_type(value)
        if found == UNKNOWN:
            self.findings.report(
                WRONG_TYPE,
                f"`{source_text(value)}` must be written out in a table",
                Label(value.span, "depends on something"),
                help="write a value such as `15m`, `99.9%` or `50 EUR`",
            )
        return found
