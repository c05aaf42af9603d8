"""Tokens that good periods bank against later credits, and bonuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.caps import Line
from tests.oracle.credits import Paying, amount_for
from tests.oracle.earn_back import SKIPPED, reaches
from tests.oracle.fees import Fees, terms_at
from tests.oracle.openings import later
from tests.oracle.outcomes import Result
from tests.oracle.plain import Json, fraction, rounded


@dataclass
class Purse:
    """The tokens of one objective and key on their way through the periods, and what credits took of them."""

    plan: Json
    without_credit: Callable[[Result], bool]
    tokens: list[tuple[Fraction, int | None]] = field(default_factory=list)
    """What share of a credit each offsets, and up to which instant it is there."""
    used: dict[int, list[Fraction]] = field(default_factory=dict)
    """By the credit's line: what each token took off it."""

    def follow(self, results: Sequence[Result], lines: Sequence[Line]) -> None:
        """Goes from close to close: credits take tokens, old ones go, and a good period banks one."""
        for result in results:
            bank = self.bank(result)
            if result.outcome == "pending" or bank is None:
                continue
            for line in lines:
                if line.result is result and line.paid:
                    self.used[id(line)] = self.offset(line.paid)
            close = result.period.end
            self.tokens = [token for token in self.tokens if token[1] is None or token[1] > close]
            good = result.outcome not in SKIPPED and reaches(bank["level"], result, self.without_credit)
            if good:
                self.tokens.append((fraction(bank["offsets"]), self.until(bank, close)))

    def bank(self, result: Result) -> Json | None:
        """The clause for the objective that is in force in a period."""
        banks = terms_at(self.plan, result.period.start)["banks"]
        return next((one for one in banks if one["objective"] == result.objective["name"]), None)

    def until(self, bank: Json, close: int) -> int | None:
        """The instant up to which a token of a close can be used."""
        if bank["expires"] is None:
            return None
        return later(close, bank["expires"], self.plan["timezone"])

    def offset(self, paid: Fraction) -> list[Fraction]:
        """What the tokens take off a credit, the oldest first, until nothing is left of it."""
        rounding = self.plan["rounding"]
        share, total, parts = Fraction(0), Fraction(0), []
        while self.tokens and total < paid:
            share += self.tokens.pop(0)[0]
            after = min(paid, rounded(share * paid, fraction(rounding["quantum"]), rounding["mode"]))
            parts.append(after - total)
            total = after
        return parts


def bonuses(plan: Json, fees: Fees, result: Result) -> list[tuple[str, Fraction]]:
    """What the bonus clauses bring in a period, by clause."""
    terms = terms_at(plan, result.period.start)
    own = [one for one in terms["bonuses"] if one["objective"] == result.objective["name"]]
    return [(bonus["clause"], amount) for bonus in own if (amount := bonus_of(bonus, plan, fees, result))]


def bonus_of(bonus: Json, plan: Json, fees: Fees, result: Result) -> Fraction:
    """The highest of the rows that hold, or their sum, capped and rounded once."""
    paying = Paying(plan, fees, [result])
    rows = [row for row in bonus["rows"] if paying.holds(row["trigger"], result.compared)]
    exact = paying.together(bonus, [paying.row(row) for row in rows])
    quantum = fraction(plan["rounding"]["quantum"])
    amount = rounded(exact, quantum, plan["rounding"]["mode"])
    if bonus["cap"] is None or not rows:
        return amount
    most = amount_for(bonus["cap"], result.period, result.keys, fees, plan, result)
    return min(amount, rounded(most, quantum, "down"))
