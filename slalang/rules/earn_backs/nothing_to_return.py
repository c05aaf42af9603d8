"""Earn-backs with nothing to return.

What it finds
    An earn-back of an objective that pays no credit.

Why it matters
    It promises to return what is never paid. Either the credit was forgotten, or the earn-back names the
    wrong objective.

Bad
    objective uptime each month {
      target >= 99.9%
    }
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

Good
    objective uptime each month {
      target >= 99.9%
      credit {
        below 99.9% pays 10% of fees
      }
    }

How to fix
    Give the objective a `credit`, name another objective, or take the earn-back out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

NOTHING_TO_RETURN = Kind("SLA412", "nothing-to-return")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for the credit of each objective that has an earn-back."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        if objective is None or objective.credit:
            continue
        report_only = objective.clauses.only(nodes.ReportOnly)
        place = report_only.node.span if report_only else objective.head.node.name.span
        yield Diagnostic(
            NOTHING_TO_RETURN,
            f"objective `{objective.name}` pays no credit, so there is nothing to earn back",
            Label(earn_back.head.node.objective.span, "returns credits"),
            (Label(place, "`report only` pays none" if report_only else "no `credit`"),),
            help="give the objective a `credit { … }`, or take the earn-back out",
        )


RULE = Rule((NOTHING_TO_RETURN,), check)
