"""Which measured values can bring a credit, and which of the values an objective can have tell rows apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from slalang.model.constants import constant
from slalang.model.contract import Objective
from slalang.model.strictness import holds, row_holds, sample_values
from slalang.rules.bounds import Values, as_compared, threshold_of, values_of
from slalang.rules.survey import Survey
from slalang.syntax import nodes


def can_pay(objective: Objective, value: Fraction) -> bool | None:
    """Whether a period of the value can bring a credit; ``None`` where the value alone does not say."""
    credit, target = objective.credit, objective.target
    if credit is None or target is None or credit.node.for_each:
        return None
    rows = [clause for clause in credit.node.clauses if isinstance(clause, nodes.CreditRow)]
    if not rows or any(each is None for each in _thresholds_of(objective)):
        return None
    return any(_can_hold(row.trigger, objective, target.node, value) for row in rows)


def _can_hold(trigger: nodes.Trigger, objective: Objective, target: nodes.Target, value: Fraction) -> bool:
    match trigger:
        case nodes.Always():
            return True
        case nodes.WhenMissed():
            return misses(target, value)
        case nodes.OnBreach() | nodes.OnNthBreach():
            return _can_breach(objective, target, value)
        case _:
            return row_holds(trigger, target, value)


def _can_breach(objective: Objective, target: nodes.Target, value: Fraction) -> bool:
    rules = [each.node for each in objective.clauses.every(nodes.BreachWhen)]
    if not rules or any(rule.missed == "target" for rule in rules):
        return misses(target, value)
    return objective.minimum is not None and misses(objective.minimum.node, value)


def can_miss_without_value(objective: Objective) -> bool:
    """Whether a period can count as missed by a clause, without a value that a rung could hold for."""
    no_data, low_volume = objective.clauses.every(nodes.NoData), objective.clauses.every(nodes.LowVolume)
    verdicts = {*(each.node.verdict for each in no_data), *(each.node.verdict for each in low_volume)}
    return not verdicts.isdisjoint(("missed", "minimum missed"))


def misses(bound: nodes.Target | nodes.Minimum, value: Fraction) -> bool:
    """Whether the value misses a target or a minimum that is a constant."""
    threshold = constant(bound.threshold)
    return threshold is not None and not holds(bound.operator, value, threshold)


# --- values ------------------------------------------------------------------------------------


def telling_values(
    objective: Objective, survey: Survey, more: Iterable[Fraction] = ()
) -> tuple[Fraction, ...]:
    """Values the objective can have, as they are compared, on either side of everything it is compared with.

    ``more`` are thresholds of other clauses. Empty where a threshold is not written out.
    """
    known = [each for each in _thresholds_of(objective) if each is not None]
    if len(known) < len(_thresholds_of(objective)) or not _fits(objective, survey):
        return ()
    bounds = possible(objective, survey)
    ends = [end for end in (bounds.low, bounds.high) if end is not None]
    steps = [each + step for each in known for step in _steps(objective)]
    samples = {as_compared(value, objective) for value in sample_values((*known, *steps, *more, *ends))}
    return tuple(value for value in sorted(samples) if _is_inside(value, bounds))


def _steps(objective: Objective) -> tuple[Fraction, ...]:
    """One step of rounding up and down: a value closer by may be rounded back."""
    rounding = objective.clauses.only(nodes.RoundedTo)
    quantum = constant(rounding.node.quantum) if rounding else None
    return () if quantum is None else (quantum, -quantum)


def possible(objective: Objective, survey: Survey) -> Values:
    """The values the objective can have, as they are compared."""
    node = objective.indicator.node
    if not isinstance(node, nodes.Indicator):
        return Values()
    found = values_of(node.value, survey.project.scope_of(objective.indicator), survey)
    low, high = (None if end is None else as_compared(end, objective) for end in (found.low, found.high))
    return Values(low, high, found.is_certain)


def _is_inside(value: Fraction, bounds: Values) -> bool:
    above = bounds.low is None or bounds.low <= value
    return above and (bounds.high is None or value <= bounds.high)


def _fits(objective: Objective, survey: Survey) -> bool:
    """Whether the target is in the unit of what is measured."""
    target = objective.target
    return target is not None and (
        threshold_of(target.node.threshold, target.scope, objective, survey) is not None
    )


def _thresholds_of(objective: Objective) -> list[Fraction | None]:
    return [constant(expression) for expression in _compared(objective)]


def _compared(objective: Objective) -> Iterator[nodes.Expression]:
    for bound in (objective.target, objective.minimum):
        if bound:
            yield bound.node.threshold
    credit = objective.credit
    for clause in credit.node.clauses if credit and credit.node.for_each is None else ():
        match clause:
            case nodes.CreditRow(trigger=nodes.Rung(threshold=threshold)):
                yield threshold
            case nodes.CreditRow(trigger=nodes.Band(low=low, high=high)):
                yield low
                yield high
