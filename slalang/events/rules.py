"""What it takes to read one field: the same strict rule as SQL for many rows and in Python for one.

The SQL says which rows hold and gives their values; Python reads the few that do not and says why. A
test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from slalang.diagnostics import Kind
from slalang.events.findings import Wrong
from slalang.events.zones import LocalSpan

NOT_A_CHOICE = Kind("SLA540", "not-a-choice")
NOT_A_BOOLEAN = Kind("SLA541", "not-a-boolean")

Parameter: TypeAlias = str | list[str]


@dataclass(frozen=True)
class Rule:
    """How the text of one field becomes its value.

    ``sql`` is an expression over ``{cell}`` (the text), ``{parts}`` (what ``parts_sql`` makes of it),
    ``{offset}`` (looked up in ``spans`` at ``local_sql``); it has no value where the text does not
    hold. Each of ``parameters`` stands there under its name, ``{pattern}``, and is bound as a value.
    ``column`` is the type of the table's column. Where a cell is no text but a stored value, ``told`` is
    the expression of its text. ``held`` is the value of a cell that is known to hold, where it can be said
    without parameters and costs little.
    """

    sql: str
    read: Callable[[str], int | str | Wrong]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    parts_sql: str | None = None
    local_sql: str | None = None
    spans: tuple[LocalSpan, ...] | None = None
    column: str = "BIGINT"
    told: str = "{cell}"
    held: str | None = None


def text_rule() -> Rule:
    """Text is taken as it is."""
    return Rule("{cell}", lambda text: text, column="VARCHAR", held="{cell}")


def choice_rule(choices: tuple[str, ...]) -> Rule:
    """One of the declared choices, letter by letter."""

    def read(text: str) -> str | Wrong:
        if text in choices:
            return text
        return Wrong(NOT_A_CHOICE, f"which is none of {', '.join(f'`{choice}`' for choice in choices)}")

    sql = "CASE WHEN list_contains({choices}, {cell}) THEN {cell} END"
    return Rule(sql, read, {"choices": list(choices)}, column="VARCHAR", held="{cell}")


_BOOLEANS = {"true": 1, "True": 1, "TRUE": 1, "1": 1, "false": 0, "False": 0, "FALSE": 0, "0": 0}


def boolean_rule() -> Rule:
    """``true`` or ``false`` (also ``True``, ``TRUE``), or ``1`` or ``0``."""

    def read(text: str) -> int | Wrong:
        value = _BOOLEANS.get(text)
        return Wrong(NOT_A_BOOLEAN, "which is not `true`, `false`, `1` or `0`") if value is None else value

    cases = " ".join(f"WHEN '{text}' THEN {value}" for text, value in _BOOLEANS.items())
    return Rule(f"CASE {{cell}} {cases} END", read)
