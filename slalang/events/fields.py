"""The rules of an event's fields, from their declaration."""

from __future__ import annotations

from slalang.diagnostics import Diagnostic, Kind
from slalang.events.instants import instant_rule
from slalang.events.numbers import decimal_rule, duration_rule, integer_rule, length_rule, money_rule
from slalang.events.rules import Rule, boolean_rule, choice_rule, text_rule
from slalang.plan.streams import Event, EventField
from slalang.quantities import DURATION_UNITS, is_zone

UNREADABLE_FIELD = Kind("SLA510", "unreadable-field")


def field_rules(event: Event, currency: str) -> tuple[list[Rule], list[Diagnostic]]:
    """A rule for each field in order, and what is wrong with declarations that cannot be followed."""
    rules = [_rule(field, currency) for field in event.fields]
    faults = [
        Diagnostic(UNREADABLE_FIELD, f"`{event.name}.{field.name}` cannot be read: {rule}")
        for field, rule in zip(event.fields, rules, strict=True)
        if isinstance(rule, str)
    ]
    return [rule for rule in rules if isinstance(rule, Rule)], faults


def _rule(field: EventField, currency: str) -> Rule | str:
    problem = _misplaced(field)
    if problem is not None:
        return problem
    match field.type:
        case "instant":
            return instant_rule(field)
        case "text":
            return text_rule()
        case "choice":
            return choice_rule(field.choices)
        case "boolean":
            return boolean_rule()
        case "integer":
            return integer_rule()
        case "decimal":
            return decimal_rule()
        case "money":
            return money_rule(currency)
        case "duration":
            return duration_rule() if field.unit is None else length_rule(field.unit)


def _misplaced(field: EventField) -> str | None:
    if field.type != "instant" and (field.format or field.zone):
        return f"a format and a zone are for an instant, and it is of type `{field.type}`"
    if field.zone is not None and not is_zone(field.zone):
        return f"`{field.zone}` is not a time zone"
    if field.unit is not None and field.type != "duration":
        return f"a unit is for a duration, and it is of type `{field.type}`"
    if field.unit is not None and field.unit not in DURATION_UNITS:
        return f"`{field.unit}` is not a unit of a duration: {', '.join(DURATION_UNITS)}"
    return None
