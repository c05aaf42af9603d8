"""The value of an expression over the fields of a row, or over the measures of a period."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.oracle.plain import Json, fraction

Values = Mapping[str, Any]


def value(expression: Json, fields: Values, plan: Json, fees: Fraction | None = None) -> Any:
    """The value, ``None`` where it has none. ``fields`` holds measures by their id as well."""

    def of(inner: Json) -> Any:
        return value(inner, fields, plan, fees)

    match expression["kind"]:
        case "number":
            return fraction(expression["value"])
        case "text" | "truth":
            return expression["value"]
        case "field-value":
            return fields[expression["field"]]
        case "measure-value":
            return fields[expression["measure"]]
        case "fees-value":
            return fees
        case "present":
            return fields[expression["field"]] is not None
        case "negative":
            inner = of(expression["operand"])
            return None if inner is None else -inner
        case "negation":
            inner = of(expression["operand"])
            return None if inner is None else not inner
        case "logic":
            return _logic(expression["operator"], [of(one) for one in expression["operands"]])
        case "comparison":
            return _compared(expression["operator"], of(expression["left"]), of(expression["right"]))
        case "membership":
            inner = of(expression["operand"])
            return None if inner is None else inner in [of(one) for one in expression["values"]]
        case "arithmetic":
            return _calculated(expression["operator"], of(expression["left"]), of(expression["right"]))
        case "otherwise":
            inner = of(expression["operand"])
            return of(expression["fallback"]) if inner is None else inner
        case "lookup":
            return _looked_up(expression["table"], of(expression["operand"]), plan)
    raise NotImplementedError(expression["kind"])


def _logic(operator: str, operands: list[Any]) -> bool | None:
    """``or`` is decided by one that holds, ``and`` by one that does not; else what is unknown stays so."""
    deciding = operator == "or"
    if deciding in operands:
        return deciding
    return None if None in operands else not deciding


def _compared(operator: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    match operator:
        case "=":
            return bool(left == right)
        case "!=":
            return bool(left != right)
        case "<":
            return bool(left < right)
        case "<=":
            return bool(left <= right)
        case ">":
            return bool(left > right)
    return bool(left >= right)


def _calculated(operator: str, left: Any, right: Any) -> Fraction | None:
    if left is None or right is None:
        return None
    left, right = Fraction(left), Fraction(right)
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return None if right == 0 else left / right


def _looked_up(name: str, operand: Any, plan: Json) -> Fraction | None:
    table = next(table for table in plan["tables"] if table["name"] == name)
    for key, number in table["rows"]:
        if key == operand:
            return fraction(number)
    return None if table["default"] is None else fraction(table["default"])
