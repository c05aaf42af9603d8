"""Stored values whose type already says what the rule of a field asks: they need no text on the way.

The rule then only looks at the bounds. A value that does not hold is told, and read again, as a text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from slalang.events.instants import BOUNDS, EPOCH_UNITS, iso_rule
from slalang.events.numbers import Scaled
from slalang.events.rules import Rule
from slalang.plan.streams import SCALE, EventField
from slalang.quantities import DURATION_UNITS

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")


_DECIMAL = re.compile(r"DECIMAL\([0-9]+,([0-9]+)\)")


def typed_rule(field: EventField, rule: Rule, type: str, text: str) -> Rule | None:
    """The rule of a field over stored values of a type, of which ``text`` is the text of ``{cell}``; ``None``
    where they have to be read as texts."""
    if field.type == "instant":
        return _instant(field, rule, type, text)
    if field.type == "text" and type == "VARCHAR":
        return rule
    if field.type == "boolean" and type == "BOOLEAN":
        whole = "CAST({cell} AS BIGINT)"
        return Rule(whole, rule.read, told=text, held=whole)
    number = _scaled(field)
    if number is None:
        return None
    if type in _WHOLE:
        most = 10**number.digits - 1
        value = f"CAST({{cell}} AS BIGINT) * {number.scale}"
        return _between(rule, -most if number.signed else 0, most, value, text)
    return _decimal(rule, number, type, text)


def _between(rule: Rule, least: int, most: int, value: str, text: str) -> Rule:
    """The rule of values that hold within bounds."""
    sql = f"CASE WHEN {{cell}} BETWEEN {least} AND {most} THEN {value} END"
    return replace(rule, sql=sql, parameters={}, told=text, held=value)


def _instant(field: EventField, rule: Rule, type: str, text: str) -> Rule | None:
    first, end = BOUNDS
    if type == "TIMESTAMP WITH TIME ZONE":
        moment = "epoch_us({cell})"
        sql = f"CASE WHEN {moment} >= {first} AND {moment} < {end} THEN {moment} END"
        return Rule(sql, iso_rule(field).read, told=text, held=moment)
    scale = EPOCH_UNITS.get(field.format or "")
    if scale is None or type not in _WHOLE:
        return None
    return _between(rule, 0, (end - 1) // scale, f"CAST({{cell}} AS BIGINT) * {scale}", text)


def _decimal(rule: Rule, number: Scaled, type: str, text: str) -> Rule | None:
    """The rule of stored decimals, where their places are no finer than the field."""
    found = _DECIMAL.fullmatch(type)
    places = int(found[1]) if found else 0
    if found is None or number.scale % 10**places:
        return None
    most, wide = 10**number.digits, f"CAST({{cell}} AS DECIMAL(38, {places}))"
    least = f"{wide} > -{most}" if number.signed else f"{wide} >= 0"
    value = f"CAST(CAST({{cell}} AS DECIMAL(28, {places})) * {number.scale} AS BIGINT)"
    sql = f"CASE WHEN {least} AND {wide} < {most} THEN {value} END"
    return replace(rule, sql=sql, parameters={}, told=text, held=value)


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
