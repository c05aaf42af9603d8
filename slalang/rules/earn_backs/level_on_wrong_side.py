"""Earn-backs that reward bad periods.

What it finds
    A level on the other side than the target: `below 99.5%` where the target is at least 99.9%.

Why it matters
    The credit is then earned back by missing again, and a good period loses it.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months below 99.95% returns 100% of the credit paid
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
    Turn the level round.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.model.contract import Objective, Sourced
from slalang.model.strictness import DOWN, UP
from slalang.rules.bounds import threshold_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

LEVEL_ON_WRONG_SIDE = Kind("SLA463", "earn-back-on-wrong-side")

_TURNED = {"<": "above", "<=": "at or above", ">": "below", ">=": "at or below"}


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the side of each level with that of the target."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        for stage in earn_back.clauses.every(nodes.Stage) if objective else ():
            level = stage.node.condition.level
            if objective and isinstance(level, nodes.Rung) and _is_turned(level, stage, objective, survey):
                yield _finding(level, objective)


def _is_turned(level: nodes.Rung, stage: Sourced[nodes.Stage], objective: Objective, survey: Survey) -> bool:
    target = objective.target
    if target is None or threshold_of(level.threshold, stage.scope, objective, survey) is None:
        return False
    sides = {level.operator in UP, target.node.operator in UP}
    return target.node.operator in (*UP, *DOWN) and len(sides) == 2


def _finding(level: nodes.Rung, objective: Objective) -> Diagnostic:
    turned = f"{_TURNED[level.operator]} {level.threshold.span.text}"
    target = objective.target
    return Diagnostic(
        LEVEL_ON_WRONG_SIDE,
        f"the worse `{objective.name}` is, the sooner its credits are earned back: `{clause_text(level)}` "
        "is the bad side of the target",
        Label(level.span, "counts bad values"),
        (Label(target.node.span, "good values are on this side"),) if target else (),
        help=f"write `{turned}`",
        fix=Fix(level.span, turned),
        witness=f"a {objective.each.kind} `{clause_text(level)}` counts, a better one does not",
    )


RULE = Rule((LEVEL_ON_WRONG_SIDE,), check)
