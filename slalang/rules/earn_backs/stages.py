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
    """A stage that is reached before this one, under the same condition, and returns as much."""
    own = stage.condition
    if not isinstance(own, nodes.Consecutive):
        return None
    for other in stages:
        condition = other.condition
        if (
            isinstance(condition, nodes.Consecutive)
            and condition.level == own.level
            and condition.count < own.count
            and other.returns.value >= stage.returns.value
        ):
            return other
    return None


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
