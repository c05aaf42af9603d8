"""A credit on its way from what is due to what is paid, with every step that takes something off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.settlement.credits import Due
from slalang.settlement.origins import Origin
from slalang.statement import CreditStep

CutStep: TypeAlias = Literal[
    "condition", "stacking", "outage cap", "period cap", "longer cap", "minimum payable"
]


@dataclass(frozen=True)
class Paid:
    """A credit with what is left of it after stacking, caps and the least amount payable.

    ``cuts`` are the steps that took something off, ``spared`` those that could have and did not. ``days`` is
    what is left of its days of service, ``parts`` say in what proportion it is for which interval.
    """

    due: Due
    amount: Decimal
    cuts: tuple[CreditStep, ...] = ()
    spared: tuple[CreditStep, ...] = ()
    days: Fraction = Fraction(0)
    parts: tuple[tuple[Origin | None, Fraction], ...] = ()

    @classmethod
    def whole(cls, due: Due) -> Paid:
        """All of a credit."""
        return cls(due, due.amount, days=due.days, parts=due.parts)

    def spare(self, step: CutStep, clause: str, text: str, calculations: Sequence[str] = ()) -> Paid:
        """The credit after a step that took nothing off."""
        made = CreditStep(step, text, clause, self.amount, tuple(calculations))
        return replace(self, spared=(*self.spared, made))

    def cut(
        self,
        step: CutStep,
        clause: str,
        text: str,
        amount: Decimal,
        calculations: Sequence[str] = (),
        days: Fraction | None = None,
    ) -> Paid:
        """The credit after a further step; one that takes nothing off leaves no trace.

        What is left of its days is in proportion to the amount, unless it is given.
        """
        if amount == self.amount:
            return self
        if days is None:
            days = self.days * Fraction(amount) / Fraction(self.amount)
        made = CreditStep(step, text, clause, amount, tuple(calculations), days=days if self.days else None)
        return replace(self, amount=amount, cuts=(*self.cuts, made), days=days)
