"""What rows that were set aside may have been: every way that the clauses of the agreement tell apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

from slalang.events import EventLog, SetAside, Unread, values_of
from slalang.measurement.distinctions import Uses, uses_of_fields
from slalang.measurement.possible_times import Times, Unbounded, is_time, placements
from slalang.plan.plan import Plan
from slalang.plan.streams import SCALE, Event, EventField
from slalang.plan.terms import Formula, InvoicedFees, PerPoint, PerUnit

Cell: TypeAlias = int | str | None
Row: TypeAlias = tuple[Cell, ...]
Rows: TypeAlias = Mapping[str, Sequence[Row]]

MOST_WAYS = 128
_MOST_VALUES = 8
_FAR = 10**15
"""More than any number that an agreement compares with: 31 years of microseconds."""


def possible_rows(plan: Plan, log: EventLog, end: int) -> list[Rows]:
    """Each way in which all rows set aside may have been, as rows to be added to the log.

    A field that cannot be read takes every value that a clause tells from the others, in all rows the same
    one. Raises ``Unbounded``.
    """
    events = [event for event in plan.events if log.tables[event.name].aside]
    ways = {event.name: _ways(plan, log, event, end) for event in events}
    number = prod(len(own) for own in ways.values())
    if number > MOST_WAYS:
        raise Unbounded(_too_many(f"together they may be {number:,} different logs"))
    return [dict(zip(ways, chosen, strict=True)) for chosen in product(*ways.values())]


def _ways(plan: Plan, log: EventLog, event: Event, end: int) -> list[list[Row]]:
    """The rows of one event that were set aside: left out, and in each way they may have been."""
    _require_fixed_fees(plan, event)
    aside = log.tables[event.name].aside
    uses = uses_of_fields(plan)
    choices = [
        _choices(plan, log, event, field, uses.get(field.name, Uses()))
        if any(one.row.values[place] is Unread.VALUE for one in aside) and not is_time(field)
        else [None]
        for place, field in enumerate(event.fields)
    ]
    placed = placements(plan, log, event, aside, end)
    spots = range(max(map(len, placed)))
    number = prod(map(len, choices)) * len(spots)
    if number >= MOST_WAYS:
        raise Unbounded(_too_many(f"a row of `{event.name}` may have been any of {number:,}"))
    ways = [
        [
            _row(event, one, chosen, times)
            for one, own in zip(aside, placed, strict=True)
            for times in own[min(spot, len(own) - 1)]
        ]
        for chosen in product(*choices)
        for spot in spots
    ]
    return [[], *ways]


def _row(event: Event, one: SetAside, chosen: Sequence[Cell], times: Times) -> Row:
    """The row with what was chosen where it cannot be read."""
    values = zip(event.fields, one.row.values, chosen, strict=True)
    return tuple(
        times.get(field.name, own if value is Unread.VALUE else value) for field, value, own in values
    )


def _too_many(said: str) -> str:
    return f"{said}, and no more than {MOST_WAYS} are tried"


def _require_fixed_fees(plan: Plan, event: Event) -> None:
    """A row of invoices that cannot be read may be about any amount."""
    for terms in plan.versions:
        if isinstance(terms.fees, InvoicedFees) and terms.fees.measure.over == event.name:
            raise Unbounded(f"the fees come from `{event.name}`, and a row of it may be about any amount")


# --- values ------------------------------------------------------------------------------------


def _choices(plan: Plan, log: EventLog, event: Event, field: EventField, uses: Uses) -> list[Cell]:
    """What may stand in a field that cannot be read: one value of each kind."""
    values: list[Cell] = list(_values(plan, log, event, field, uses))
    return [*values, None] if field.optional and uses.asked else values


def _values(plan: Plan, log: EventLog, event: Event, field: EventField, uses: Uses) -> Sequence[int | str]:
    match field.type:
        case "choice":
            return _words(field, uses)
        case "boolean":
            return (0, 1)
        case "text":
            return _texts(log, event, field, uses)
        case "instant":
            return (plan.term_start - _FAR, plan.term_end + _FAR)
        case _:
            return _numbers(plan, event, field, uses)


def _words(field: EventField, uses: Uses) -> Sequence[str]:
    """All words where rows are kept apart by them, else those that a clause names, and one other."""
    if uses.split or uses.free:
        return field.choices
    named = [word for word in field.choices if word in uses.texts]
    return [*named, *[word for word in field.choices if word not in uses.texts][:1]]


def _texts(log: EventLog, event: Event, field: EventField, uses: Uses) -> list[str]:
    """Those that a clause names, those that the log has where rows are kept apart by them, and another."""
    if uses.free:
        raise Unbounded(f"`{field.name}` of a row of `{event.name}` may be any text")
    known = set(uses.texts)
    if uses.split:
        known |= set(values_of(log, event.name, field.name, _MOST_VALUES))
    if len(known) > max(_MOST_VALUES, len(uses.texts)):
        raise Unbounded(f"`{field.name}` of a row of `{event.name}` may be any of more than {_MOST_VALUES}")
    other = next(text for text in map("another {}".format, range(len(known) + 1)) if text not in known)
    return [*sorted(known), other]


def _numbers(plan: Plan, event: Event, field: EventField, uses: Uses) -> list[int]:
    scale = SCALE if field.type in ("decimal", "money") else 1
    least = 0 if field.type == "duration" else None

    def is_one(number: Fraction) -> bool:
        return (number * scale).denominator == 1 and (least is None or number >= least)

    numbers = [int(number * scale) for number in uses.numbers(is_one)]
    if not uses.free:
        return numbers
    _require_steps(plan, event, field)
    return sorted({*numbers, _FAR, 0 if least == 0 else -_FAR})


def _require_steps(plan: Plan, event: Event, field: EventField) -> None:
    """An amount that grows with what is measured has no most, where the value of a row has none."""
    for terms in plan.versions:
        for row in (row for one in terms.objectives if one.credit for row in one.credit.rows):
            if isinstance(row.amount, Formula) or isinstance(row.per, PerPoint | PerUnit):
                raise Unbounded(f"`{field.name}` of a row of `{event.name}` may be any number")
