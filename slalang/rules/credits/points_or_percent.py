"""Shortfalls that can be read in points or in percent.

What it finds
    A formula that takes the target less the value as a share of the fees: `(98% - success) * fees`.

Why it matters
    75% against 98% is 23 percentage points, and 23.47% of the target. Contracts say "the percentage by
    which it falls short" and mean either. The formula pays the points.

Bad
    objective success each month {
      target >= 98%
      no data counts as met
      credit {
        a miss pays (98% - success) * fees
      }
    }

Good
    objective success each month {
      target >= 98%
      no data counts as met
      credit {
        when missed each exact point below target pays 1% of fees
      }
    }
    cap credits of each month at 50% of its fees

How to fix
    For points write `each exact point below target pays 1% of fees`; for a share of the target divide by
    it, `(98% - success) / 98% * fees`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant, written
from slalang.model.contract import Objective
from slalang.model.descent import every
from slalang.quantities import format_percent
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

POINTS_OR_PERCENT = Kind("SLA421", "points-or-percent", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for differences between a share and the value of the objective."""
    for objective, credit in survey.credits():
        for clause in credit.node.clauses:
            if isinstance(clause, nodes.CreditRow):
                for difference in every(nodes.Binary, clause.amount):
                    whole = _whole(difference, objective, survey)
                    if whole is not None and not _is_divided_by(whole, clause.amount):
                        yield _finding(difference, objective, whole)


def _whole(difference: nodes.Binary, objective: Objective, survey: Survey) -> Fraction | None:
    """The share that the value falls short of, if it is such a difference and less than all."""
    if difference.operator != "-" or survey.unit(objective) != "ratio":
        return None
    for share, value in ((difference.left, difference.right), (difference.right, difference.left)):
        whole = constant(share)
        names = isinstance(value, nodes.NameRef) and value.name.text == objective.indicator.name
        if names and whole is not None and 0 < whole < 1:
            return whole
    return None


def _is_divided_by(whole: Fraction, amount: nodes.Node) -> bool:
    return any(each.operator == "/" and constant(each.right) == whole for each in every(nodes.Binary, amount))


def _finding(difference: nodes.Binary, objective: Objective, whole: Fraction) -> Diagnostic:
    value = whole * 3 / 4
    points, percent = whole - value, (whole - value) / whole
    target, shown = written(whole, "ratio"), written(value, "ratio")
    both = f"{format_percent(points)} in points, and {format_percent(percent)} of {target}"
    return Diagnostic(
        POINTS_OR_PERCENT,
        f"`{clause_text(difference)}` can be read in points or in percent of {target}: "
        f"at {shown} it is {both}",
        Label(difference.span, "points, as it is written"),
        (Label(objective.indicator.span, "a share itself"),),
        help="for points write `when missed each exact point below target pays 1% of fees`, "
        f"for percent divide by {target}",
        witness=f"{shown} is short by {both}",
    )


RULE = Rule((POINTS_OR_PERCENT,), check)
