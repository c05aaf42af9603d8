"""Thresholds: the values that targets, rungs and levels compare with."""

from __future__ import annotations

from fractions import Fraction

from slalang.compiler.findings import refuse
from slalang.compiler.ground import Ground
from slalang.model.constants import constant
from slalang.plan.terms import Level, Rung
from slalang.syntax import nodes


def threshold_of(expression: nodes.Expression, ground: Ground) -> Fraction:
    """The exact value; one that depends on anything is refused."""
    ground.check_literals(expression)
    value = constant(expression)
    if value is None:
        refuse(ground.findings, expression, "a value to compare with is written out")
        return Fraction(0)
    return value


def rung_of(rung: nodes.Rung, ground: Ground) -> Rung:
    """``below 99%`` and its like."""
    return Rung(rung.operator, threshold_of(rung.threshold, ground))


def level_of(level: nodes.Level, ground: Ground) -> Level:
    """What a period must reach: ``at target``, ``above 99.95%``, ``without credit``."""
    match level:
        case nodes.AtTarget():
            return Level()
        case nodes.WithoutCredit():
            return Level(without_credit=True)
        case nodes.Rung():
            rung = rung_of(level, ground)
            return Level(rung.operator, rung.threshold)
