"""Clocks whose conditions get in one another's way.

What it finds
    A clock that every starting row stops too, one that every starting row pauses, one that every row but
    a stop pauses, and a pause that every pausing row ends for good.

Why it matters
    A stop at the moment of the start is ignored, since it came before there was anything to stop: such a
    clock runs on, and everything is late. A clock that is always paused stands still, and nothing is.

Bad
    clock reply of ticket_change by ticket {
      starts when status = closed
      stops  when status in (closed, pending)
      limit  4h
    }
    clock waiting of ticket_change by ticket {
      starts when change = created
      pauses while change != resolved
      stops  when change = resolved
      limit  4h
    }
    clock first of ticket_change by ticket {
      starts when change = created
      pauses while change in (created, reopened)
      stops  when change = replied
      limit  4h
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      pauses while change = replied
      stops  when change in (replied, resolved)
      limit  4h
    }

Good
    clock reply of ticket_change by ticket {
      starts when status = open
      stops  when status in (closed, pending)
      limit  4h
    }
    clock waiting of ticket_change by ticket {
      starts when change = created
      pauses while status = pending
      stops  when change = resolved
      limit  4h
    }

How to fix
    Start, pause and stop on different rows: what is created is not resolved yet, and a ticket waits for the
    customer by its status, not by the change that created it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.conditions import Condition, find_row, shown
from slalang.rules.rule import Rule
from slalang.rules.selections import clock_conditions
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

START_STOPS = Kind("SLA330", "start-that-stops")
ALWAYS_PAUSED = Kind("SLA331", "always-paused")
START_PAUSES = Kind("SLA332", "start-that-pauses", Severity.WARNING)
PAUSE_STOPS = Kind("SLA333", "pause-that-stops", Severity.WARNING)

_Conditions: TypeAlias = Mapping[type[nodes.ClockClause], Condition]


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at what the conditions of each clock imply."""
    for scope, declaration in survey.declarations():
        if isinstance(declaration.node, nodes.Clock):
            conditions = clock_conditions(declaration.node, scope, survey)
            if all(each.rows.shape == "points" and _can_hold(each, survey) for each in conditions.values()):
                yield from _findings(declaration.node, conditions, survey)


def _findings(clock: nodes.Clock, conditions: _Conditions, survey: Survey) -> Iterator[Diagnostic]:
    starts, stops = conditions.get(nodes.Starts), conditions.get(nodes.Stops)
    pauses = conditions.get(nodes.Pauses)
    if starts and stops and _implies([starts], stops, survey):
        yield _start_stops(clock, starts, stops, survey)
    if starts and stops and pauses:
        begins = [conditions.get(kind) for kind in (nodes.Starts, nodes.Restarts, nodes.Continues)]
        begun = all(_implies([each], pauses, survey) for each in begins if each)
        starting = _implies([starts], pauses, survey)
        if begun and find_row(survey, [], [_either(stops, pauses)]).is_none:
            yield _always_paused(clock, stops, pauses)
        elif starting:
            yield _start_pauses(clock, starts, pauses, survey)
    if stops and pauses and _implies([pauses], stops, survey):
        yield _pause_stops(clock, stops, pauses, survey)


def _can_hold(condition: Condition, survey: Survey) -> bool:
    """Whether it holds for some rows and not for all; what else it does is reported by itself."""
    known = find_row(survey, [condition]), find_row(survey, [], [condition])
    return not any(answer.is_none for answer in known)


def _implies(holding: Sequence[Condition], other: Condition, survey: Survey) -> bool:
    return find_row(survey, holding, [other]).is_none


def _either(one: Condition, other: Condition) -> Condition:
    span = one.expression.span
    return Condition(nodes.Or(span, (one.expression, other.expression)), one.rows, one.scope)


def _example(condition: Condition, survey: Survey) -> str | None:
    """A row for which the condition holds."""
    answer = find_row(survey, [condition])
    return f"a row with {shown(answer.row, condition.rows)}" if answer.row and answer.is_plain else None


# --- findings ----------------------------------------------------------------------------------


def _start_stops(clock: nodes.Clock, starts: Condition, stops: Condition, survey: Survey) -> Diagnostic:
    return Diagnostic(
        START_STOPS,
        f"every row that starts `{clock.name.text}` asks to stop it too: a stop at the start is ignored, "
        "and the clock runs on",
        Label(starts.expression.span, "starts it"),
        (Label(stops.expression.span, "holds whenever it starts"),),
        help="start and stop it on different rows",
        witness=_example(starts, survey),
    )


def _always_paused(clock: nodes.Clock, stops: Condition, pauses: Condition) -> Diagnostic:
    return Diagnostic(
        ALWAYS_PAUSED,
        f"`{clock.name.text}` is paused by every row that does not stop it: no time counts",
        Label(pauses.expression.span, "holds until it stops"),
        (Label(stops.expression.span, "stops it"),),
        help="pause it only while it has to wait",
        witness="0s have elapsed, whenever it stops",
    )


def _start_pauses(clock: nodes.Clock, starts: Condition, pauses: Condition, survey: Survey) -> Diagnostic:
    return Diagnostic(
        START_PAUSES,
        f"every row that starts `{clock.name.text}` pauses it too: no time counts until another row comes",
        Label(pauses.expression.span, "holds whenever it starts"),
        (Label(starts.expression.span, "starts it"),),
        help="pause it on other rows than those that start it",
        witness=_example(starts, survey),
    )


def _pause_stops(clock: nodes.Clock, stops: Condition, pauses: Condition, survey: Survey) -> Diagnostic:
    return Diagnostic(
        PAUSE_STOPS,
        f"every row with `{clause_text(pauses.expression)}` stops `{clock.name.text}`, and a stop comes "
        "before a pause: it is never paused",
        Label(pauses.expression.span, "never pauses it"),
        (Label(stops.expression.span, "stops it instead"),),
        help="take the pause out, or stop it on other rows",
        witness=_example(pauses, survey),
    )


RULE = Rule((START_STOPS, ALWAYS_PAUSED, START_PAUSES, PAUSE_STOPS), check)
