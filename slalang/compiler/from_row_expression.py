"""Expressions over the fields of one row."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from slalang.compiler.findings import refuse
from slalang.compiler.from_table import Tables
from slalang.compiler.ground import Ground
from slalang.compiler.literals import instant_of_node, value_of
from slalang.model.contract import Scope
from slalang.model.meanings import choice_beside, meaning
from slalang.model.rows import RowSource
from slalang.plan import expressions as plan
from slalang.syntax import nodes

NOTHING = plan.Number(Fraction(0))
"""Stands where something was refused: no plan comes of it."""


def literal_of(literal: nodes.Node, ground: Ground) -> plan.Expression | None:
    """A literal as a value of a plan, ``None`` where it is none."""
    ground.check_literals(literal)
    match literal:
        case nodes.Text(value=text):
            return plan.Text(text)
        case nodes.Truth(value=truth):
            return plan.Truth(truth)
        case nodes.Date() | nodes.DateTime():
            return plan.Number(Fraction(instant_of_node(literal, ground.zone)))
        case _:
            number = value_of(literal)
            return None if number is None else plan.Number(number)


@dataclass(frozen=True)
class RowExpressions:
    """Translates expressions, whose parts were typed by the model, into those of a plan."""

    ground: Ground
    tables: Tables

    def translate(self, expression: nodes.Expression, rows: RowSource, scope: Scope) -> plan.Expression:
        """The expression over rows like these, with its names bound in the scope."""
        match expression:
            case nodes.NameRef(name=name):
                return self._name(expression, name.text, rows, scope)
            case nodes.InPeriod(name=name):
                return plan.FieldValue(name.text)
            case nodes.Lookup(table=table, field=field):
                return self._lookup(table.text, field.text, scope)
            case nodes.Present(value=nodes.NameRef(name=name)):
                return plan.Present(name.text)
            case nodes.Compare(operator=operator, left=left, right=right):
                sides = self._side(left, right, rows, scope), self._side(right, left, rows, scope)
                return plan.Comparison(operator, *sides)
            case nodes.In():
                return self._member(expression, rows, scope)
            case nodes.And(operands=operands):
                return plan.Logic("and", self._each(operands, rows, scope))
            case nodes.Or(operands=operands):
                return plan.Logic("or", self._each(operands, rows, scope))
            case nodes.Not(operand=operand):
                return plan.Negation(self.translate(operand, rows, scope))
            case nodes.Negative(operand=operand):
                return plan.Negative(self.translate(operand, rows, scope))
            case nodes.Binary(operator=operator, left=left, right=right):
                return plan.Arithmetic(operator, *self._each((left, right), rows, scope))
            case nodes.Else(value=value, otherwise=otherwise):
                return plan.Otherwise(*self._each((value, otherwise), rows, scope))
            case _:
                return literal_of(expression, self.ground) or self._refused(expression)

    def _each(
        self, parts: tuple[nodes.Expression, ...], rows: RowSource, scope: Scope
    ) -> tuple[plan.Expression, ...]:
        return tuple(self.translate(part, rows, scope) for part in parts)

    def _name(self, use: nodes.NameRef, word: str, rows: RowSource, scope: Scope) -> plan.Expression:
        if meaning(use, rows, scope) == "table":
            return self._lookup(word, None, scope)
        return plan.FieldValue(word)

    def _lookup(self, word: str, field: str | None, scope: Scope) -> plan.Expression:
        declaration = scope.lookup(word)
        if declaration is None:
            raise TypeError(f"`{word}` was not bound")
        table = self.tables.of(declaration)
        return plan.Lookup(table.name, plan.FieldValue(field or table.field))

    def _member(self, node: nodes.In, rows: RowSource, scope: Scope) -> plan.Expression:
        values = tuple(self._side(choice, node.value, rows, scope) for choice in node.choices)
        found = plan.Membership(self.translate(node.value, rows, scope), values)
        return plan.Negation(found) if node.negated else found

    def _side(
        self, side: nodes.Expression, other: nodes.Expression, rows: RowSource, scope: Scope
    ) -> plan.Expression:
        """One side of a comparison: beside a choice a bare word is one of its values."""
        match side:
            case nodes.NameRef(name=name) if _is_value(side, other, rows, scope):
                return plan.Text(name.text)
            case _:
                return self.translate(side, rows, scope)

    def _refused(self, expression: nodes.Expression) -> plan.Expression:
        refuse(self.ground.findings, expression, "it is no value of one row")
        return NOTHING


def _is_value(side: nodes.NameRef, other: nodes.Expression, rows: RowSource, scope: Scope) -> bool:
    return meaning(side, rows, scope, choice_beside(other, rows)) == "value"
