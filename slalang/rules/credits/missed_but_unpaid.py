"""Values that miss the target and pay nothing.

What it finds
    Rungs that begin on the bad side of the target, so that a miss just beyond the target has no credit.

Why it matters
    A reader takes the target for the promise and its miss for the case that pays. Between the target and
    the first rung nothing is paid, often because one of the two numbers was changed and the other was not.

Bad
    target >= 99.9%
    credit {
      below 99.5% pays 10% of fees
      below 99.0% pays 25% of fees
    }

Good
    target >= 99.9%
    credit {
      below 99.9% pays 10% of fees
      below 99.0% pays 25% of fees
    }

How to fix
    Begin the rungs at the target. Where a small miss is to have no credit on purpose, write the value of
    the first rung as the `minimum` and let the breach be a missed minimum.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant
from slalang.model.contract import Objective
from slalang.rules.ladder import Ladder, ladder_of, points_at, where_missed
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

MISSED_BUT_UNPAID = Kind("SLA407", "missed-but-unpaid", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the first rung of each block with the target."""
    for objective, credit in survey.credits():
        ladder = ladder_of(objective, credit, survey)
        if ladder and all(_lies_on_bad_side(step.row.trigger, ladder.target) for step in ladder.steps):
            yield from _unpaid(objective, ladder)


def _lies_on_bad_side(trigger: nodes.Trigger, target: nodes.Target) -> bool:
    """Whether it is a rung, and not one that pays for good values: that is another finding."""
    return isinstance(trigger, nodes.Rung) and points_at(trigger) != points_at(target)


def _unpaid(objective: Objective, ladder: Ladder) -> Iterator[Diagnostic]:
    unpaid = [point for point in ladder.missed if point.paying is None]
    first = next((point.paying for point in ladder.missed if point.paying), None)
    if not unpaid or first is None or not isinstance(first.row.trigger, nodes.Rung):
        return
    rung = first.row.trigger
    if not _begins_at_minimum(rung, objective):
        yield _finding(objective, ladder, rung, ladder.shown(unpaid))


def _begins_at_minimum(rung: nodes.Rung, objective: Objective) -> bool:
    minimum = objective.minimum
    return minimum is not None and constant(minimum.node.threshold) == constant(rung.threshold)


def _finding(objective: Objective, ladder: Ladder, rung: nodes.Rung, value: str) -> Diagnostic:
    target = ladder.target
    return Diagnostic(
        MISSED_BUT_UNPAID,
        f"{value} misses `{clause_text(target)}` and pays nothing: "
        f"the first rung of `{objective.name}` is `{clause_text(rung)}`",
        Label(rung.span, "the first value that pays"),
        (Label(target.span, "missed before that"),),
        help=f"begin the rungs at the target: `{where_missed(target)}`",
        witness=f"{value} pays nothing",
    )


RULE = Rule((MISSED_BUT_UNPAID,), check)
