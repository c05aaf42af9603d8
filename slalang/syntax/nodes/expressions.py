"""Expressions: over the fields of a row, or over the rows of a period."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from slalang.syntax.nodes.base import Comparator, Name, Node
from slalang.syntax.nodes.literals import LiteralValue
from slalang.values import value

if TYPE_CHECKING:
    from slalang.syntax.nodes.streams import Source


@value
class NameRef(Node):
    """A name used as a value: a field, a bucket's metric, a value of a field, a table, or ``fees``."""

    name: Name


@value
class InPeriod(Node):
    """``length in period``: the part of an interval inside the period."""

    name: Name


@value
class Lookup(Node):
    """``reply_limit of priority``: the value a table has for a field."""

    table: Name
    field: Name


@value
class PeriodTime(Node):
    """``time(period)``: the length of the period, less what is excluded."""


@value
class Aggregate(Node):
    """``share(status < 500 over request where up)``: one number from many rows.

    ``function`` is ``count sum mean min max share time distinct percentile`` or ``pNN``; ``percentile``
    is the rank of the last two. Without ``over``, the rows are those of the bucket the metric stands in,
    or ``value`` names them (``count(request where ...)``, ``time(downtime)``). ``count()`` has no value.
    """

    function: Name
    value: Expression | None
    over: Source | None = None
    where: Expression | None = None
    percentile: Fraction | None = None


@value
class Negative(Node):
    """``-x``. A literal with a minus sign is a literal with a negative value instead."""

    operand: Expression


@value
class Binary(Node):
    """``left + right``, from left to right."""

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@value
class Compare(Node):
    """``left >= right``."""

    operator: Comparator
    left: Expression
    right: Expression


@value
class In(Node):
    """``status in (open, pending)``, or ``not in``."""

    value: Expression
    choices: tuple[Expression, ...]
    negated: bool = False


@value
class Present(Node):
    """``agent present``: the optional field has a value."""

    value: Expression


@value
class Not(Node):
    """``not x``."""

    operand: Expression


@value
class And(Node):
    """``a and b and c``."""

    operands: tuple[Expression, ...]


@value
class Or(Node):
    """``a or b or c``."""

    operands: tuple[Expression, ...]


@value
class Else(Node):
    """``value else otherwise``: the second where the first has no value (an empty denominator)."""

    value: Expression
    otherwise: Expression


Expression: TypeAlias = (
    LiteralValue
    | NameRef
    | InPeriod
    | Lookup
    | PeriodTime
    | Aggregate
    | Negative
    | Binary
    | Compare
    | In
    | Present
    | Not
    | And
    | Or
    | Else
)
