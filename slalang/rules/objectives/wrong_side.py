"""Targets on the wrong side of their credits.

What it finds
    A target that is met by the very values its rungs or ranges pay for (`target <= 99.9%` with rungs
    `below`), and rungs that begin on the good side of the target.

Why it matters
    The provider would pay for keeping the promise. Usually `<=` was written for `>=`, or the first rung has
    another number than the target.

Bad
    objective uptime each month {
      target <= 99.9%
      credit {
        below 99.9% pays 10% of fees
      }
    }
    objective success each month {
      target >= 99.5%
      credit {
        below 99.9% pays 10% of fees
      }
    }

Good
    objective uptime each month {
      target >= 99.9%
      credit {
        below 99.9% pays 10% of fees
      }
    }
    objective success each month {
      target >= 99.5%
      credit {
        below 99.5% pays 10% of fees
      }
    }

How to fix
    Turn the target round, or begin the rungs at the target.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Fix, Kind, Label, Severity
from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Sourced
from slalang.model.strictness import holds, sample_values
from slalang.quantities import Unit
from slalang.rules.bands import pays_on_good_side_only, table_rows
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

WRONG_SIDE = Kind("SLA207", "target-on-wrong-side")
PAYS_WHILE_MET = Kind("SLA208", "pays-while-met", Severity.WARNING)

_TURNED = {"<=": ">=", "<": ">", ">=": "<=", ">": "<"}


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each rung with the target."""
    for objective, credit in survey.credits():
        target = objective.target
        threshold = constant(target.node.threshold) if target else None
        rungs = _rungs(credit.node)
        if target is None or threshold is None or credit.node.for_each:
            continue
        if target.node.operator in _TURNED and pays_on_good_side_only(credit.node, target.node):
            yield _wrong_side(target, table_rows(credit.node)[-1].row.trigger)
        if not rungs:
            continue
        unit = survey.unit(objective)
        if all(_points_at(rung) == _points_at(target.node) for rung in rungs):
            yield _wrong_side(target, rungs[0])
            continue
        for rung in rungs:
            value = _paid_and_met(rung, target.node, threshold)
            if value is not None:
                yield _pays_while_met(objective, target, rung, written(value, unit), unit)


def _rungs(credit: nodes.Credit) -> list[nodes.Rung]:
    rows = (clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow))
    triggers = (row.trigger for row in rows if row.per is None)
    return [
        each for each in triggers if isinstance(each, nodes.Rung) and constant(each.threshold) is not None
    ]


def _points_at(bound: nodes.Rung | nodes.Target) -> str:
    """The side of the values for which it holds."""
    return {"<": "low", "<=": "low", ">": "high", ">=": "high"}.get(bound.operator, "one")


def _paid_and_met(rung: nodes.Rung, target: nodes.Target, threshold: Fraction) -> Fraction | None:
    """A value in the midst of those that meet the target and are paid for, if there is more than a seam."""
    own = constant(rung.threshold)
    if own is None or _points_at(rung) == _points_at(target):
        return None
    between = [value for value in sample_values({own, threshold}) if value not in (own, threshold)]
    met = (value for value in between if holds(target.operator, value, threshold))
    return next((value for value in met if holds(rung.operator, value, own)), None)


def _wrong_side(target: Sourced[nodes.Target], rung: nodes.Trigger) -> Diagnostic:
    operator = target.node.operator
    turned = f"target {_TURNED[operator]} {target.node.threshold.span.text}"
    return Diagnostic(
        WRONG_SIDE,
        f"`{clause_text(target.node)}` is met by the values that `{clause_text(rung)}` pays for",
        Label(target.node.span, "met on this side"),
        (Label(rung.span, "pays on the same side"),),
        help=f"write `{turned}`",
        fix=Fix(target.node.span, turned),
    )


def _pays_while_met(
    objective: Objective, target: Sourced[nodes.Target], rung: nodes.Rung, witness: str, unit: Unit | None
) -> Diagnostic:
    return Diagnostic(
        PAYS_WHILE_MET,
        f"`{clause_text(rung)}` pays while `{objective.name}` is still met, at {witness} for example",
        Label(rung.span, "begins on the good side of the target"),
        (Label(target.node.span, "met here"),),
        help=f"begin the rungs at the target: `{clause_text(rung).rsplit(' ', 1)[0]} "
        f"{target.node.threshold.span.text}`",
        witness=witness,
    )


RULE = Rule((WRONG_SIDE, PAYS_WHILE_MET), check)
