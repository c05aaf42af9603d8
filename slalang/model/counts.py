"""Numbers that must be more than nothing, and parts that must not be more than the whole."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.constants import constant
from slalang.model.findings import Findings
from slalang.syntax import nodes

COUNT_OF_NOTHING = Kind("SLA138", "count-of-nothing")
MORE_THAN_THERE_ARE = Kind("SLA204", "more-than-there-are")


def check_counts(node: nodes.Node, findings: Findings) -> None:
    """Reports a count, length or step of nothing in the node itself."""
    match node:
        case nodes.CalendarLength(count=0):
            _report_nothing(node, "this length", findings)
        case nodes.Every(width=length) | nodes.Lasting(length=length) | nodes.Spaced(least=length):
            _need_length(length, findings)
        case nodes.Budget(length=length) | nodes.PerTime(unit=length):
            _need_length(length, findings)
        case nodes.WithRows(least=0) | nodes.AtOnce(least=0):
            _report_nothing(node, "this count", findings)
        case nodes.LowVolume(fewer_than=0) | nodes.BreachWhen(times=0) | nodes.OnNthBreach(nth=0):
            _report_nothing(node, "this count", findings)
        case nodes.MissedTimes(times=0) | nodes.MissedInARow(count=0) | nodes.Consecutive(count=0):
            _report_nothing(node, "this count", findings)
        case nodes.FeesFor(count=count) | nodes.ServiceFor(count=count) if count <= 0:
            _report_nothing(node, "this count", findings)
        case nodes.PerPoint(size=size) if size is not None and size.value <= 0:
            _report_nothing(size, "the size of a step", findings)
        case nodes.RoundedTo(quantum=quantum) if (constant(quantum) or 0) <= 0:
            _report_nothing(quantum, "what is rounded to", findings)
        case nodes.Round(to=to) if to.amount <= 0:
            _report_nothing(to, "what is rounded to", findings)
        case nodes.OfTheNext(count=count, window=window):
            _check_part(node, count, window, f"`{count} of the next {window}`", findings)
        case nodes.NeedSome(least=least, parts=parts):
            _check_part(node, least, len(parts), f"`at least {least} of` {len(parts)} services", findings)
        case nodes.Aggregate(percentile=rank) if rank is not None:
            _check_rank(node, findings)


def _need_length(length: nodes.Duration, findings: Findings) -> None:
    if length.microseconds <= 0:
        _report_nothing(length, "this length", findings)


def _report_nothing(node: nodes.Node, what: str, findings: Findings) -> None:
    findings.report(
        COUNT_OF_NOTHING,
        f"{what} must be more than nothing",
        Label(node.span, "nothing at all"),
        help="write a number above 0",
    )


def _check_part(node: nodes.Node, count: int, whole: int, what: str, findings: Findings) -> None:
    if not 1 <= count <= whole:
        findings.report(
            MORE_THAN_THERE_ARE,
            f"{what} makes no sense",
            Label(node.span, f"there are {whole}"),
            help=f"write a number from 1 to {whole}",
        )


def _check_rank(aggregate: nodes.Aggregate, findings: Findings) -> None:
    if aggregate.percentile is not None and not 0 < aggregate.percentile <= 1:
        findings.report(
            MORE_THAN_THERE_ARE,
            "the rank of a percentile lies above 0% and is at most 100%",
            Label(aggregate.span, "no such rank"),
            help="write for example `percentile(99.9%, …)`",
        )
