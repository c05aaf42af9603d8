"""The exact value of an expression over the measures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from slalang.plan.expressions import (
    Arithmetic,
    Expression,
    FeesValue,
    MeasureValue,
    Negative,
    Number,
    Otherwise,
)
from slalang.plan.reading import MeasureReading


def evaluate(
    expression: Expression, measures: Mapping[str, MeasureReading], fees: Fraction | None = None
) -> Fraction | None:
    """The value of the expression, or ``None`` where a part of it has none.

    A measure over no rows and a division by zero have no value; ``else`` supplies one.
    """
    match expression:
        case Number(value):
            return value
        case MeasureValue(measure):
            return _number(measures.get(measure))
        case FeesValue():
            return fees
        case Negative(operand):
            inner = evaluate(operand, measures, fees)
            return None if inner is None else -inner
        case Arithmetic(operator, left, right):
            return _calculate(operator, evaluate(left, measures, fees), evaluate(right, measures, fees))
        case Otherwise(operand, fallback):
            preferred = evaluate(operand, measures, fees)
            return evaluate(fallback, measures, fees) if preferred is None else preferred
        case _:
            raise TypeError(f"{type(expression).__name__} is not an expression over measures")


def _number(reading: MeasureReading) -> Fraction | None:
    if isinstance(reading, tuple):
        raise TypeError("a list of lengths is not a number")
    return reading


def _calculate(operator: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if operator == "/":
        return None if right == 0 else left / right
    if operator == "*":
        return left * right
    return left + right if operator == "+" else left - right
