"""What every node has, and the small nodes that stand everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from fractions import Fraction
from typing import Any, Literal, NoReturn, TypeAlias, TypeVar, cast, dataclass_transform

from slalang.source import Span

PeriodUnit: TypeAlias = Literal["day", "week", "month", "quarter", "year", "contract year"]
"""A unit of the calendar, in the singular however the contract writes it."""

Comparator: TypeAlias = Literal["<", "<=", ">", ">=", "=", "!="]


Kind = TypeVar("Kind", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def node(kind: Kind) -> Kind:
    """Makes a class of nodes a dataclass whose methods are those of ``Node``.

    A dataclass writes its methods anew for each class, which for all nodes together takes longer than
    reading a contract; these are written once.
    """
    return cast(Kind, dataclass(init=False, repr=False, eq=False)(kind))


@node
class Node(Frozen):
    """A piece of a contract and where it stands. Two nodes are equal when they say the same, wherever.

    Nodes are frozen dataclasses: an attribute cannot be changed.
    """

    span: Span = field(compare=False, repr=False)

    def __init__(self, *positional: Any, **named: Any) -> None:
        parts = fields(self)
        given = {part.name: value for part, value in zip(parts, positional, strict=False)} | named
        missing = [part.name for part in parts if part.name not in given and part.default is MISSING]
        unknown = given.keys() - {part.name for part in parts}
        if missing or unknown or len(positional) > len(parts):
            raise TypeError(f"{type(self).__name__} has the fields {[part.name for part in parts]}")
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and list(self._said()) == list(other._said())

    def __hash__(self) -> int:
        return hash((type(self), *self._said()))

    def __repr__(self) -> str:
        said = ", ".join(f"{part.name}={getattr(self, part.name)!r}" for part in fields(self) if part.repr)
        return f"{type(self).__name__}({said})"

    def _said(self) -> Iterator[Any]:
        return (getattr(self, part.name) for part in fields(self) if part.compare)


@node
class Name(Node):
    """A name as the contract wrote it, where it is declared or used."""

    text: str


@node
class Period(Node):
    """The length of a period: ``each month``, ``of last quarter``."""

    kind: PeriodUnit


# --- literals ----------------------------------------------------------------------------------


@node
class Text(Node):
    """``"text"``, without its quotes and with ``\\"`` and ``\\\\`` resolved."""

    value: str


@node
class Truth(Node):
    """``true`` or ``false``."""

    value: bool


@node
class Number(Node):
    """A plain number, such as ``20`` or ``12_000.50``."""

    value: Fraction


@node
class Percent(Node):
    """``99.9%``, kept as 999/1000."""

    value: Fraction


@node
class Duration(Node):
    """An exact length, such as ``1h30m``, in microseconds."""

    microseconds: int


@node
class CalendarLength(Node):
    """``30 days`` or ``6 months``: a length on the calendar."""

    count: int
    unit: PeriodUnit


Length: TypeAlias = Duration | CalendarLength
