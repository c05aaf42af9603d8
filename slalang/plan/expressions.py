"""Expressions of a plan: over the fields of a row, or over the measures of a period.

Units are settled by the compiler. Here a ratio is an exact fraction (``99.9%`` is 999/1000), a
duration is a whole number of microseconds, an instant is microseconds since 1970 in UTC, and money
is an exact number of the agreement's one currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.plan.canonical import Tagged

ComparisonOperator: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!="]
ArithmeticOperator: TypeAlias = Literal["+", "-", "*", "/"]


@dataclass(frozen=True)
class Number(Tagged):
    """An exact number in the unit its context has."""

    value: Fraction


@dataclass(frozen=True)
class Text(Tagged):
    """A text, compared character by character."""

    value: str


@dataclass(frozen=True)
class Truth(Tagged):
    """``true`` or ``false``."""

    value: bool


@dataclass(frozen=True)
class FieldValue(Tagged):
    """The value a row has in one of its fields.

    Interval rows also have ``length`` (microseconds). Rows of a clock have ``started``, ``stopped``,
    ``due``, ``elapsed``, ``paused``, ``in_time`` and ``late`` beside the clock's keys and the fields
    its events had at the start.
    """

    field: str


@dataclass(frozen=True)
class Present(Tagged):
    """Whether an optional field has a value."""

    field: str


@dataclass(frozen=True)
class Negative(Tagged):
    """The operand with its sign changed."""

    operand: Expression


@dataclass(frozen=True)
class Arithmetic(Tagged):
    """Exact arithmetic; division by zero has no value."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Comparison(Tagged):
    """A comparison of two values of one unit."""

    operator: ComparisonOperator
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Membership(Tagged):
    """Whether the operand equals one of the values."""

    operand: Expression
    values: tuple[Expression, ...]


@dataclass(frozen=True)
class Logic(Tagged):
    """All (``and``) or any (``or``) of the operands hold."""

    operator: Literal["and", "or"]
    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Negation(Tagged):
    """The operand does not hold."""

    operand: Expression


@dataclass(frozen=True)
class Lookup(Tagged):
    """The value a table has for the operand (its ``else`` row where none matches)."""

    table: str
    operand: Expression


@dataclass(frozen=True)
class Otherwise(Tagged):
    """The operand, or the fallback where the operand has no value (an empty denominator)."""

    operand: Expression
    fallback: Expression


@dataclass(frozen=True)
class MeasureValue(Tagged):
    """What a measure of the objective reads in the period."""

    measure: str


@dataclass(frozen=True)
class FeesValue(Tagged):
    """The fees of the period, as an exact number of the agreement's currency."""


Expression: TypeAlias = (
    Number
    | Text
    | Truth
    | FieldValue
    | Present
    | Negative
    | Arithmetic
    | Comparison
    | Membership
    | Logic
    | Negation
    | Lookup
    | Otherwise
    | MeasureValue
    | FeesValue
)
