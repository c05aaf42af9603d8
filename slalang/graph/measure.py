"""What kind of share an objective promises: figures are set against one another only within one kind."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.model.aggregates import function_of, sources_named
from slalang.model.constants import constant
from slalang.model.contract import Declaration, Objective, Project, Scope
from slalang.model.strictness import DOWN, UP
from slalang.model.types import unit_of
from slalang.model.typing import Typing
from slalang.syntax import nodes
from slalang.values import Frozen, value

MeasureKind: TypeAlias = Literal["time", "buckets", "share of buckets", "rows", "in time", "other"]

IN_WORDS: dict[MeasureKind, str] = {
    "time": "as a share of the time",
    "buckets": "as a mean over intervals of equal length",
    "share of buckets": "as a share of intervals of equal length",
    "rows": "as a share of what is counted",
    "in time": "as a share of cycles in time",
    "other": "by a formula of its own",
}


@value
class Measure(Frozen):
    """The kind of an indicator; ``clock`` is the one whose cycles count, for a share of them in time."""

    kind: MeasureKind
    clock: Declaration | None = None


OTHER = Measure("other")


def measure_of(objective: Objective, project: Project, typing: Typing) -> Measure | None:
    """The kind of share that an objective is measured as, ``None`` where it is no share at all."""
    if unit_of(typing.indicator(objective.indicator)) != "ratio":
        return None
    declaration: Declaration | None = objective.indicator
    seen: set[Declaration] = set()
    while declaration and declaration not in seen and isinstance(declaration.node, nodes.Indicator):
        seen.add(declaration)
        scope = project.scope_of(declaration)
        expression = _bare(declaration.node.value)
        if not isinstance(expression, nodes.NameRef):
            return _measure(expression, scope, typing)
        declaration = scope.lookup(expression.name.text)
    return OTHER


def _bare(expression: nodes.Expression) -> nodes.Expression:
    """The expression without `1 -` before and `else` behind it."""
    while True:
        match expression:
            case nodes.Binary(operator="-", left=left, right=right) if constant(left) == 1:
                expression = right
            case nodes.Else(value=value):
                expression = value
            case _:
                return expression


def _measure(expression: nodes.Expression, scope: Scope, typing: Typing) -> Measure:
    match expression:
        case nodes.Binary(operator="/", left=nodes.Aggregate() as part, right=nodes.PeriodTime()):
            return Measure("time") if function_of(part) == "time" else OTHER
        case nodes.Binary(operator="/", left=nodes.Aggregate() as part, right=nodes.Aggregate() as whole):
            counted = function_of(part) == function_of(whole) == "count"
            return Measure("rows") if counted and _shape(part, scope, typing) == "points" else OTHER
        case nodes.Aggregate():
            return _of_aggregate(expression, scope, typing)
        case _:
            return OTHER


def _of_aggregate(aggregate: nodes.Aggregate, scope: Scope, typing: Typing) -> Measure:
    match function_of(aggregate), _shape(aggregate, scope, typing):
        case "mean", "buckets":
            return Measure("buckets")
        case "share", "buckets":
            return Measure("share of buckets")
        case "share", "points":
            return Measure("rows")
        case "share", "cycles":
            return _in_time(aggregate, scope)
        case _:
            return OTHER


def _in_time(aggregate: nodes.Aggregate, scope: Scope) -> Measure:
    match aggregate:
        case nodes.Aggregate(
            value=nodes.NameRef(name=nodes.Name(text="in_time" | "late")),
            over=nodes.Name(text=name),
            where=None,
        ):
            found = scope.lookup(name)
            return Measure("in time", found) if found and found.kind == "clock" else OTHER
        case _:
            return OTHER


def _shape(aggregate: nodes.Aggregate, scope: Scope, typing: Typing) -> str:
    sources = sources_named(aggregate)
    return typing.rows_of_all(sources, scope).shape if sources else "unknown"


def promised_share(objective: Objective) -> Fraction | None:
    """The share that an objective promises to be good: its target, or what a target from above leaves.

    ``None`` where the target is not written out or no share.
    """
    target = objective.target
    threshold = constant(target.node.threshold) if target else None
    if target is None or threshold is None or not 0 <= threshold <= 1:
        return None
    if target.node.operator in UP:
        return threshold
    return 1 - threshold if target.node.operator in DOWN else None
