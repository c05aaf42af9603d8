"""Objectives: targets in the unit of their indicator, exclusions that have time, statements that fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slalang.diagnostics import Kind, Label
from slalang.model.amounts import check_amount
from slalang.model.contract import Objective, Scope, Sourced
from slalang.model.credits import check_cap_in_points, check_credit
from slalang.model.evidence import Evidence, events_of, evidence_of
from slalang.model.meanings import literal_type
from slalang.model.mismatches import require, source_text
from slalang.model.names import bind
from slalang.model.row_expressions import UNKNOWN_FIELD
from slalang.model.row_types import WRONG_ROWS
from slalang.model.suggestions import did_you_mean
from slalang.model.types import Type, described
from slalang.model.typing import Typing
from slalang.syntax import nodes

FORGIVEN_COUNTS = Kind("SLA205", "forgiven-counts")
COUNTED_OTHERWISE = Kind("SLA206", "counted-otherwise")


def check_objective(objective: Objective, scopes: Mapping[str, Scope], typing: Typing) -> None:
    """Reports what in the statements of an objective does not fit its indicator."""
    measured = typing.indicator(objective.indicator)
    evidence = evidence_of(objective.indicator, scopes, typing)
    _check_keys(objective, evidence, typing)
    for statement in objective.clauses.statements:
        _check_statement(statement, objective, measured, evidence, typing)


def _check_statement(
    statement: Sourced[nodes.ObjectiveClause],
    objective: Objective,
    measured: Type,
    evidence: Sequence[Evidence],
    typing: Typing,
) -> None:
    scope = statement.scope
    because = reason(objective, measured)
    match statement.node:
        case nodes.Target(threshold=threshold) | nodes.Minimum(threshold=threshold) as bound:
            found = typing.measure_type(threshold, scope)
            what = "`target`" if isinstance(bound, nodes.Target) else "`minimum`"
            require(measured, threshold, found, typing.findings, what, because)
        case nodes.Exclude(sources=sources) | nodes.Forgive(sources=sources) as exclusion:
            check_lasting(sources, scope, typing, f"`{exclusion.span.text.split()[0]}`")
            if isinstance(exclusion, nodes.Forgive):
                _check_forgiven(exclusion, objective, evidence, typing)
        case nodes.MeasuredWhile(sources=sources):
            check_lasting(sources, scope, typing, "`measured while`")
        case nodes.LowVolume(rows=rows):
            bind(rows, scope, typing.findings, "event", "stream", "clock")
        case nodes.CountedWhen() as counted:
            _check_counted(counted, evidence, typing)
        case nodes.RoundedTo(quantum=quantum):
            require(measured, quantum, literal_type(quantum), typing.findings, "`rounded to`", because)
        case nodes.ObjectiveCap(amount=amount):
            check_amount(amount, scope, typing, "`cap at`")
            check_cap_in_points(statement.node, objective, typing)
        case nodes.Credit() as credit:
            check_credit(Sourced(credit, scope, statement.through), objective, measured, typing)


def reason(objective: Objective, measured: Type) -> str:
    """Why values of the objective are in the unit they are in."""
    return f"`{objective.indicator.name}` is {described(measured)}"


def check_lasting(sources: tuple[nodes.Source, ...], scope: Scope, typing: Typing, what: str) -> None:
    """Reports rows without a length where their time is needed; ``what`` needs it."""
    for source in sources:
        rows = typing.rows_of(source, scope)
        if rows.known and not rows.has_length:
            typing.findings.report(
                WRONG_ROWS,
                f"{what} needs lengths of time; `{source_text(source)}` has moments"
                if rows.shape == "points"
                else f"{what} needs lengths of time; `{source_text(source)}` has cycles of a clock",
                Label(source.span, "has no time of its own"),
                *(Label(event.span, f"`{event.name}` is declared here") for event in rows.events[:1]),
                help="declare the event with `from` and `to`, or cut its rows into buckets with `every`",
            )


def _check_forgiven(
    forgive: nodes.Forgive, objective: Objective, evidence: Sequence[Evidence], typing: Typing
) -> None:
    counted = [each for each in evidence if each.rows.known and not each.is_time]
    if not counted:
        return
    aggregate = counted[0].aggregate
    typing.findings.report(
        FORGIVEN_COUNTS,
        f"`forgive` ignores lengths of time, and `{objective.indicator.name}` rests on "
        f"`{source_text(aggregate)}`, which is none",
        Label(forgive.span, "nothing to forgive here"),
        Label(aggregate.span, "counts rows"),
        help=f"to leave the time out altogether, write `exclude {forgive.span.text.split(None, 1)[1]}`",
    )


_MOMENTS = {
    "cycles": ("started", "due", "stopped"),
    "intervals": ("started", "ended"),
    "buckets": (),
    "points": (),
}


def _check_counted(counted: nodes.CountedWhen, evidence: Sequence[Evidence], typing: Typing) -> None:
    shapes = [each.rows.shape for each in evidence if each.rows.known]
    if not shapes or any(counted.when in _MOMENTS[shape] for shape in shapes):
        return
    possible = list(dict.fromkeys(moment for shape in shapes for moment in _MOMENTS[shape]))
    rows = evidence[0]
    typing.findings.report(
        COUNTED_OTHERWISE,
        f"nothing here can be counted when {counted.when}",
        Label(counted.span, f"no moment `{counted.when}`"),
        Label(rows.aggregate.span, f"these are {_KINDS[rows.rows.shape]}"),
        help=f"write `counted when {possible[0]}`"
        if possible
        else "take it out: each row has one moment only",
    )


_KINDS = {
    "cycles": "cycles of a clock",
    "intervals": "lengths of time",
    "buckets": "buckets of time",
    "points": "moments",
    "unknown": "rows",
}


def _check_keys(objective: Objective, evidence: tuple[Evidence, ...], typing: Typing) -> None:
    events = events_of(evidence)
    fields = {name for event in events for name in typing.rows(event).fields}
    complete = typing.findings.is_complete(*(event.path for event in events))
    for key in objective.for_each:
        if fields and complete and key.text not in fields:
            typing.findings.report(
                UNKNOWN_FIELD,
                f"no event behind `{objective.indicator.name}` has a field `{key.text}`",
                Label(key.span, "for each of what?"),
                *(Label(event.span, f"`{event.name}` has no such field") for event in events),
                help=did_you_mean(key.text, fields, "the fields are"),
            )
