"""What every node has, and the small nodes that stand everywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.source import Span
from slalang.values import Frozen, field, value

PeriodUnit: TypeAlias = Literal["day", "week", "month", "quarter", "year", "contract year"]
"""A unit of the calendar, in the singular however the contract writes it."""

Comparator: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!="]


@value
class Node(Frozen):
    """A piece of a contract and where it stands. Two nodes are equal when they say the same, wherever."""

    span: Span = field(compare=False, repr=False)


@value
class Name(Node):
    """A name as the contract wrote it, where it is declared or used."""

    text: str


@value
class Period(Node):
    """The length of a period: ``each month``, ``of last quarter``."""

    kind: PeriodUnit


# --- literals ----------------------------------------------------------------------------------


@value
class Text(Node):
    """``"text"``, without its quotes and with ``\\"`` and ``\\\\`` resolved."""

    value: str


@value
class Truth(Node):
    """``true`` or ``false``."""

    value: bool


@value
class Number(Node):
    """A plain number, such as ``20`` or ``12_000.50``."""

    value: Fraction


@value
class Percent(Node):
    """``99.9%``, kept as 999/1000."""

    value: Fraction


@value
class Duration(Node):
    """An exact length, such as ``1h30m``, in microseconds."""

    microseconds: int


@value
class CalendarLength(Node):
    """``30 days`` or ``6 months``: a length on the calendar."""

    count: int
    unit: PeriodUnit


Length: TypeAlias = Duration | CalendarLength
