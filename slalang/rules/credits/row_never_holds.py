"""Credit rows that can never hold.

What it finds
    A row for a range without a value in it (`from 99.9% to 99.0%`), and a row that pays for `a miss`
    where the objective has no target.

Why it matters
    The row looks like a promise and never pays.

Bad
    credit {
      from 99.9% to below 99.0% pays 10% of fees
    }

Good
    credit {
      from 99.0% to below 99.9% pays 10% of fees
    }

How to fix
    Write the lower end first, or give the objective a target.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.model.contract import Objective
from slalang.rules.bands import TableRow, table_rows
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

ROW_NEVER_HOLDS = Kind("SLA404", "row-never-holds")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for empty ranges, and for misses of no target."""
    for objective, credit in survey.credits():
        for row in table_rows(credit.node):
            if row.range.is_empty:
                yield _empty(row)
        if objective.clauses.only(nodes.Target) is None:
            for clause in credit.node.clauses:
                if isinstance(clause, nodes.CreditRow) and isinstance(clause.trigger, nodes.OnMiss):
                    yield _no_target(clause, objective)


def _empty(row: TableRow) -> Diagnostic:
    band = row.row.trigger
    if not isinstance(band, nodes.Band):
        raise TypeError("a row of a printed table has a range")
    low, high = band.low.span.text, band.high.span.text
    turned = f"from {high} to below {low}" if row.range.low != row.range.high else f"from {low} to {high}"
    return Diagnostic(
        ROW_NEVER_HOLDS,
        f"no value lies in `{clause_text(band)}`",
        Label(band.span, "never holds"),
        help=f"write the lower end first: `{turned}`",
        fix=Fix(band.span, turned),
    )


def _no_target(row: nodes.CreditRow, objective: Objective) -> Diagnostic:
    return Diagnostic(
        ROW_NEVER_HOLDS,
        f"`a miss` never happens: objective `{objective.name}` has no target",
        Label(row.trigger.span, "a miss of what?"),
        (Label(objective.head.node.name.span, "no `target`"),),
        help="add a line such as `target >= 99.9%`",
    )


RULE = Rule((ROW_NEVER_HOLDS,), check)
