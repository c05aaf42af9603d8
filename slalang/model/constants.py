"""The value of expressions made of literals alone, and values as a contract would write them."""

from __future__ import annotations

from fractions import Fraction

from slalang.quantities import Unit, decimal_text, duration_literal, format_number
from slalang.syntax import nodes


def constant(expression: nodes.Node) -> Fraction | None:
    """The exact value, a duration in microseconds, an amount in its currency; ``None`` where it depends."""
    match expression:
        case nodes.Number(value=value) | nodes.Percent(value=value):
            return value
        case nodes.Duration(microseconds=length):
            return Fraction(length)
        case nodes.Money(amount=amount):
            return Fraction(amount)
        case nodes.Negative(operand=operand):
            inner = constant(operand)
            return None if inner is None else -inner
        case nodes.Binary(operator=operator, left=left, right=right):
            return _reckoned(operator, constant(left), constant(right))
        case _:
            return None


def _reckoned(operator: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or (operator == "/" and not right):
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return left / right


def written(value: Fraction, unit: Unit | None) -> str:
    """The value as a contract would write it."""
    match unit:
        case "ratio":
            return f"{decimal_text(value * 100) or format_number(value * 100)}%"
        case "duration" if value.denominator == 1 and value >= 0:
            return duration_literal(int(value))
        case _:
            return decimal_text(value) or format_number(value)


def written_unit(expression: nodes.Node) -> Unit | None:
    """The unit a literal is written in, ``None`` where that does not show."""
    match expression:
        case nodes.Percent():
            return "ratio"
        case nodes.Duration():
            return "duration"
        case nodes.Number():
            return "number"
        case _:
            return None
