"""Tiers that change nothing of the tier they extend.

What it finds
    A tier that extends one other tier and says nothing that is not said there already.

Why it matters
    It is sold under another name and promises the same. Often its clauses were lost in an edit, or restate
    what was raised below in the meantime.

Bad
    tier low {
      objective uptime each month {
        target >= 99.9%
      }
    }
    tier high extends low {
      objective uptime {
        target >= 99.9%
      }
    }

Good
    tier low {
      objective uptime each month {
        target >= 99.9%
      }
    }
    tier high extends low {
      objective uptime {
        target >= 99.95%
      }
    }

How to fix
    Add what the tier is for, or take the tier it extends instead.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.rules.inheritance import Step, steps
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

TIER_CHANGES_NOTHING = Kind("SLA246", "tier-changes-nothing", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each tier that extends one other with what it inherits."""
    if not survey.typing.findings.is_complete(survey.path):
        return
    for step in steps(survey):
        node = step.tier.declaration.node
        alone = isinstance(node, nodes.Tier) and len(node.extends) == 1
        if alone and _said(step.tier.version) == _said(step.base.version):
            yield _finding(step)


def _said(version: Version) -> Hashable:
    """All that a tier comes to, wherever it is written."""
    return (
        frozenset(each.node for each in version.clauses.statements),
        frozenset(each.node for each in version.fixed),
        frozenset(map(_promised, version.objectives)),
        frozenset(
            (each.objective, frozenset(part.node for part in each.clauses.statements))
            for each in version.earn_backs
        ),
    )


def _promised(objective: Objective) -> Hashable:
    return (
        objective.name,
        objective.indicator,
        objective.service,
        tuple(key.text for key in objective.for_each),
        (objective.each, objective.looking_back, objective.effective),
        frozenset(each.node for each in objective.clauses.statements),
    )


def _finding(step: Step) -> Diagnostic:
    tier, base = step.tier.declaration, step.base.declaration
    clauses = tier.node.clauses if isinstance(tier.node, nodes.Tier) else ()
    return Diagnostic(
        TIER_CHANGES_NOTHING,
        f"{step.name} promises what {step.base_name} promises, and nothing else",
        Label(tier.span, "only repeats it" if clauses else "says nothing of its own"),
        (Label(base.span, "says the same"),),
        help=f"add what `{tier.name}` is for, or take `{base.name}` instead",
    )


RULE = Rule((TIER_CHANGES_NOTHING,), check)
