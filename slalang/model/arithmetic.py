"""Arithmetic over parts whose types somebody else knows."""

from __future__ import annotations

from collections.abc import Callable

from slalang.model.findings import Findings
from slalang.model.row_expressions import either, negated, reckoned
from slalang.model.types import Type
from slalang.syntax import nodes


def calculated(
    expression: nodes.Expression, part: Callable[[nodes.Expression], Type], findings: Findings
) -> Type:
    """The type of sums, products, signs and `else`; ``part`` gives the types of everything else."""
    match expression:
        case nodes.Binary(operator=operator, left=left, right=right):
            types = calculated(left, part, findings), calculated(right, part, findings)
            return reckoned(operator, left, types[0], right, types[1], findings)
        case nodes.Negative(operand=operand):
            return negated(operand, calculated(operand, part, findings), findings)
        case nodes.Else(value=value, otherwise=otherwise):
            types = calculated(value, part, findings), calculated(otherwise, part, findings)
            return either(value, types[0], otherwise, types[1], findings)
        case _:
            return part(expression)
