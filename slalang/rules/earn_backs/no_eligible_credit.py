"""Earn-backs for which no credit is eligible.

What it finds
    An earn-back for periods with the minimum met, where only a missed minimum pays a credit.

Why it matters
    The two clauses leave nothing over: every credit there can be is one that cannot be earned back.

Bad
    objective uptime each month {
      target  >= 99.9%
      minimum >= 99.5%
      no data counts as met
      breach when minimum missed
      credit {
        a breach pays 10% of fees
      }
    }
    earn back uptime {
      for credits of months with minimum met
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

Good
    objective uptime each month {
      target  >= 99.9%
      minimum >= 99.5%
      no data counts as met
      breach when minimum missed
      credit {
        a breach pays 10% of fees
      }
    }
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Write `for every credit`, or let a miss above the minimum pay a credit too.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.constants import written
from slalang.model.contract import Objective
from slalang.rules.paying import can_pay, misses, telling_values
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NO_ELIGIBLE_CREDIT = Kind("SLA455", "no-eligible-credit")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a value that meets the minimum and pays a credit."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        choice = earn_back.clauses.only(nodes.ForMinimumMet)
        if objective and choice and not _may_miss_without_value(objective):
            yield from _check_values(choice.node, objective, survey)


def _may_miss_without_value(objective: Objective) -> bool:
    """Whether a rule can call a period missed, whatever was measured."""
    verdicts = [each.node.verdict for each in objective.clauses.every(nodes.NoData)]
    verdicts += [each.node.verdict for each in objective.clauses.every(nodes.LowVolume) if each.node.verdict]
    return "missed" in verdicts


def _check_values(choice: nodes.ForMinimumMet, objective: Objective, survey: Survey) -> Iterator[Diagnostic]:
    credit, target, minimum = objective.credit, objective.target, objective.minimum
    values = telling_values(objective, survey)
    paying = [value for value in values if can_pay(objective, value)]
    if credit is None or target is None or minimum is None or not paying:
        return
    if not all(misses(minimum.node, value) for value in paying):
        return
    between = [value for value in values if misses(target.node, value) and not misses(minimum.node, value)]
    shown = written(between[0], survey.unit(objective)) if between else None
    yield Diagnostic(
        NO_ELIGIBLE_CREDIT,
        f"no credit of `{objective.name}` can be earned back: a {objective.each.kind} with the minimum met "
        "pays none",
        Label(choice.span, "leaves out every credit there is"),
        (
            Label(credit.node.span, "pays only where the minimum is missed"),
            Label(minimum.node.span, f"`{clause_text(minimum.node)}`"),
        ),
        help="write `for every credit`, or let a miss above the minimum pay a credit too",
        witness=f"{shown} misses the target, meets the minimum and pays nothing" if shown else None,
    )


RULE = Rule((NO_ELIGIBLE_CREDIT,), check)
