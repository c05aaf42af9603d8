"""Rungs that pay less for worse.

What it finds
    Two rungs of one block of which the worse one pays less, or the same. Of the rows that hold the
    highest pays, so the worse rung never decides anything.

Why it matters
    The two amounts, or the two thresholds, were probably swapped: a really bad month then costs no more
    than a slightly bad one.

Bad
    credit {
      below 99.9% pays 25% of fees
      below 99.0% pays 10% of fees
    }

Good
    credit {
      below 99.9% pays 10% of fees
      below 99.0% pays 25% of fees
    }

How to fix
    Give the worse rung the higher amount, or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.constants import constant, written
from slalang.quantities import Unit
from slalang.rules.ladder import base_of, just_beyond, magnitude
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes
from slalang.values import Frozen, value

RUNG_ORDER = Kind("SLA403", "rung-pays-less-for-worse")


@value
class _Step(Frozen):
    row: nodes.CreditRow
    rung: nodes.Rung
    threshold: Fraction
    amount: Fraction
    base: object

    @property
    def falls(self) -> bool:
        return self.rung.operator in ("<", "<=")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each rung with the next worse one of the same base."""
    for objective, credit in survey.credits():
        if any(isinstance(clause, nodes.AllAddUp) for clause in credit.node.clauses):
            continue
        steps = [step for step in map(_step, credit.node.clauses) if step]
        unit = survey.unit(objective) if credit.node.for_each is None else "duration"
        for worse in steps:
            better = _outdone_by(worse, steps)
            if better:
                yield _finding(better, worse, unit)


def _step(clause: nodes.CreditClause) -> _Step | None:
    if not isinstance(clause, nodes.CreditRow) or not isinstance(clause.trigger, nodes.Rung) or clause.per:
        return None
    threshold, amount = constant(clause.trigger.threshold), magnitude(clause.amount)
    if threshold is None or amount is None:
        return None
    return _Step(clause, clause.trigger, threshold, amount, base_of(clause.amount))


def _outdone_by(worse: _Step, steps: list[_Step]) -> _Step | None:
    """The nearest rung that holds whenever this one does and pays as much or more."""
    milder = [
        step
        for step in steps
        if step.base == worse.base and step.falls == worse.falls and step.amount >= worse.amount
        if (step.threshold > worse.threshold if worse.falls else step.threshold < worse.threshold)
    ]
    return min(milder, key=lambda step: abs(step.threshold - worse.threshold), default=None)


def _finding(better: _Step, worse: _Step, unit: Unit | None) -> Diagnostic:
    less, more = clause_text(worse.row.amount), clause_text(better.row.amount)
    return Diagnostic(
        RUNG_ORDER,
        f"a worse value pays no more: `{clause_text(worse.rung)}` pays {less}, "
        f"and `{clause_text(better.rung)}` pays {more} already",
        Label(worse.row.span, "never decides anything"),
        (Label(better.row.span, "holds too, and the highest pays"),),
        help="swap the two amounts, or take the row out",
        witness=_witness(worse, unit),
    )


def _witness(worse: _Step, unit: Unit | None) -> str:
    """A value for which both hold."""
    if worse.rung.operator in ("<=", ">="):
        return written(worse.threshold, unit)
    return written(just_beyond(worse.threshold, worse.falls, unit), unit)


RULE = Rule((RUNG_ORDER,), check)
