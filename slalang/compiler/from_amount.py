"""Amounts of money: fixed, shares of a base, days of fees and formulas."""

from __future__ import annotations

from dataclasses import dataclass

from slalang.compiler.findings import refuse
from slalang.compiler.from_measure import Measures
from slalang.compiler.from_row_expression import NOTHING
from slalang.compiler.ground import Ground
from slalang.compiler.literals import days_in, exact_decimal
from slalang.model.constants import constant
from slalang.model.contract import Scope
from slalang.plan.expressions import Number
from slalang.plan.terms import (
    Amount,
    DaysOfFees,
    DaysOfService,
    Fixed,
    Formula,
    MonthsOfFees,
    MonthsOfService,
    Points,
    Share,
)
from slalang.syntax import nodes

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}


@dataclass(frozen=True)
class Amounts:
    """Translates amounts. ``measures`` are those of the objective whose formulas may ask for them."""

    ground: Ground
    measures: Measures

    def translate(self, amount: nodes.Amount, scope: Scope) -> Amount:
        """The amount; one that cannot be settled is refused and comes to nothing."""
        match amount:
            case nodes.Share(ratio=ratio, of=base):
                return self._share(ratio, base)
            case nodes.FeesFor(count=count, unit=unit):
                if unit in _DAYS:
                    return DaysOfFees(count * _DAYS[unit])
                return MonthsOfFees(count * _MONTHS[unit])
            case nodes.ServiceFor(count=count, unit=unit):
                if unit in _DAYS:
                    return DaysOfService(count * _DAYS[unit])
                return MonthsOfService(count * _MONTHS[unit])
            case nodes.Points(count=count):
                return Points(count)
            case _:
                return self._reckoned(amount, scope)

    def _share(self, ratio: nodes.Percent, base: nodes.Base) -> Amount:
        match base.kind:
            case "fees" | "its fees":
                return Share(ratio.value, "fees")
            case "fees of last period":
                return self._of_last(ratio, base)
            case "fees of the last":
                return self._of_the_last(ratio, base)
            case "at risk":
                return Share(ratio.value, "at risk")
            case "the credit":
                return Share(ratio.value, "credit")
            case "pool":
                return Share(ratio.value, "pool", pool=base.pool.text if base.pool else None)

    def _of_last(self, ratio: nodes.Percent, base: nodes.Base) -> Amount:
        if base.period is None:
            return self._refuse(base, "it does not say of which period")
        return Share(ratio.value, "fees of last period", each=base.period.kind)

    def _of_the_last(self, ratio: nodes.Percent, base: nodes.Base) -> Amount:
        days = None if base.window is None else days_in(base.window)
        if days is None:
            return self._refuse(base, "fees are looked back at by days")
        return Share(ratio.value, "fees of the last days", days=days)

    def _reckoned(self, amount: nodes.Expression, scope: Scope) -> Amount:
        self.ground.check_literals(amount)
        value = constant(amount)
        if value is None:
            return Formula(self.measures.translate(amount, scope))
        fixed = exact_decimal(value)
        return Formula(Number(value)) if fixed is None else Fixed(fixed)

    def _refuse(self, node: nodes.Node, why: str) -> Amount:
        refuse(self.ground.findings, node, why)
        return Formula(NOTHING)
