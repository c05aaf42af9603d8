"""Tables: one exact value for each value of a field."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from slalang.compiler.findings import refuse
from slalang.compiler.ground import Ground
from slalang.compiler.literals import field_text
from slalang.model.constants import constant
from slalang.model.contract import Declaration
from slalang.plan.streams import Table
from slalang.syntax import nodes


@dataclass
class Tables:
    """The tables that the agreement uses, each translated once."""

    ground: Ground
    _tables: dict[Declaration, Table] = field(default_factory=dict)

    @property
    def used(self) -> tuple[Table, ...]:
        """All of them, in order of first use."""
        return tuple(self._tables.values())

    def of(self, declaration: Declaration) -> Table:
        """The table that is declared there."""
        if declaration not in self._tables:
            self._tables[declaration] = self._translated(declaration)
        return self._tables[declaration]

    def _translated(self, declaration: Declaration) -> Table:
        node = declaration.node
        if not isinstance(node, nodes.Table):
            raise TypeError(f"{declaration.described} is not a table")
        self.ground.check_literals(node)
        rows: list[tuple[str, Fraction]] = []
        default = None
        for row in node.rows:
            value = self._value(row)
            if isinstance(row.key, nodes.ElseKey):
                default = value
            else:
                rows.append((field_text(row.key, self.ground.zone), value))
        return Table(
            name=self.ground.naming.of(declaration),
            field=node.field.text,
            rows=tuple(rows),
            default=default,
            clause=self.ground.declared(declaration),
        )

    def _value(self, row: nodes.TableRow) -> Fraction:
        value = constant(row.value)
        if value is None:
            refuse(self.ground.findings, row, "a table has values that are written out")
            return Fraction(0)
        return value
