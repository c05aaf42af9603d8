"""Values that meet the target and are paid for all the same.

What it finds
    A target that is met by exactly the value at which the first rung begins, and a range of a printed
    table that reaches to the good side of the target.

Why it matters
    `at least 99.9` beside `at most 99.9` pays for a promise that was kept, to the digit. Printed tables are
    full of such seams; each side reads them its own way.

Bad
    target >= 99.9%
    credit {
      at or below 99.9% pays 10% of fees
      below 99.0% pays 25% of fees
    }

Good
    target >= 99.9%
    credit {
      below 99.9% pays 10% of fees
      below 99.0% pays 25% of fees
    }

How to fix
    Let the row begin where the target is missed: `below` for a target `>=`, `at or below` for a target `>`.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant
from slalang.model.contract import Objective
from slalang.rules.bands import pays_on_good_side_only
from slalang.rules.ladder import Ladder, Point, Step, ladder_of, where_missed
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

MET_BUT_PAID = Kind("SLA408", "met-but-paid", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for values that meet the target and have a row."""
    for objective, credit in survey.credits():
        ladder = ladder_of(objective, credit, survey)
        if ladder and not pays_on_good_side_only(credit.node, ladder.target):
            paid = [point for point in ladder.points if point.is_met and _is_paid(point)]
            step = paid[0].paying if paid else None
            if step and _is_for_this_rule(paid, step, ladder):
                value = ladder.shown(point for point in paid if point.paying is step)
                yield _finding(objective, ladder, step, value)


def _is_paid(point: Point) -> bool:
    return point.paying is not None and point.paying.amount > 0


def _is_for_this_rule(paid: list[Point], step: Step, ladder: Ladder) -> bool:
    """Rungs that pay for more than the one value are another finding."""
    seam = [point.value for point in paid] == [constant(ladder.target.threshold)]
    return seam or isinstance(step.row.trigger, nodes.Band)


def _finding(objective: Objective, ladder: Ladder, step: Step, value: str) -> Diagnostic:
    target = ladder.target
    return Diagnostic(
        MET_BUT_PAID,
        f"{value} meets `{clause_text(target)}`, and `{clause_text(step.row.trigger)}` "
        f"pays {clause_text(step.row.amount)} for it",
        Label(step.row.trigger.span, f"pays while `{objective.name}` is met"),
        (Label(target.span, "met here"),),
        help=f"let the first row begin `{where_missed(target)}`, or move the target to where it begins",
        witness=f"{value} pays {clause_text(step.row.amount)}",
    )


RULE = Rule((MET_BUT_PAID,), check)
