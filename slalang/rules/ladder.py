"""The rows of a credit block that hold by the value alone, over the values that can be measured."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Sourced
from slalang.model.strictness import UP, holds, row_holds
from slalang.quantities import Unit
from slalang.rules.bounds import Values, as_compared, threshold_of
from slalang.rules.kept import kept
from slalang.rules.paying import possible, telling_values
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
class Point(Frozen):
    """A value as it is compared, the rows that hold for it, and the one of them that pays.

    The highest pays, of equal ones the first.
    """

    value: Fraction
    is_met: bool
    holding: tuple[Step, ...]
    paying: Step | None


@value
class Ladder(Frozen):
    """Rows that hold or not by the value alone, under a target that is a constant.

    ``points`` are the values where anything can change and some between, the best first.
    """

    steps: tuple[Step, ...]
    target: nodes.Target
    unit: Unit | None
    points: tuple[Point, ...]

    @property
    def missed(self) -> tuple[Point, ...]:
        """The values that miss the target."""
        return tuple(point for point in self.points if not point.is_met)

    def shown(self, points: Iterable[Point]) -> str:
        """One of the values, the shortest to write and of these the best."""
        return min((written(point.value, self.unit) for point in points), key=len)


def ladder_of(objective: Objective, credit: Sourced[nodes.Credit], survey: Survey) -> Ladder | None:
    """The ladder of a block of which the highest row pays, its amounts all of one base; else ``None``."""
    target, minimum = objective.target, objective.minimum
    rounding = objective.clauses.only(nodes.RoundedTo)
    said = [id(sourced.node) for sourced in (target, minimum, rounding) if sourced]
    key = ("ladder", id(credit.node), *said, objective.indicator)
    return kept(survey, key, lambda: _ladder(objective, credit, survey))


def _ladder(objective: Objective, credit: Sourced[nodes.Credit], survey: Survey) -> Ladder | None:
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
    values = sorted(_values(threshold, rows, objective, survey), reverse=target.node.operator in UP)
    points = tuple(_point(value, target.node, threshold, steps) for value in values)
    return Ladder(steps, target.node, survey.unit(objective), points)


def _point(value: Fraction, target: nodes.Target, threshold: Fraction, steps: tuple[Step, ...]) -> Point:
    holding = tuple(step for step in steps if row_holds(step.row.trigger, target, value))
    paying = max(holding, key=lambda step: step.amount, default=None)
    return Point(value, holds(target.operator, value, threshold), holding, paying)


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


def points_at(bound: nodes.Rung | nodes.Target) -> str:
    """The side of the values for which it holds: ``low``, ``high`` or ``one`` value."""
    return {"<": "low", "<=": "low", ">": "high", ">=": "high"}.get(bound.operator, "one")


MISSED = {">=": "below", ">": "at or below", "<=": "above", "<": "at or above"}
"""How a rung begins where a target is missed, by the relation of the target."""


def where_missed(target: nodes.Target) -> str:
    """The rung for every value that misses the target: ``below 99.9%``."""
    return f"{MISSED[target.operator]} {target.threshold.span.text}"


# --- values ------------------------------------------------------------------------------------


def _values(
    target: Fraction, rows: Iterable[nodes.CreditRow], objective: Objective, survey: Survey
) -> set[Fraction]:
    """Values on either side of every threshold, and one close to each."""
    unit, bounds = survey.unit(objective), possible(objective, survey)
    near = {
        as_compared(just_beyond(each, falls, unit), objective)
        for each in {target, *_thresholds(rows)}
        for falls in (True, False)
    }
    return {*telling_values(objective, survey), *(each for each in near if _lies_in(each, bounds))}


def _lies_in(value: Fraction, bounds: Values) -> bool:
    below = bounds.low is not None and value < bounds.low
    return not below and (bounds.high is None or value <= bounds.high)


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
