"""How an amount becomes a line of the statement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slalang.plan.plan import Plan
from slalang.plan.written_out import exact_text
from slalang.quantities import RoundingMode, format_money, round_money, sum_money
from slalang.quantities.ratio import decimal_text

_PLACES = 12


@dataclass(frozen=True)
class Money:
    """The currency of the agreement and the rounding it declares."""

    currency: str
    mode: RoundingMode
    quantum: Decimal

    @classmethod
    def of(cls, plan: Plan) -> Money:
        """The money of an agreement."""
        return cls(plan.currency, plan.rounding.mode, Decimal(plan.rounding.quantum))

    @property
    def zero(self) -> Decimal:
        """Nothing, with the decimals of a line."""
        return self.rounded(Fraction(0))

    def rounded(self, amount: Fraction) -> Decimal:
        """The amount as a line has it."""
        return round_money(amount, self.mode, self.quantum)

    def at_most(self, amount: Fraction) -> Decimal:
        """The highest amount of a line that does not exceed a limit: a limit is never rounded up."""
        return round_money(amount, "down", self.quantum)

    def sum(self, *amounts: Decimal) -> Decimal:
        """The exact sum, with at least the decimals of a line."""
        return sum_money((self.zero, *amounts))

    def text(self, amount: Decimal | Fraction) -> str:
        """The amount for people."""
        return format_money(amount, self.currency)

    def exactly(self, amount: Fraction) -> str:
        """The amount with all its digits; as a quotient of whole numbers where they never end."""
        shown = decimal_text(amount)
        ends = shown is not None and len(shown.partition(".")[2]) <= _PLACES
        return self.text(Decimal(shown)) if shown and ends else f"{exact_text(amount)} {self.currency}"

    def shown(self, amount: Fraction) -> tuple[Decimal, str]:
        """An amount on its way, and what to add in words where its decimals never end."""
        exact = decimal_text(amount)
        if exact is None or len(exact.partition(".")[2]) > _PLACES:
            return self.rounded(amount), f", exactly {self.text(amount)}"
        return self.sum(Decimal(exact)), ""
