"""Minimums that decide nothing, or lie above the target.

What it finds
    A `minimum` that no other clause refers to, and one that is stricter than the target.

Why it matters
    A minimum does nothing by itself: a breach, a no-data clause or an earn-back must name it. One above
    the target is missed while the target is met.

Bad
    target  >= 99.5%
    minimum >= 99.9%
    credit {
      below 99.5% pays 10% of fees
    }

Good
    target  >= 99.9%
    minimum >= 99.5%
    breach when minimum missed
    credit {
      a breach pays 10% of fees
    }

How to fix
    Write the lower value as the minimum, and say what follows when it is missed (`breach when minimum
    missed`), or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Sourced, Version
from slalang.model.strictness import compare_targets
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

UNUSED_MINIMUM = Kind("SLA209", "unused-minimum", Severity.WARNING)
MINIMUM_ABOVE_TARGET = Kind("SLA210", "minimum-above-target")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for what refers to each minimum, and compares it with the target."""
    for version in survey.versions():
        for objective in version.objectives:
            minimum, target = objective.minimum, objective.target
            if minimum and not _is_used(objective, version):
                yield _unused(minimum, objective)
            if minimum and target and compare_targets(target.node, minimum.node) == "stricter":
                yield _above(minimum, target)


def _is_used(objective: Objective, version: Version) -> bool:
    for statement in objective.clauses.statements:
        match statement.node:
            case nodes.BreachWhen(missed="minimum"):
                return True
            case nodes.NoData(verdict="minimum missed") | nodes.LowVolume(verdict="minimum missed"):
                return True
    earn_back = version.earn_back(objective.name)
    return earn_back is not None and earn_back.clauses.only(nodes.ForMinimumMet) is not None


def _unused(minimum: Sourced[nodes.Minimum], objective: Objective) -> Diagnostic:
    return Diagnostic(
        UNUSED_MINIMUM,
        f"nothing follows when `{objective.name}` misses its minimum",
        Label(minimum.node.span, "no clause refers to it"),
        help="write `breach when minimum missed`, or take the minimum out",
    )


def _above(minimum: Sourced[nodes.Minimum], target: Sourced[nodes.Target]) -> Diagnostic:
    return Diagnostic(
        MINIMUM_ABOVE_TARGET,
        f"`{clause_text(minimum.node)}` is stricter than `{clause_text(target.node)}`",
        Label(minimum.node.span, "the lower line"),
        (Label(target.node.span, "the upper line"),),
        help="swap the two numbers",
    )


RULE = Rule((UNUSED_MINIMUM, MINIMUM_ABOVE_TARGET), check)
