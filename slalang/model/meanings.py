"""What a bare word means in an expression over a row, and the types of literals."""

from __future__ import annotations

from typing import Literal, TypeAlias

from slalang.model.contract import Scope
from slalang.model.rows import RowSource
from slalang.model.types import (
    CALENDAR_LENGTH,
    CONSTANT,
    DURATION,
    INSTANT,
    RATIO,
    TEXT,
    TRUTH,
    UNKNOWN,
    Choice,
    Type,
    money,
)
from slalang.syntax import nodes

Meaning: TypeAlias = Literal["field", "value", "table"]


def meaning(
    use: nodes.NameRef, rows: RowSource, scope: Scope, beside: Choice | None = None
) -> Meaning | None:
    """A field of the row, a value of the choice ``beside`` it, a table (looked up by its own field), or none.

    Beside a choice a word among its values is that value, even where the row has a field of that name.
    """
    word = use.name.text
    if beside and word in beside.values:
        return "value"
    if word in rows.fields:
        return "field"
    found = scope.lookup(word)
    return "table" if found and found.kind == "table" else None


def choice_beside(other: nodes.Expression, rows: RowSource) -> Choice | None:
    """The choice of the field on the other side of a comparison, if it is one."""
    if isinstance(other, nodes.NameRef) and other.name.text in rows.fields:
        found = rows.fields[other.name.text].type
        return found if isinstance(found, Choice) else None
    return None


def literal_type(literal: nodes.Node) -> Type:
    """The type of a literal. A calendar length is none: how long it is depends on when."""
    match literal:
        case nodes.Text():
            return TEXT
        case nodes.Truth():
            return TRUTH
        case nodes.Number():
            return CONSTANT
        case nodes.Percent():
            return RATIO
        case nodes.Duration():
            return DURATION
        case nodes.Money(currency=currency):
            return money(currency)
        case nodes.Date() | nodes.DateTime():
            return INSTANT
        case nodes.CalendarLength():
            return CALENDAR_LENGTH
        case _:
            return UNKNOWN
