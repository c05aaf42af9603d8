"""Periods without data that count as missed and pay nothing.

What it finds
    `no data counts as missed` over a credit of which every row needs a value: a rung or a range. In a
    period without data the target is missed, there is no value, and nothing is paid.

Why it matters
    The clause is there so that a provider who stops measuring does not get off. With rungs alone that is
    just what happens, and nothing on the way says so.

Bad
    event ping {
      at instant
      up boolean
    }
    indicator answered = share(up over ping)
    objective answered each month {
      target >= 99.9%
      no data counts as missed
      credit {
        below 99.9% pays 10% of fees
        below 99.0% pays 25% of fees
      }
    }

Good
    event ping {
      at instant
      up boolean
    }
    indicator answered = share(up over ping)
    objective answered each month {
      target >= 99.9%
      no data counts as missed
      credit {
        below 99.9% pays 10% of fees
        below 99.0% pays 25% of fees
        a miss pays 10% of fees
      }
    }

How to fix
    Add `a miss pays ...` with the amount for a period without data: of the rows that hold the highest pays,
    so that it changes nothing where there is a value. Where no credit is meant, say `no data counts as
    excused`.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Sourced
from slalang.rules.measures.empty_period import rows_needed
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NO_DATA_UNPAID = Kind("SLA439", "no-data-pays-nothing", Severity.WARNING)

_BY_VALUE = (nodes.Rung, nodes.Band)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for credits that need a value, under a clause that misses without one."""
    for objective, credit in survey.credits():
        clause = objective.clauses.only(nodes.NoData)
        if clause is None or not _misses(clause.node, objective):
            continue
        if _needs_value(credit.node) and rows_needed(objective, survey):
            yield _finding(objective, credit, clause)


def _misses(clause: nodes.NoData, objective: Objective) -> bool:
    """Whether a period without data is missed. A minimum that is not there is another finding."""
    return clause.verdict == "missed" or (
        clause.verdict == "minimum missed" and objective.minimum is not None
    )


def _needs_value(credit: nodes.Credit) -> bool:
    rows = [clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow)]
    return bool(rows) and credit.for_each is None and all(isinstance(row.trigger, _BY_VALUE) for row in rows)


def _finding(
    objective: Objective, credit: Sourced[nodes.Credit], clause: Sourced[nodes.NoData]
) -> Diagnostic:
    first = next(row for row in credit.node.clauses if isinstance(row, nodes.CreditRow))
    empty = f"a {objective.each.kind} without data"
    return Diagnostic(
        NO_DATA_UNPAID,
        f"{empty} is {clause.node.verdict} and pays nothing: each row of the credit needs a value",
        Label(clause.node.span, "missed without a value"),
        (Label(first.trigger.span, "holds for no value"),),
        help=f"add `a miss pays {clause_text(first.amount)}`, or write `no data counts as excused`",
        witness=empty,
    )


RULE = Rule((NO_DATA_UNPAID,), check)
