"""Credits: thresholds in the unit of what is measured, units that can be counted, amounts in money."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.amounts import check_amount
from slalang.model.contract import Objective, Scope, Sourced
from slalang.model.meanings import literal_type
from slalang.model.mismatches import require
from slalang.model.names import bind
from slalang.model.overlay import report_repeated
from slalang.model.row_types import WRONG_ROWS
from slalang.model.rows import RowSource
from slalang.model.types import DURATION, NUMBER, RATIO, Type, Unknown, agree, described
from slalang.model.typing import Typing
from slalang.syntax import nodes

NO_POINTS = Kind("SLA134", "points-of-what")


def check_credit(credit: Sourced[nodes.Credit], objective: Objective, measured: Type, typing: Typing) -> None:
    """Reports what is wrong with the rows of a credit block."""
    scope, judged, subject = credit.scope, measured, f"`{objective.name}` is {described(measured)}"
    if credit.node.for_each:
        rows = typing.rows_of(credit.node.for_each, scope)
        _need_length(credit.node.for_each, rows, typing)
        judged, subject = DURATION, f"each interval of `{credit.node.for_each.text}` has a length"
    first: dict[str, nodes.Node] = {}
    for clause in credit.node.clauses:
        match clause:
            case nodes.CreditRow():
                check_threshold(clause.trigger, judged, subject, scope, typing)
                check_amount(clause.amount, scope, typing, "`pays`")
                if clause.per:
                    _check_per(clause.per, objective, measured, scope, typing)
            case nodes.Repeat() | nodes.AllAddUp():
                known = first.setdefault(type(clause).__name__, clause)
                if known is not clause:
                    report_repeated(clause, known.span, typing.findings)
                if isinstance(clause, nodes.Repeat) and not clause.is_factor:
                    check_amount(clause.pays, scope, typing, "`pays`")


def check_threshold(
    trigger: nodes.Trigger | nodes.Level, judged: Type, subject: str, scope: Scope, typing: Typing
) -> None:
    """Reports a threshold that is not in the unit of what it judges."""
    match trigger:
        case nodes.Rung(threshold=threshold):
            _require(judged, threshold, subject, scope, typing)
        case nodes.Band(low=low, high=high):
            _require(judged, low, subject, scope, typing)
            _require(judged, high, subject, scope, typing)


def _require(judged: Type, threshold: nodes.Expression, subject: str, scope: Scope, typing: Typing) -> None:
    found = typing.measure_type(threshold, scope)
    require(judged, threshold, found, typing.findings, "this threshold", subject)


# --- units -------------------------------------------------------------------------------------


def _check_per(per: nodes.Per, objective: Objective, measured: Type, scope: Scope, typing: Typing) -> None:
    match per:
        case nodes.PerLate(clock=clock, beyond=beyond):
            bind(clock, scope, typing.findings, "clock")
            _check_beyond(beyond, NUMBER, typing)
        case nodes.PerRow(stream=stream, beyond=beyond):
            bind(stream, scope, typing.findings, "event", "stream", "clock")
            _check_beyond(beyond, NUMBER, typing)
        case nodes.PerTime(stream=stream, beyond=beyond):
            _need_length(stream, typing.rows_of(stream, scope), typing)
            _check_beyond(beyond, DURATION, typing)
        case nodes.PerPoint(beyond=beyond):
            _check_points(per, objective, measured, typing)
            _check_beyond(beyond, NUMBER, typing)


def _check_beyond(beyond: nodes.LiteralValue | None, needed: Type, typing: Typing) -> None:
    if beyond is not None:
        require(needed, beyond, literal_type(beyond), typing.findings, "`beyond`")


def _check_points(per: nodes.PerPoint, objective: Objective, measured: Type, typing: Typing) -> None:
    if agree(measured, RATIO) or isinstance(measured, Unknown):
        return
    typing.findings.report(
        NO_POINTS,
        f"only a percentage falls short by points; `{objective.name}` is {described(measured)}",
        Label(per.span, "points of what?"),
        help="pay for `each full 30m of STREAM in total`, or with rungs such as `above 4h pays …`",
    )


def _need_length(name: nodes.Name, rows: RowSource, typing: Typing) -> None:
    if rows.known and not rows.has_length:
        typing.findings.report(
            WRONG_ROWS,
            f"`{name.text}` has no length to pay for",
            Label(name.span, "needs lengths of time"),
            *(Label(event.span, f"`{event.name}` is declared here") for event in rows.events[:1]),
            help=f"pay for each row of it: `each {name.text}`",
        )
