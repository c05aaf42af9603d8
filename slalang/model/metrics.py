"""Buckets: the numbers each has, computed from the rows that fall into it."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.aggregates import aggregate_type, function_of, is_known_function
from slalang.model.arithmetic import calculated
from slalang.model.contract import Scope
from slalang.model.events import REPEATED_FIELD
from slalang.model.findings import Findings
from slalang.model.meanings import literal_type
from slalang.model.mismatches import WRONG_TYPE, require, source_text
from slalang.model.row_expressions import RowExpressions
from slalang.model.rows import RowField, RowSource
from slalang.model.types import DURATION, INSTANT, UNKNOWN, Quantity, Type, Unknown, described
from slalang.syntax import nodes

MISPLACED_OVER = Kind("SLA130", "misplaced-over")


def bucket_rows(
    step: nodes.Every, rows: RowSource, scope: Scope, expressions: RowExpressions, findings: Findings
) -> RowSource:
    """The buckets that `every` makes of moments."""
    fields = {name: RowField(name, INSTANT) for name in ("from", "to")}
    fields["length"] = RowField("length", DURATION)
    keys = [key.text for key in step.keys]
    fields |= {key: rows.fields[key] for key in keys if key in rows.fields}
    places: dict[str, nodes.Node] = {key.text: key for key in step.keys}
    for metric in step.metrics:
        _check_name(metric, places, findings)
        found = _metric_type(metric, rows, scope, expressions)
        fields[metric.name.text] = RowField(metric.name.text, found, metric.when_empty is None, metric.span)
    metrics = tuple(metric.name.text for metric in step.metrics)
    return RowSource("buckets", fields, tuple(keys), metrics, rows.events, step.width.microseconds)


def _check_name(metric: nodes.Metric, places: dict[str, nodes.Node], findings: Findings) -> None:
    known = places.setdefault(metric.name.text, metric.name)
    if known is not metric.name:
        findings.report(
            REPEATED_FIELD,
            f"`{metric.name.text}` is already a field of these buckets",
            Label(metric.name.span, "named again"),
            Label(known.span, "named first"),
            help="give the number another name",
        )


def _metric_type(metric: nodes.Metric, rows: RowSource, scope: Scope, expressions: RowExpressions) -> Type:
    findings = expressions.findings

    def part(expression: nodes.Expression) -> Type:
        if isinstance(expression, nodes.Aggregate):
            return _aggregate(expression, rows, scope, expressions)
        if isinstance(expression, nodes.NameRef | nodes.Lookup | nodes.Compare | nodes.And | nodes.Or):
            return _report_one_row(expression, findings)
        return literal_type(expression)

    found = calculated(metric.value, part, findings)
    if isinstance(found, Quantity | Unknown):
        if metric.when_empty is not None:
            empty = literal_type(metric.when_empty)
            because = f"`{metric.name.text}` is {described(found)}"
            require(found, metric.when_empty, empty, findings, "`when empty`", because)
        return found
    findings.report(
        WRONG_TYPE,
        f"`{metric.name.text}` must be a number; `{source_text(metric.value)}` is {described(found)}",
        Label(metric.value.span, described(found)),
    )
    return UNKNOWN


def _aggregate(
    aggregate: nodes.Aggregate, rows: RowSource, scope: Scope, expressions: RowExpressions
) -> Type:
    if not is_known_function(aggregate):
        return UNKNOWN
    if aggregate.over is not None or function_of(aggregate) == "time" or _names_rows(aggregate, rows, scope):
        expressions.findings.report(
            MISPLACED_OVER,
            f"`{source_text(aggregate)}` cannot stand in a bucket, which has rows of its own only",
            Label((aggregate.over or aggregate).span, "not the rows of this bucket"),
            help="leave out `over`: a number in these braces is over the rows of its bucket",
        )
        return UNKNOWN
    return aggregate_type(aggregate, aggregate.value, rows, scope, expressions)


def _names_rows(aggregate: nodes.Aggregate, rows: RowSource, scope: Scope) -> bool:
    """Whether it counts the rows of something else: ``count(outage)``."""
    value = aggregate.value
    if not isinstance(value, nodes.NameRef) or value.name.text in rows.fields:
        return False
    found = scope.lookup(value.name.text)
    return found is not None and found.kind in ("event", "stream", "clock")


def _report_one_row(expression: nodes.Expression, findings: Findings) -> Type:
    written = source_text(expression)
    findings.report(
        WRONG_TYPE,
        f"`{written}` is said of one row, and a bucket has many",
        Label(expression.span, "of which row?"),
        help=f"say how they come together, for example `share({written})` or `mean({written})`",
    )
    return UNKNOWN
