"""Thresholds finer than what is compared with them.

What it finds
    A target, a minimum or a rung that lies between two of the values that `rounded to` leaves.

Why it matters
    Where values are rounded to 0.1% first, 99.95% becomes 100% and meets a target of 99.97%, and 99.94%
    becomes 99.9%. The threshold in force is another than the one that was agreed.

Bad
    objective uptime each month {
      target >= 99.97%
      rounded to 0.1%
      no data counts as met
    }

Good
    objective uptime each month {
      target >= 99.97%
      rounded to 0.01%
      no data counts as met
    }

How to fix
    Round as finely as the threshold is written, or write the threshold as coarsely as values are rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Scope, Sourced
from slalang.model.strictness import holds
from slalang.quantities import RoundingMode, Unit, round_ratio
from slalang.rules.bounds import threshold_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes
from slalang.syntax.nodes import Comparator

FINER_THAN_ROUNDING = Kind("SLA271", "finer-than-rounding", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares every threshold of a rounded objective with what rounding leaves."""
    for objective in survey.objectives():
        rounding = objective.clauses.only(nodes.RoundedTo)
        quantum = _quantum(rounding, objective, survey)
        if rounding is None or quantum is None or quantum <= 0:
            continue
        seen: set[Fraction] = set()
        for clause, operator, threshold in _bounds(objective, survey):
            if threshold in seen:
                continue
            seen.add(threshold)
            value = _turned(threshold, operator, quantum, rounding.node.mode or "half up")
            if value is not None:
                yield _finding(clause, rounding.node, operator, threshold, value, survey.unit(objective))


def _quantum(
    rounding: Sourced[nodes.RoundedTo] | None, objective: Objective, survey: Survey
) -> Fraction | None:
    return threshold_of(rounding.node.quantum, rounding.scope, objective, survey) if rounding else None


def _bounds(objective: Objective, survey: Survey) -> Iterator[tuple[nodes.Node, Comparator, Fraction]]:
    """Each clause with a threshold that values are compared with."""
    found: list[tuple[nodes.Target | nodes.Minimum | nodes.Rung, Scope]] = [
        (sourced.node, sourced.scope) for sourced in (objective.target, objective.minimum) if sourced
    ]
    credit = objective.credit
    if credit and credit.node.for_each is None:
        rows = (clause for clause in credit.node.clauses if isinstance(clause, nodes.CreditRow))
        found += [(row.trigger, credit.scope) for row in rows if isinstance(row.trigger, nodes.Rung)]
    for each, scope in found:
        threshold = threshold_of(each.threshold, scope, objective, survey)
        if threshold is not None:
            yield each, each.operator, threshold


def _turned(
    threshold: Fraction, operator: Comparator, quantum: Fraction, mode: RoundingMode
) -> Fraction | None:
    """A value that rounding takes to the other side of the threshold; none where it lies on a step."""
    if threshold % quantum == 0:
        return None
    step = threshold - threshold % quantum
    half = step + quantum / 2
    candidates = [half, threshold, (half + threshold) / 2, (step + threshold) / 2]
    candidates += [(threshold + step + quantum) / 2]
    for value in candidates:
        if holds(operator, value, threshold) != holds(operator, round_ratio(value, mode, quantum), threshold):
            return value
    return None


def _finding(
    clause: nodes.Node,
    rounding: nodes.RoundedTo,
    operator: Comparator,
    threshold: Fraction,
    value: Fraction,
    unit: Unit | None,
) -> Diagnostic:
    quantum = constant(rounding.quantum) or Fraction(1)
    rounded = round_ratio(value, rounding.mode or "half up", quantum)
    before, after = written(value, unit), written(rounded, unit)
    is_held = holds(operator, rounded, threshold)
    return Diagnostic(
        FINER_THAN_ROUNDING,
        f"values are rounded before they are compared: {before} becomes {after}, and `{clause_text(clause)}` "
        f"{'holds' if is_held else 'does not hold'} where it {'would not' if is_held else 'would'} otherwise",
        Label(clause.span, f"finer than {written(quantum, unit)}"),
        (Label(rounding.span, "rounded first"),),
        help=f"round as finely as `{clause_text(clause)}` is written, or write it in steps of "
        f"{written(quantum, unit)}",
        witness=before,
    )


RULE = Rule((FINER_THAN_ROUNDING,), check)
