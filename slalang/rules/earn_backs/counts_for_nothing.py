"""Earned-back breaches that would not count anyway.

What it finds
    `a returned credit no longer counts as a breach` for an objective whose breaches nothing counts: no
    repeat, no row for the nth breach, and no right to terminate.

Why it matters
    The clause is there for a purpose, and that purpose is missing: often the right to terminate names
    another objective.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
      a returned credit no longer counts as a breach
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
      a returned credit no longer counts as a breach
    }
    customer may terminate when uptime missed 3 times in 6 months

How to fix
    Add what counts the breaches, or take the clause out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.model.descent import every
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

COUNTS_FOR_NOTHING = Kind("SLA462", "breach-counted-by-nothing", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for what counts the breaches of each objective whose returned credits no longer count."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        for choice in earn_back.clauses.every(nodes.NoLongerCounts):
            if objective and choice.node.as_what == "breach" and not _is_counted(objective, version):
                yield _finding(choice.node, objective)


def _is_counted(objective: Objective, version: Version) -> bool:
    credit = objective.credit.node if objective.credit else None
    by_credit = any(isinstance(each, nodes.Repeat | nodes.OnNthBreach) for each in every(nodes.Node, credit))
    ends = (each.node.condition for each in version.clauses.every(nodes.MayTerminate))
    return by_credit or any(
        each.objective.text == objective.name
        for each in ends
        if isinstance(each, nodes.MissedTimes | nodes.MissedInARow)
    )


def _finding(choice: nodes.NoLongerCounts, objective: Objective) -> Diagnostic:
    return Diagnostic(
        COUNTS_FOR_NOTHING,
        f"`{clause_text(choice)}` changes nothing: no clause counts the breaches of `{objective.name}`",
        Label(choice.span, "never applies"),
        (Label(objective.head.node.name.span, "no repeat, no nth breach, no right to terminate"),),
        help="add what counts them, for example "
        f"`customer may terminate when {objective.name} missed 3 times in 6 months`, or take it out",
    )


RULE = Rule((COUNTS_FOR_NOTHING,), check)
