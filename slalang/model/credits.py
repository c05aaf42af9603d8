"""Credits: thresholds in the unit of what is measured, units that can be counted, amounts in money."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Kind, Label
from slalang.model.amounts import check_amount
from slalang.model.contract import Objective, Scope, Sourced, Version
from slalang.model.findings import Findings
from slalang.model.meanings import literal_type
from slalang.model.mismatches import require, source_text
from slalang.model.names import bind
from slalang.model.overlay import report_repeated
from slalang.model.row_types import WRONG_ROWS
from slalang.model.rows import RowSource
from slalang.model.types import DURATION, NUMBER, RATIO, Type, Unknown, agree, described
from slalang.model.typing import Typing
from slalang.syntax import nodes

NO_POINTS = Kind("SLA134", "points-of-what")
NOT_TOLD_APART = Kind("SLA223", "credits-not-told-apart")
POINTS_OUT_OF_PLACE = Kind("SLA141", "points-out-of-place")


def check_credit(credit: Sourced[nodes.Credit], objective: Objective, measured: Type, typing: Typing) -> None:
    """Reports what is wrong with the rows of a credit block."""
    scope, judged, subject = credit.scope, measured, f"`{objective.name}` is {described(measured)}"
    if credit.node.for_each:
        rows = typing.rows_of(credit.node.for_each, scope)
        _need_length(credit.node.for_each, rows, typing)
        judged, subject = DURATION, f"each interval of `{credit.node.for_each.text}` has a length"
    _check_mixed(credit.node, typing)
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


def _check_mixed(credit: nodes.Credit, typing: Typing) -> None:
    """Reports a block that pays points in one row and money in another: they cannot be compared or added."""
    rows = [row.amount for row in credit.clauses if isinstance(row, nodes.CreditRow)]
    repeats = [row.pays for row in credit.clauses if isinstance(row, nodes.Repeat) and not row.is_factor]
    own = [amount for amount in (*rows, *repeats) if not _is_of_the_credit(amount)]
    points = next((amount for amount in own if isinstance(amount, nodes.Points)), None)
    money = next((amount for amount in own if not isinstance(amount, nodes.Points)), None)
    if points is None or money is None:
        return
    typing.findings.report(
        POINTS_OUT_OF_PLACE,
        f"one row pays `{source_text(points)}` and another `{source_text(money)}`: "
        "what points are worth is known only when those of the whole period are added up",
        Label(points.span, "points"),
        Label(money.span, "money"),
        help="let all rows pay points, or none of them",
    )


def _is_of_the_credit(amount: nodes.Node) -> bool:
    return isinstance(amount, nodes.Share) and amount.of.kind == "the credit"


def check_cap_in_points(cap: nodes.ObjectiveCap, objective: Objective, typing: Typing) -> None:
    """Reports a cap in points over a credit that is paid in money."""
    credit = objective.credit.node if objective.credit else None
    rows = [row.amount for row in credit.clauses if isinstance(row, nodes.CreditRow)] if credit else []
    if isinstance(cap.amount, nodes.Points) and not any(isinstance(row, nodes.Points) for row in rows):
        report_points(cap.amount, f"the credit of `{objective.name}` is not paid in points", typing)


def check_told_apart(stream: nodes.Name, scope: Scope, version: Version, findings: Findings) -> None:
    """Reports a cap of each interval of a stream for which no credit is paid one by one."""
    wanted = scope.lookup(stream.text)
    blocks = [objective.credit for objective in version.objectives if objective.credit]
    paid = {block.scope.lookup(name.text) for block in blocks for name in _paid_one_by_one(block.node)}
    paths = {scope.path, *(block.scope.path for block in blocks)}
    if wanted is None or wanted in paid or not findings.is_complete(*paths):
        return
    findings.report(
        NOT_TOLD_APART,
        f"no credit is paid for each `{stream.text}` by itself, so that there is nothing to cap",
        Label(stream.span, "which credit is for one of them?"),
        *(Label(block.node.span, "not told apart") for block in blocks[:1]),
        help=f"pay `credit for each {stream.text} {{ … }}`, or for `each full 30m of each {stream.text}`",
    )


def _paid_one_by_one(credit: nodes.Credit) -> Iterator[nodes.Name]:
    """The streams whose rows a credit block pays for one by one."""
    if credit.for_each:
        yield credit.for_each
    for row in credit.clauses:
        match row:
            case nodes.CreditRow(per=nodes.PerRow(stream=stream)):
                yield stream
            case nodes.CreditRow(per=nodes.PerTime(stream=stream, each_interval=True)):
                yield stream


def report_points(amount: nodes.Points, why: str, typing: Typing) -> None:
    """Reports points where money is needed."""
    typing.findings.report(
        POINTS_OUT_OF_PLACE,
        f"`{source_text(amount)}` must be money here: {why}",
        Label(amount.span, "points"),
        help="write an amount, such as `10% of fees` or `500 EUR`",
    )


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
