"""Earn-backs whose condition can never hold.

What it finds
    A level no period can reach, such as above 100% of a share, and a mean taken over one period alone.

Why it matters
    The earn-back reads like a promise to the provider and never returns anything.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months above 100% returns 100% of the credit paid
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
    Write a level that a good period reaches (`at or above 100%` where nothing less will do), and take a mean
    over more than one period.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.constants import written
from slalang.model.contract import Objective, Sourced
from slalang.model.strictness import holds
from slalang.quantities import PERIOD_KINDS
from slalang.rules.bounds import threshold_of
from slalang.rules.paying import possible
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

LEVEL_OUT_OF_REACH = Kind("SLA452", "earn-back-out-of-reach")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each level with the best value there can be, and each mean with the periods in it."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        for stage in earn_back.clauses.every(nodes.Stage) if objective else ():
            if objective and isinstance(stage.node.condition, nodes.MeanOf):
                yield from _mean_of_one(stage.node.condition, objective)
            elif objective:
                yield from _out_of_reach(stage, objective, survey)


def _out_of_reach(stage: Sourced[nodes.Stage], objective: Objective, survey: Survey) -> Iterator[Diagnostic]:
    level = stage.node.condition.level
    if not isinstance(level, nodes.Rung):
        return
    threshold = threshold_of(level.threshold, stage.scope, objective, survey)
    bounds, is_high = possible(objective, survey), level.operator in (">", ">=")
    best = bounds.high if is_high else bounds.low
    if threshold is None or best is None or holds(level.operator, best, threshold):
        return
    shown = written(best, survey.unit(objective))
    yield Diagnostic(
        LEVEL_OUT_OF_REACH,
        f"no {objective.each.kind} is ever `{clause_text(level)}`: `{objective.indicator.name}` is "
        f"{'at most' if is_high else 'never below'} {shown}, so no credit is ever earned back",
        Label(level.span, "never reached"),
        (Label(objective.indicator.span, f"{shown} at best"),),
        help=f"write `at or {'above' if is_high else 'below'} {shown}`, or a level that is easier to reach",
        witness=f"a {objective.each.kind} at {shown} does not count",
    )


def _mean_of_one(condition: nodes.MeanOf, objective: Objective) -> Iterator[Diagnostic]:
    whole, part = condition.each.kind, objective.each.kind
    if PERIOD_KINDS.index(whole) > PERIOD_KINDS.index(part):
        return
    yield Diagnostic(
        LEVEL_OUT_OF_REACH,
        f"the mean of one {whole} of `{objective.name}`, which is judged each {part}, is the value that "
        "missed: no credit is ever earned back",
        Label(condition.span, f"holds one {part} at most"),
        (Label(objective.each.span, f"judged each {part}"),),
        help="take the mean over a longer time: `after each contract year with its mean at target`",
        witness=f"a single missed {part}",
    )


RULE = Rule((LEVEL_OUT_OF_REACH,), check)
