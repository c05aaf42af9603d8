"""How long before it begins something has to be announced, as conditions say it."""

from __future__ import annotations

from fractions import Fraction

from slalang.model.constants import constant, written
from slalang.rules.conditions import Condition
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class _Notice(Frozen):
    """``announced <= from - 48h``: what is compared with what, and how long before."""

    relation: tuple[str, nodes.Expression, nodes.Expression]
    ahead: Fraction


def shorter_notice(one: Condition, other: Condition) -> str | None:
    """What the first condition lets pass and the second does not, if all they differ in is the notice."""
    first, second = _notice(one.expression), _notice(other.expression)
    if first is None or second is None or first.relation != second.relation or first.ahead >= second.ahead:
        return None
    return (
        f"{written(first.ahead, 'duration')} of notice are enough here, and there "
        f"{written(second.ahead, 'duration')} are asked"
    )


def _notice(expression: nodes.Expression) -> _Notice | None:
    match expression:
        case nodes.Compare(operator="<=" | "<" as operator, left=left, right=nodes.Binary() as right):
            ahead = constant(right.right)
            is_before = right.operator == "-" and ahead is not None
            return _Notice((operator, left, right.left), ahead) if is_before and ahead is not None else None
        case nodes.Compare(operator="<=" | "<" as operator, left=left, right=nodes.NameRef() as right):
            return _Notice((operator, left, right), Fraction(0))
        case _:
            return None
