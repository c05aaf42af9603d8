"""Expressions in a normal form: what can be written in several ways is written in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import reduce
from typing import Any, Literal

from slalang.changes.content import content
from slalang.plan.expressions import (
    Arithmetic,
    Comparison,
    ComparisonOperator,
    Expression,
    Logic,
    Membership,
    Negation,
    Negative,
    Number,
    Text,
    Truth,
)

_LITERAL = (Number, Text, Truth)
_TURNED: dict[str, ComparisonOperator] = {">": "<", ">=": "<="}


def normal(value: Any) -> Any:
    """The value, or, where it is an expression whose parts are in normal form, its normal form."""
    match value:
        case Logic(operator, operands):
            return logic(operator, operands)
        case Comparison():
            return _comparison(value)
        case Membership(operand, values):
            distinct = tuple(_in_order(values))
            return _comparison(Comparison("=", operand, distinct[0])) if len(distinct) == 1 else Membership(
                operand, distinct
            )  # fmt: skip
        case Negation(Negation(operand)):
            return operand
        case Negative(Number(number)):
            return Number(-number)
        case Negative(Negative(operand)):
            return operand
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, left, right)
        case _:
            return value


def logic(operator: Literal["and", "or"], operands: Iterable[Expression]) -> Expression:
    """All or any of the operands, in an order of their own and each once."""
    flat = _flat(operator, operands)
    distinct = tuple(_in_order(_one_of(flat) if operator == "or" else flat))
    return distinct[0] if len(distinct) == 1 else Logic(operator, distinct)


def _one_of(operands: Iterable[Expression]) -> Iterator[Expression]:
    """``a = x or a in (y, z)`` as ``a in (x, y, z)``."""
    values: dict[str, tuple[Expression, list[Expression]]] = {}
    for one in operands:
        match one:
            case Membership(operand, known):
                values.setdefault(content(operand), (operand, []))[1].extend(known)
            case Comparison("=", left, right) if isinstance(left, _LITERAL) != isinstance(right, _LITERAL):
                operand, value = (right, left) if isinstance(left, _LITERAL) else (left, right)
                values.setdefault(content(operand), (operand, []))[1].append(value)
            case _:
                yield one
    for operand, each in values.values():
        distinct = tuple(_in_order(each))
        yield _comparison(Comparison("=", operand, distinct[0])) if len(distinct) == 1 else Membership(
            operand, distinct
        )  # fmt: skip


def _flat(operator: str, operands: Iterable[Expression]) -> Iterator[Expression]:
    for one in operands:
        if isinstance(one, Logic) and one.operator == operator:
            yield from one.operands
        else:
            yield one


def _in_order(expressions: Iterable[Expression]) -> list[Expression]:
    by_content = {content(one): one for one in expressions}
    return [by_content[key] for key in sorted(by_content)]


def _comparison(value: Comparison) -> Comparison:
    """``a > b`` as ``b < a``; the sides of an equality in an order of their own."""
    if value.operator in _TURNED:
        return Comparison(_TURNED[value.operator], value.right, value.left)
    if value.operator in ("=", "!="):
        left, right = sorted((value.left, value.right), key=content)
        return Comparison(value.operator, left, right)
    return value


def _arithmetic(operator: str, left: Expression, right: Expression) -> Expression:
    if operator in ("+", "*"):
        return _commuting(operator, [*_parts(operator, left), *_parts(operator, right)])
    if isinstance(left, Number) and isinstance(right, Number) and (operator == "-" or right.value):
        return Number(left.value - right.value if operator == "-" else left.value / right.value)
    return Arithmetic("-" if operator == "-" else "/", left, right)


def _parts(operator: str, value: Expression) -> Iterator[Expression]:
    if isinstance(value, Arithmetic) and value.operator == operator:
        yield from _parts(operator, value.left)
        yield from _parts(operator, value.right)
    else:
        yield value


def _commuting(operator: str, parts: list[Expression]) -> Expression:
    """A sum or a product with its numbers taken together, in an order of its own."""
    neutral = Fraction(0 if operator == "+" else 1)
    known, others = neutral, []
    for part in parts:
        if isinstance(part, Number):
            known = known + part.value if operator == "+" else known * part.value
        else:
            others.append(part)
    ordered: list[Expression] = sorted(others, key=content)
    if known != neutral or not ordered:
        ordered.append(Number(known))
    sign: Literal["+", "*"] = "+" if operator == "+" else "*"
    return reduce(lambda left, right: Arithmetic(sign, left, right), ordered)
