"""Expressions over the fields of a row, as exact SQL.

A number is a pair of whole numbers, compared by cross-multiplication, so a ratio is never divided out.
A comparison with a field that has no value has no value itself, and no condition holds on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from math import lcm

from slalang.measurement import sql
from slalang.measurement.engine import Engine
from slalang.measurement.findings import cannot_measure, no_table_row
from slalang.measurement.relation import Number, Term, Text, Truth
from slalang.plan import expressions as plan
from slalang.plan.streams import Table


@dataclass
class RowValues:
    """Reads the expressions of a plan over the fields of one row.

    ``unmatched`` collects what must be empty: operands of tables that have no ``else`` row.
    """

    fields: Mapping[str, Term]
    tables: Mapping[str, Table]
    unmatched: list[tuple[Table, sql.Tree]] = field(default_factory=list)

    def term(self, expression: plan.Expression) -> Term:
        """The expression as a number, a text or a condition."""
        match expression:
            case plan.Number(value):
                return _constant(value)
            case plan.Text(value):
                return Text(sql.literal(value))
            case plan.Truth(value):
                return Truth(sql.true() if value else sql.false())
            case plan.FieldValue(name):
                return self._field(name)
            case plan.Present(name):
                return Truth(sql.negation(sql.is_null(_bare(self._field(name)))))
            case plan.Lookup(table, operand):
                return self._lookup(self.tables[table], self.term(operand))
            case _:
                return self._operation(expression)

    def condition(self, expression: plan.Expression) -> sql.Tree:
        """The expression as a condition."""
        term = self.term(expression)
        if not isinstance(term, Truth):
            raise TypeError("a condition was expected")
        return term.condition

    def number(self, expression: plan.Expression) -> Number:
        """The expression as a number."""
        return _number(self.term(expression))

    def check_tables(self, engine: Engine, source: sql.Tree) -> None:
        """Makes sure that every row of the source has the row of a table it needs."""
        for table, operand in self.unmatched:
            found = engine.fetch(sql.select({"value": sql.least(operand)}, source))
            if found[0][0] is not None:
                raise no_table_row(table, found[0][0])

    def _operation(self, expression: plan.Expression) -> Term:
        match expression:
            case plan.Negative(operand):
                inner = self.number(operand)
                return Number(sql.negative(inner.numerator), inner.denominator)
            case plan.Arithmetic("/", left, plan.Number(divisor)) if divisor:
                return _calculate("*", self.number(left), _constant(1 / divisor))
            case plan.Arithmetic(operator, left, right):
                return _calculate(operator, self.number(left), self.number(right))
            case plan.Otherwise(operand, fallback):
                return _otherwise(self.term(operand), self.term(fallback))
            case plan.Comparison(operator, left, right):
                return Truth(_compare(operator, self.term(left), self.term(right)))
            case plan.Membership(operand, values):
                term = self.term(operand)
                return Truth(sql.some(*(_compare("=", term, self.term(value)) for value in values)))
            case plan.Logic(operator, operands):
                join = sql.every if operator == "and" else sql.some
                return Truth(join(*(self.condition(operand) for operand in operands)))
            case plan.Negation(operand):
                return Truth(sql.negation(self.condition(operand)))
            case _:
                raise TypeError(f"{type(expression).__name__} is not an expression over a row")

    def _field(self, name: str) -> Term:
        if name not in self.fields:
            raise cannot_measure(f"rows that were joined as time have no `{name}`")
        return self.fields[name]

    def _lookup(self, table: Table, operand: Term) -> Number:
        denominators = [value.denominator for _, value in table.rows]
        below = lcm(*denominators, 1 if table.default is None else table.default.denominator)
        matches = [(has_value(operand, key), value) for key, value in table.rows]
        branches = [(match, sql.literal(int(value * below))) for match, value in matches]
        if table.default is not None:
            return Number(sql.case(branches, sql.literal(int(table.default * below))), below)
        missing = sql.every(*(sql.negation(match) for match, _ in matches))
        self.unmatched.append((table, sql.case([(missing, _bare(operand))])))
        return Number(sql.case(branches), below)


def fields_of(expression: object) -> set[str]:
    """The names of the fields an expression asks for."""
    if isinstance(expression, plan.FieldValue | plan.Present):
        return {expression.field}
    if isinstance(expression, tuple):
        return {name for part in expression for name in fields_of(part)}
    if is_dataclass(expression):
        return {name for part in fields(expression) for name in fields_of(getattr(expression, part.name))}
    return set()


def _constant(value: Fraction) -> Number:
    return Number(sql.literal(value.numerator), value.denominator)


def has_value(term: Term, value: str) -> sql.Tree:
    """The condition that a field has a value that is written as a text."""
    match term:
        case Text(tree):
            return sql.compare("=", tree, sql.literal(value))
        case Truth(condition):
            return condition if value == "true" else sql.negation(condition)
        case Number():
            return _compare("=", term, _constant(Fraction(value)))


def _number(term: Term) -> Number:
    if not isinstance(term, Number):
        raise TypeError("a number was expected")
    return term


def _bare(term: Term) -> sql.Tree:
    match term:
        case Text(tree):
            return tree
        case Truth(condition):
            return condition
        case Number(numerator, _):
            return numerator


# --- arithmetic --------------------------------------------------------------------------------


def scaled(tree: sql.Tree, factor: int | sql.Tree) -> sql.Tree:
    """The number times a factor."""
    if isinstance(factor, int):
        return tree if factor == 1 else sql.multiply(tree, sql.literal(factor))
    return sql.multiply(tree, factor)


def _product(left: int | sql.Tree, right: int | sql.Tree) -> int | sql.Tree:
    if isinstance(left, int):
        return left * right if isinstance(right, int) else scaled(right, left)
    return scaled(left, right)


def _common(left: Number, right: Number) -> tuple[sql.Tree, sql.Tree, int | sql.Tree]:
    """Both numerators over one denominator."""
    one, other = left.denominator, right.denominator
    if isinstance(one, int) and isinstance(other, int):
        below = lcm(one, other)
        return scaled(left.numerator, below // one), scaled(right.numerator, below // other), below
    return scaled(left.numerator, other), scaled(right.numerator, one), _product(one, other)


def _compare(operator: str, left: Term, right: Term) -> sql.Tree:
    if isinstance(left, Number) and isinstance(right, Number):
        above, below, _ = _common(left, right)
        return sql.compare(operator, above, below)
    if isinstance(left, Truth) and isinstance(right, Truth):
        sides = (sql.as_integer(left.condition), sql.as_integer(right.condition))
        return sql.compare(operator, *sides)
    if isinstance(left, Text) and isinstance(right, Text):
        return sql.compare(operator, left.tree, right.tree)
    raise TypeError("values of two kinds cannot be compared")


def _calculate(operator: str, left: Number, right: Number) -> Number:
    if operator == "/":
        return _quotient(left, right)
    if operator == "*":
        below = _product(left.denominator, right.denominator)
        return Number(scaled(left.numerator, right.numerator), below)
    one, other, below = _common(left, right)
    return Number((sql.add if operator == "+" else sql.subtract)(one, other), below)


def _quotient(left: Number, right: Number) -> Number:
    """The quotient; no value where the divisor is zero. The denominator stays positive."""
    divisor, zero = right.numerator, sql.literal(0)
    above = scaled(left.numerator, right.denominator)
    below = _product(left.denominator, divisor)
    if isinstance(below, int):
        raise AssertionError("a divisor is an expression")
    positive, opposite = sql.compare(">", divisor, zero), sql.compare("<", divisor, zero)
    return Number(
        sql.case([(positive, above), (opposite, sql.negative(above))]),
        sql.case([(positive, below), (opposite, sql.negative(below))]),
    )


def _otherwise(preferred: Term, fallback: Term) -> Term:
    if isinstance(preferred, Text) and isinstance(fallback, Text):
        return Text(sql.coalesce(preferred.tree, fallback.tree))
    if isinstance(preferred, Truth) and isinstance(fallback, Truth):
        return Truth(sql.coalesce(preferred.condition, fallback.condition))
    left, right = _number(preferred), _number(fallback)
    if isinstance(left.denominator, int) and isinstance(right.denominator, int):
        one, other, below = _common(left, right)
        return Number(sql.coalesce(one, other), below)
    missing = sql.is_null(left.numerator)
    first, second = (
        sql.literal(below) if isinstance(below, int) else below
        for below in (left.denominator, right.denominator)
    )
    return Number(sql.coalesce(left.numerator, right.numerator), sql.case([(missing, second)], first))
