"""Stages of an earn-back that return too much, or take something away again.

What it finds
    A stage that returns more than the whole credit, and a later stage that returns no more in total than
    an earlier one.

Why it matters
    Nobody gets back more than was paid. The share of a stage is what has returned in total by then: 50%
    after three months and 100% after six returns the other half at six.

Bad
    after 3 consecutive months at target returns 50% of the credit paid
    after 4 consecutive months at target returns 50% of the credit paid
    after 6 consecutive months at target returns 150% of the credit paid

Good
    after 3 consecutive months at target returns 50% of the credit paid
    after 6 consecutive months at target returns 100% of the credit paid

How to fix
    Write what has returned in total at each stage.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.strictness import compare_targets
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

RETURNS_TOO_MUCH = Kind("SLA413", "returns-too-much")
STAGE_WITHOUT_USE = Kind("SLA414", "stage-without-use")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the shares of the stages."""
    for _, earn_back in survey.earn_backs():
        stages = [stage.node for stage in earn_back.clauses.every(nodes.Stage)]
        for stage in stages:
            if stage.returns.value > 1:
                yield _too_much(stage)
            earlier = _no_less_earlier(stage, stages)
            if earlier:
                yield _without_use(stage, earlier)


def _no_less_earlier(stage: nodes.Stage, stages: list[nodes.Stage]) -> nodes.Stage | None:
    """A stage that is reached whenever this one is, and returns as much."""
    return next(
        (
            other
            for other in stages
            if other is not stage
            if other.returns.value >= stage.returns.value and other.of == stage.of
            if _implies(stage.condition, other.condition)
        ),
        None,
    )


def _implies(condition: nodes.Node, other: nodes.Node) -> bool:
    """Whether the other condition holds sooner than this one, or whenever this one does."""
    match condition, other:
        case nodes.Consecutive() as own, nodes.Consecutive() as earlier:
            return own.count >= earlier.count and _is_as_high(own, earlier)
        case nodes.OfTheNext() as own, nodes.OfTheNext() as earlier:
            same = own.window == earlier.window
            return same and own.count >= earlier.count and _is_as_high(own, earlier)
        case _:
            return False


def _is_as_high(
    own: nodes.Consecutive | nodes.OfTheNext, earlier: nodes.Consecutive | nodes.OfTheNext
) -> bool:
    """Whether the level is at least as high as that of the other, and something is really asked for more."""
    if own.level == earlier.level:
        return own.count > earlier.count
    if not isinstance(own.level, nodes.Rung) or not isinstance(earlier.level, nodes.Rung):
        return False
    bounds = (nodes.Target(each.span, each.operator, each.threshold) for each in (earlier.level, own.level))
    return compare_targets(*bounds) == "stricter"


def _too_much(stage: nodes.Stage) -> Diagnostic:
    return Diagnostic(
        RETURNS_TOO_MUCH,
        f"{stage.returns.span.text} is more than the credit: nobody gets back more than was paid",
        Label(stage.returns.span, "more than 100%"),
        help="write `returns 100% of the credit paid`",
    )


def _without_use(stage: nodes.Stage, earlier: nodes.Stage) -> Diagnostic:
    return Diagnostic(
        STAGE_WITHOUT_USE,
        f"this stage returns {stage.returns.span.text} in total, "
        f"and {earlier.returns.span.text} have returned before it",
        Label(stage.returns.span, "no more than before"),
        (Label(earlier.returns.span, "reached earlier"),),
        help="write what has returned in total by then, `100%` for the last stage",
    )


RULE = Rule((RETURNS_TOO_MUCH, STAGE_WITHOUT_USE), check)
