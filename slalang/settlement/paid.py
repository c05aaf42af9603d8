"""A credit on its way from what is due to what is paid, with every step that takes something off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.quantities.period import Period
from slalang.settlement.credits import Due
from slalang.settlement.origins import Origin
from slalang.statement import CreditStep, Keys

CutStep: TypeAlias = Literal[
    "condition", "stacking", "outage cap", "period cap", "longer cap", "minimum payable"
]


Place: TypeAlias = tuple[str, Keys, int]
"""The objective, its keys, and the close of the period of a credit: what tells it from every other."""


@dataclass(frozen=True)
class Raise:
    """What caps that were worked out again at an instant gave back of a credit; negative where they took
    again. ``close`` is the period of the credit's kind that holds it."""

    at: int
    close: Period
    amount: Decimal
    clause: str
    text: str


@dataclass(frozen=True)
class Paid:
    """A credit with what is left of it after stacking, caps and the least amount payable.

    ``cuts`` are the steps that took something off, ``spared`` those that could have and did not. ``days`` is
    what is left of its days of service, ``parts`` say in what proportion it is for which interval. One that
    ``is_settled`` is not worked out again, and caps count it without what was ``released`` of it, which
    returned. ``raises`` came after it was paid.
    """

    due: Due
    amount: Decimal
    cuts: tuple[CreditStep, ...] = ()
    spared: tuple[CreditStep, ...] = ()
    days: Fraction = Fraction(0)
    parts: tuple[tuple[Origin | None, Fraction], ...] = ()
    is_settled: bool = False
    released: Decimal = Decimal(0)
    raises: tuple[Raise, ...] = ()

    @property
    def place(self) -> Place:
        """What tells it from every other credit."""
        one = self.due.period
        return one.objective.name, one.keys, one.period.end

    @property
    def counts(self) -> Decimal:
        """What caps count of it."""
        return self.amount - self.released

    @property
    def counted_days(self) -> Fraction:
        """The days of service that caps count of it."""
        return self.days * Fraction(self.counts) / Fraction(self.amount) if self.released else self.days

    def before(self, at: int | None) -> Decimal:
        """What is paid of it just before an instant; with all that caps gave back, without one."""
        return self.amount + sum(one.amount for one in self.raises if at is None or one.at < at)

    @classmethod
    def whole(cls, due: Due) -> Paid:
        """All of a credit."""
        return cls(due, due.amount, days=due.days, parts=due.parts)

    def spare(self, step: CutStep, clause: str, text: str, calculations: Sequence[str] = ()) -> Paid:
        """The credit after a step that took nothing off."""
        if self.is_settled:
            return self
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
