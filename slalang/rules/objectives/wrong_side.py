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
    Turn the target round, or the rungs: which of the two is mistaken depends on what was agreed. The
    finding offers both where both make sense.
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
from slalang.rules.ladder import just_beyond, points_at, where_missed
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
        if target and threshold is not None and not credit.node.for_each:
            yield from _compared(objective, target, threshold, credit.node, survey.unit(objective))


def _compared(
    objective: Objective,
    target: Sourced[nodes.Target],
    threshold: Fraction,
    credit: nodes.Credit,
    unit: Unit | None,
) -> Iterator[Diagnostic]:
    if target.node.operator in _TURNED and pays_on_good_side_only(credit, target.node):
        yield _wrong_side(target, table_rows(credit)[-1].row.trigger, _turned(target.node))
    rungs = _rungs(credit)
    reversed_rungs = [rung for rung in rungs if points_at(rung) == points_at(target.node)]
    if reversed_rungs:
        rung = reversed_rungs[0]
        repairs = _repairs(target.node, threshold, unit, every_rung=len(reversed_rungs) == len(rungs))
        yield _wrong_side(target, rung, *repairs, witness=_paid_good(rung, target.node, threshold, unit))
        return
    for rung in rungs:
        value = _paid_and_met(rung, target.node, threshold)
        if value is not None:
            yield _pays_while_met(objective, target, rung, written(value, unit))


def _rungs(credit: nodes.Credit) -> list[nodes.Rung]:
    rows = (clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow))
    triggers = (row.trigger for row in rows if row.per is None)
    return [
        each for each in triggers if isinstance(each, nodes.Rung) and constant(each.threshold) is not None
    ]


def _paid_and_met(rung: nodes.Rung, target: nodes.Target, threshold: Fraction) -> Fraction | None:
    """A value in the midst of those that meet the target and are paid for, if there is more than a seam."""
    own = constant(rung.threshold)
    if own is None or points_at(rung) == points_at(target):
        return None
    between = [value for value in sample_values({own, threshold}) if value not in (own, threshold)]
    met = (value for value in between if holds(target.operator, value, threshold))
    return next((value for value in met if holds(rung.operator, value, own)), None)


def _paid_good(rung: nodes.Rung, target: nodes.Target, threshold: Fraction, unit: Unit | None) -> str | None:
    """A value that meets the target and that a rung of the same side pays for."""
    own = constant(rung.threshold)
    if own is None:
        return None
    falls = points_at(target) == "low"
    return written(just_beyond(min(threshold, own) if falls else max(threshold, own), falls, unit), unit)


def _repairs(
    target: nodes.Target, threshold: Fraction, unit: Unit | None, *, every_rung: bool
) -> tuple[str, ...]:
    """What can be written instead, of a share the target alone where turned it asks for most of the whole.

    Where other rungs lie on the bad side it is the one rung that is mistaken.
    """
    row, turned = where_missed(target), _turned(target)
    if not every_rung:
        return (row,)
    asks_for_more = _TURNED[target.operator] in (">=", ">")
    if unit == "ratio" and asks_for_more == (2 * threshold > 1):
        return (turned,)
    return row, turned


def _turned(target: nodes.Target) -> str:
    return f"target {_TURNED[target.operator]} {target.threshold.span.text}"


def _wrong_side(
    target: Sourced[nodes.Target], rung: nodes.Trigger, *repairs: str, witness: str | None = None
) -> Diagnostic:
    first, *others = (f"`{repair}`" for repair in repairs)
    only = repairs == (_turned(target.node),)
    or_else = "".join(f", or {other}" for other in others)
    return Diagnostic(
        WRONG_SIDE,
        f"`{clause_text(target.node)}` is met by the values that `{clause_text(rung)}` pays for",
        Label(target.node.span, "met on this side"),
        (Label(rung.span, "pays on the same side"),),
        help=f"write {first}{'' if only else ' for the row'}{or_else}",
        fix=Fix(target.node.span, _turned(target.node)) if only else None,
        witness=f"{witness} meets the target and pays" if witness else None,
    )


def _pays_while_met(
    objective: Objective, target: Sourced[nodes.Target], rung: nodes.Rung, witness: str
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
