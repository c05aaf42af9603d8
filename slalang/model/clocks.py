"""Clocks: the cycles they make of the changes of one thing."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Scope
from slalang.model.findings import Findings
from slalang.model.mismatches import require
from slalang.model.names import bind
from slalang.model.overlay import report_repeated
from slalang.model.row_expressions import UNKNOWN_FIELD, RowExpressions, rows_in_words
from slalang.model.rows import UNKNOWN_ROWS, RowField, RowSource
from slalang.model.suggestions import did_you_mean
from slalang.model.types import DURATION, INSTANT, TRUTH
from slalang.syntax import nodes

NO_START_OR_STOP = Kind("SLA131", "clock-without-start-or-stop")
WRONG_CHANGES = Kind("SLA132", "clock-of-no-changes")

OF_LIMITS = ("due", "in_time", "late")
"""Fields of a cycle that need a limit."""


def clock_rows(
    clock: nodes.Clock, changes: RowSource, scope: Scope, expressions: RowExpressions, findings: Findings
) -> RowSource:
    """The cycles of a clock over the changes of an event; what is wrong with it is reported."""
    if changes.known and changes.shape != "points":
        _report_changes(clock, changes, findings)
        return UNKNOWN_ROWS
    _check_keys(clock, changes, scope, findings)
    _check_kinds(clock, scope, findings)
    for clause in clock.clauses:
        _check_clause(clause, clock, changes, scope, expressions)
    if not changes.known:
        return UNKNOWN_ROWS
    limited = any(isinstance(clause, nodes.Limit) for clause in clock.clauses)
    kept = {name: field for name, field in changes.fields.items() if name != "at"}
    return RowSource(
        shape="cycles",
        fields=kept | _own_fields(limited),
        keys=tuple(key.text for key in clock.keys),
        events=changes.events,
    )


def _own_fields(limited: bool) -> dict[str, RowField]:
    fields = [
        RowField("started", INSTANT),
        RowField("stopped", INSTANT, optional=True),
        RowField("elapsed", DURATION),
        RowField("paused", DURATION),
    ]
    if limited:
        fields += [RowField("due", INSTANT, True), RowField("in_time", TRUTH), RowField("late", TRUTH)]
    return {field.name: field for field in fields}


def _check_keys(clock: nodes.Clock, changes: RowSource, scope: Scope, findings: Findings) -> None:
    for key in clock.keys:
        if changes.known and key.text not in changes.fields and findings.is_complete(scope.path):
            findings.report(
                UNKNOWN_FIELD,
                f"there is no field `{key.text}` in {rows_in_words(changes)}",
                Label(key.span, "no such field"),
                help=did_you_mean(key.text, changes.fields, "the fields are"),
            )


def _check_kinds(clock: nodes.Clock, scope: Scope, findings: Findings) -> None:
    first: dict[type[nodes.Node], nodes.Node] = {}
    for clause in clock.clauses:
        known = first.setdefault(type(clause), clause)
        if known is not clause:
            report_repeated(clause, known.span, findings)
    missing = [word for kind, word in _NEEDED.items() if kind not in first]
    if missing and findings.is_complete(scope.path):
        findings.report(
            NO_START_OR_STOP,
            f"clock `{clock.name.text}` does not say what {' and what '.join(missing)} it",
            Label(clock.name.span, f"no `{missing[0]} when`"),
            help=f"add `{missing[0]} when …`",
        )


_NEEDED: dict[type[nodes.Node], str] = {nodes.Starts: "starts", nodes.Stops: "stops"}


def _check_clause(
    clause: nodes.ClockClause,
    clock: nodes.Clock,
    changes: RowSource,
    scope: Scope,
    expressions: RowExpressions,
) -> None:
    match clause:
        case nodes.RunsIn(calendar=calendar):
            bind(calendar, scope, expressions.findings, "calendar")
        case nodes.Limit(value=value):
            found = expressions.type_of(value, changes, scope)
            what = f"the limit of clock `{clock.name.text}`"
            require(DURATION, value, found, expressions.findings, what)
        case _:
            expressions.condition(clause.condition, changes, scope)


def _report_changes(clock: nodes.Clock, changes: RowSource, findings: Findings) -> None:
    findings.report(
        WRONG_CHANGES,
        f"clock `{clock.name.text}` needs changes, each at a moment; {rows_in_words(changes)} have none",
        Label(clock.event.span, "not a log of changes"),
        *(Label(event.span, f"`{event.name}` is declared here") for event in changes.events[:1]),
        help="declare the event with `at instant`, one row for each change",
    )
