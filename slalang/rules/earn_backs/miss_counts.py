"""Earn-backs for which a missed period counts.

What it finds
    A level that values reach for which a credit is paid: `above 99.0%` where everything below 99.9% pays.

Why it matters
    A period that has to pay a credit then counts towards earning another one back, and after enough of
    them no credit costs anything.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months above 99.0% returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months above 99.95% returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Write `at target`, or a level at least as good as the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import written
from slalang.model.contract import Objective, Sourced
from slalang.model.strictness import UP, holds
from slalang.rules.bounds import threshold_of
from slalang.rules.paying import can_pay, misses, possible, telling_values
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

MISS_COUNTS = Kind("SLA453", "miss-counts-as-reached", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a value that pays a credit and reaches the level."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        for stage in earn_back.clauses.every(nodes.Stage) if objective else ():
            if objective and isinstance(stage.node.condition.level, nodes.Rung):
                yield from _check_level(stage.node.condition.level, stage, objective, survey)


def _check_level(
    level: nodes.Rung, stage: Sourced[nodes.Stage], objective: Objective, survey: Survey
) -> Iterator[Diagnostic]:
    threshold, target = threshold_of(level.threshold, stage.scope, objective, survey), objective.target
    if threshold is None or target is None or (level.operator in UP) != (target.node.operator in UP):
        return
    values = telling_values(objective, survey, (threshold,))
    both = [
        value
        for value in values
        if holds(level.operator, value, threshold)
        and misses(target.node, value)
        and can_pay(objective, value)
    ]
    if both:
        yield _finding(
            level, target.node, objective, both, survey, _holds_always(level, threshold, objective, survey)
        )


def _holds_always(level: nodes.Rung, threshold: Fraction, objective: Objective, survey: Survey) -> bool:
    bounds = possible(objective, survey)
    worst = bounds.low if level.operator in UP else bounds.high
    return worst is not None and holds(level.operator, worst, threshold)


def _finding(
    level: nodes.Rung,
    target: nodes.Target,
    objective: Objective,
    both: list[Fraction],
    survey: Survey,
    is_certain: bool,
) -> Diagnostic:
    unit, kind = survey.unit(objective), objective.each.kind
    value = written(both[-1] if level.operator in UP else both[0], unit)
    always = f"every {kind} is `{clause_text(level)}`: " if is_certain else ""
    return Diagnostic(
        MISS_COUNTS,
        f"{always}a {kind} at {value} misses `{clause_text(target)}`, pays a credit, and counts towards "
        "earning credits back",
        Label(level.span, "missed periods reach it too"),
        (Label(target.span, "stricter than the level"),),
        help="write `at target`, or a level at least as good as the target",
        witness=value,
    )


RULE = Rule((MISS_COUNTS,), check)
