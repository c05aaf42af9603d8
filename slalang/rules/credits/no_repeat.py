"""Repeats that cannot come about.

What it finds
    `each further breach in a row pays double` of an objective that cannot have two breaches in a row, and
    a row for a breach of a number that the months it names, or the term, cannot hold.

Why it matters
    The clause promises more for a chronic fault and never pays it.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 5% of fees
        the 4th and later breach in 3 months pays 20% of fees
      }
    }

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 5% of fees
        the 3rd and later breach in 12 months pays 20% of fees
      }
    }

How to fix
    Count over more months, or write a lower number. Where a breach is only the crossing of a number of
    misses, the next period is none: leave `on crossing` out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.horizon import horizons
from slalang.rules.repeats import why_never_so_many, why_none_in_a_row
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NO_REPEAT = Kind("SLA424", "repeat-never-happens", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each repeat with the breaches there can be."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            for clause in objective.credit.node.clauses if objective.credit else ():
                if isinstance(clause, nodes.Repeat):
                    found = why_none_in_a_row(objective, horizon)
                    if found:
                        yield _finding(clause, *found)
                elif isinstance(clause, nodes.CreditRow) and isinstance(clause.trigger, nodes.OnNthBreach):
                    why = why_never_so_many(clause.trigger, objective, horizon)
                    if why:
                        yield _finding(clause.trigger, why, objective.each)


def _finding(clause: nodes.Node, why: str, because: nodes.Node) -> Diagnostic:
    return Diagnostic(
        NO_REPEAT,
        f"`{clause_text(clause)}` never comes about: {why}",
        Label(clause.span, "never pays"),
        (Label(because.span, "because of this"),),
        help="count over a longer time, or take it out",
        witness=why,
    )


RULE = Rule((NO_REPEAT,), check)
