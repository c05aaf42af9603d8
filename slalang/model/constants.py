"""The value of expressions made of literals alone."""

from __future__ import annotations

from fractions import Fraction

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
