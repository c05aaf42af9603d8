"""Stored values whose type already says what the rule of a field asks: they need no text on the way.

The rule then only looks at the bounds. A value that does not hold is told, and read again, as a text.
"""

from __future__ import annotations

from dataclasses import replace

from slalang.events.instants import BOUNDS, iso_rule
from slalang.events.numbers import Scaled
from slalang.events.rules import Rule
from slalang.plan.streams import SCALE, EventField
from slalang.quantities import DURATION_UNITS

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


def typed_rule(field: EventField, rule: Rule, type: str, text: str) -> Rule | None:
    """The rule of a field over stored values of a type, of which ``text`` is the text of ``{cell}``; ``None``
    where they have to be read as texts."""
    if field.type == "instant" and type == "TIMESTAMP WITH TIME ZONE":
        first, end = BOUNDS
        moment = "epoch_us({cell})"
        sql = f"CASE WHEN {moment} >= {first} AND {moment} < {end} THEN {moment} END"
        return Rule(sql, iso_rule(field).read, told=text)
    if field.type == "text" and type == "VARCHAR":
        return rule
    if field.type == "boolean" and type == "BOOLEAN":
        return Rule("CAST({cell} AS BIGINT)", rule.read, told=text)
    number = _scaled(field) if type in _WHOLE else None
    if number is None:
        return None
    most = 10**number.digits - 1
    least = -most if number.signed else 0
    sql = f"CASE WHEN {{cell}} BETWEEN {least} AND {most} THEN CAST({{cell}} AS BIGINT) * {number.scale} END"
    return replace(rule, sql=sql, parameters={}, told=text)


def _scaled(field: EventField) -> Scaled | None:
    """What makes a whole number a value of the field."""
    match field.type:
        case "integer":
            return Scaled(1, "")
        case "decimal" | "money":
            return Scaled(SCALE, "")
        case "duration" if field.unit is not None:
            return Scaled(DURATION_UNITS[field.unit], "", signed=False)
        case _:
            return None
