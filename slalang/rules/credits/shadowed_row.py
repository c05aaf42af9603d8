"""Rows that another row of the block always outbids.

What it finds
    A row that never decides what is paid, because for each value it is for another kind of row pays as
    much or more: a rung under `a miss pays`, or a range under a rung. `a miss pays` is not found where a
    period without a value counts as missed: there no rung holds, and it is the row that pays.

Why it matters
    Of the rows that hold the highest pays. The row reads like a promise and changes nothing.

Bad
    credit {
      a miss pays 25% of fees
      below 99.0% pays 10% of fees
    }

Good
    credit {
      a miss pays 10% of fees
      below 99.0% pays 25% of fees
    }

How to fix
    Give the row for the worse values the higher amount, take the row out, or write `all add up` where both
    are to be paid.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.rules.ladder import Ladder, Step, ladder_of
from slalang.rules.paying import can_miss_without_value
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

ROW_SHADOWED = Kind("SLA406", "row-outbid", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for the values at which each row pays."""
    for objective, credit in survey.credits():
        ladder = ladder_of(objective, credit, survey)
        for step in ladder.steps if ladder else ():
            if ladder:
                yield from _shadowed(step, ladder, objective)


def _shadowed(step: Step, ladder: Ladder, objective: Objective) -> Iterator[Diagnostic]:
    """Nothing where the row pays somewhere, or where its like outbids it: that is another finding."""
    if isinstance(step.row.trigger, nodes.OnMiss) and can_miss_without_value(objective):
        return
    held = [point for point in ladder.points if any(step is each for each in point.holding)]
    other = held[0].paying if held and all(point.paying is not step for point in held) else None
    if other and type(other.row.trigger) is not type(step.row.trigger):
        yield _finding(step, other, ladder.shown(point for point in held if point.paying is other))


def _finding(step: Step, other: Step, value: str) -> Diagnostic:
    less, more = clause_text(step.row.amount), clause_text(other.row.amount)
    return Diagnostic(
        ROW_SHADOWED,
        f"`{clause_text(step.row.trigger)}` never decides what is paid: where it holds "
        f"another row pays as much or more, as `{clause_text(other.row.trigger)}` does with {more}",
        Label(step.row.span, f"{less}, and never paid"),
        (Label(other.row.span, "holds too, and the highest pays"),),
        help="swap the two amounts, take the row out, or write `all add up`",
        witness=f"{value} pays {more}",
    )


RULE = Rule((ROW_SHADOWED,), check)
