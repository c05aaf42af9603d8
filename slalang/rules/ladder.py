"""The rows of a credit block that hold by the value alone, over the values that can be measured."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Sourced
from slalang.model.strictness import UP, holds, row_holds
from slalang.quantities import Unit
from slalang.rules.bounds import threshold_of
from slalang.rules.paying import telling_values
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Step(Frozen):
    """A row, and what it pays as a multiple of its base."""

    row: nodes.CreditRow
    amount: Fraction
    base: object


@value
class Ladder(Frozen):
    """Rows that hold or not by the value alone, under a target that is a constant.

    ``values`` are those where anything can change and some between, as they are compared, the best first.
    """

    steps: tuple[Step, ...]
    target: nodes.Target
    unit: Unit | None
    values: tuple[Fraction, ...]

    def is_met(self, value: Fraction) -> bool:
        """Whether the value meets the target."""
        threshold = constant(self.target.threshold)
        return threshold is not None and holds(self.target.operator, value, threshold)

    def holding(self, value: Fraction) -> tuple[Step, ...]:
        """The rows that hold for the value."""
        return tuple(step for step in self.steps if row_holds(step.row.trigger, self.target, value))

    def shown(self, values: Iterable[Fraction]) -> str:
        """One of the values, the shortest to write and of these the best."""
        return min((written(value, self.unit) for value in values), key=len)

    def paying(self, value: Fraction) -> Step | None:
        """The row that pays for the value: the highest, of equal ones the first."""
        return max(self.holding(value), key=lambda step: step.amount, default=None)


def ladder_of(objective: Objective, credit: Sourced[nodes.Credit], survey: Survey) -> Ladder | None:
    """The ladder of a block of which the highest row pays, its amounts all of one base; else ``None``."""
    target = objective.target
    rows = tuple(clause for clause in credit.node.clauses if isinstance(clause, nodes.CreditRow))
    adds_up = any(isinstance(clause, nodes.AllAddUp) for clause in credit.node.clauses)
    if target is None or not rows or credit.node.for_each or adds_up:
        return None
    steps = tuple(step for step in map(_step, rows) if step)
    if len(steps) < len(rows) or len({step.base for step in steps}) > 1:
        return None
    threshold = threshold_of(target.node.threshold, target.scope, objective, survey)
    if threshold is None or target.node.operator in ("=", "!="):
        return None
    values = _values(threshold, rows, objective, survey)
    worse_last = sorted(values, reverse=target.node.operator in UP)
    return Ladder(steps, target.node, survey.unit(objective), tuple(worse_last))


def _step(row: nodes.CreditRow) -> Step | None:
    amount = magnitude(row.amount)
    if amount is None or row.per or not _goes_by_value(row.trigger):
        return None
    return Step(row, amount, base_of(row.amount))


def _goes_by_value(trigger: nodes.Trigger) -> bool:
    match trigger:
        case nodes.Rung(threshold=threshold):
            return constant(threshold) is not None
        case nodes.Band(low=low, high=high):
            return None not in (constant(low), constant(high))
        case nodes.OnMiss():
            return True
        case _:
            return False


MISSED = {">=": "below", ">": "at or below", "<=": "above", "<": "at or above"}
"""How a rung begins where a target is missed, by the relation of the target."""


def where_missed(target: nodes.Target) -> str:
    """The rung for every value that misses the target: ``below 99.9%``."""
    return f"{MISSED[target.operator]} {target.threshold.span.text}"


# --- values ------------------------------------------------------------------------------------


def _values(
    target: Fraction, rows: Iterable[nodes.CreditRow], objective: Objective, survey: Survey
) -> list[Fraction]:
    """Values on either side of every threshold, and close to each."""
    unit = survey.unit(objective)
    thresholds = {target, *_thresholds(rows)}
    near = [just_beyond(each, falls, unit) for each in thresholds for falls in (True, False)]
    return list(telling_values(objective, survey, near))


def _thresholds(rows: Iterable[nodes.CreditRow]) -> set[Fraction]:
    found: list[Fraction | None] = []
    for row in rows:
        match row.trigger:
            case nodes.Rung(threshold=threshold):
                found.append(constant(threshold))
            case nodes.Band(low=low, high=high):
                found += [constant(low), constant(high)]
    return {value for value in found if value is not None}


# --- amounts -----------------------------------------------------------------------------------


def magnitude(amount: nodes.Amount) -> Fraction | None:
    """An amount as a multiple of its base, ``None`` where it depends on what is measured."""
    match amount:
        case nodes.Share(ratio=ratio):
            return ratio.value
        case nodes.Points(count=count):
            return count
        case nodes.FeesFor(count=count) | nodes.ServiceFor(count=count):
            return count
        case _:
            return constant(amount)


def base_of(amount: nodes.Amount) -> object:
    """What an amount is a multiple of. Amounts of equal bases can be compared."""
    match amount:
        case nodes.Share(of=base):
            return base
        case nodes.FeesFor(unit=unit) | nodes.ServiceFor(unit=unit):
            return type(amount), unit
        case nodes.Money(currency=currency):
            return currency
        case _:
            return type(amount)


def just_beyond(threshold: Fraction, falls: bool, unit: Unit | None) -> Fraction:
    """A value close to the threshold and below it, or above it: one that people would name."""
    if unit == "ratio":
        step = min(Fraction(1, 1000), abs(threshold) / 2, abs(1 - threshold) / 2 or Fraction(1, 1000))
    else:
        step = abs(threshold) / 10
    step = step or Fraction(1, 1000)
    return threshold - step if falls else threshold + step
