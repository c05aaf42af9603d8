"""Conditions and values over the fields of a row in the words of the language."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from slalang.plan.expressions import (
    Arithmetic,
    Comparison,
    Expression,
    FeesValue,
    FieldValue,
    Logic,
    Lookup,
    MeasureValue,
    Membership,
    Negation,
    Negative,
    Number,
    Otherwise,
    Present,
    Text,
    Truth,
)
from slalang.quantities import duration_literal, format_number, format_percent

DURATIONS = frozenset({"length", "elapsed", "paused", "limit"})
"""Fields that streams and clocks have by themselves, and that are lengths of time."""

INSTANTS = frozenset({"at", "from", "to", "started", "stopped", "due"})


def row_text(expression: Expression, types: Mapping[str, str], beside: str | None = None) -> str:
    """The expression as contracts write it. ``types`` are those of the fields by name; ``beside`` is the type
    of what it is compared with or added to, which says how a bare number is read."""

    def written(part: Expression, beside: str | None = beside) -> str:
        match part:
            case Number(value):
                return _number(value, beside)
            case Text(value):
                return f'"{value}"'
            case Truth(value):
                return "true" if value else "false"
            case FieldValue(name):
                return name
            case Present(name):
                return f"{name} present"
            case MeasureValue(name):
                return name
            case FeesValue():
                return "fees"
            case Negative(operand):
                return f"-{written(operand)}"
            case Arithmetic(operator, left, right):
                kind = type_of(left, types) or type_of(right, types)
                if kind == "instant":
                    kind = "duration"
                number = None if operator in ("*", "/") else kind
                return f"{written(left, number)} {operator} {written(right, number)}"
            case Comparison(operator, left, right):
                kind = type_of(left, types) or type_of(right, types)
                return f"{written(left, kind)} {operator} {written(right, kind)}"
            case Membership(operand, values):
                kind = type_of(operand, types)
                return f"{written(operand)} in ({', '.join(written(one, kind) for one in values)})"
            case Logic(operator, operands):
                return f" {operator} ".join(_inner(one, written(one)) for one in operands)
            case Negation(operand):
                return f"not {_inner(operand, written(operand))}"
            case Lookup(table, operand):
                return f"{table}({written(operand)})"
            case Otherwise(operand, fallback):
                return f"{written(operand)} else {written(fallback, type_of(operand, types))}"
            case _:
                assert_never(part)

    return written(expression)


def type_of(expression: Expression, types: Mapping[str, str]) -> str | None:
    """The type of a value, where a field in it says so."""
    match expression:
        case FieldValue(name):
            own = "duration" if name in DURATIONS else "instant" if name in INSTANTS else None
            return types.get(name, own)
        case Arithmetic(_, left, right):
            return type_of(left, types) or type_of(right, types)
        case Negative(operand) | Otherwise(operand, _):
            return type_of(operand, types)
        case _:
            return None


def _inner(part: Expression, text: str) -> str:
    return f"({text})" if isinstance(part, Logic) else text


def _number(value: Fraction, beside: str | None) -> str:
    if beside == "duration" and value.denominator == 1 and value >= 0:
        return duration_literal(int(value))
    if beside == "ratio":
        return format_percent(value)
    return format_number(value)
