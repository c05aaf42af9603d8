"""What is left of credits beside each other: stacking, period caps, longer caps, the least that is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from tests.oracle.credits import Unknown, amount_for
from tests.oracle.fees import Fees, terms_at
from tests.oracle.outcomes import Result, month_number
from tests.oracle.periods import Period, holding, last_days, periods
from tests.oracle.plain import Json, floor, fraction, rounded

HORIZONS = ["day", "week", "month", "quarter", "year", "contract year", "rolling", "term"]


@dataclass
class Line:
    """The credit of one objective for one period."""

    result: Result
    due: Fraction
    paid: Fraction

    @property
    def at(self) -> int:
        """The instant that says in which month it is."""
        return self.result.period.last

    def within(self, stretch: Period) -> bool:
        """Whether its period ends in a stretch of time."""
        return stretch.start <= self.at < stretch.end


@dataclass
class Bite:
    """A cap that took something, in the course of a month."""

    clause: str
    month: Period
    limit: Fraction
    before: Fraction
    after: Fraction


@dataclass
class Payment:
    """All credits of a term, month by month."""

    plan: Json
    fees: Fees
    lines: list[Line] = field(default_factory=list)
    bites: list[Bite] = field(default_factory=list)

    def month(self, month: Period, lines: Sequence[Line]) -> None:
        """Pays what falls in one month."""
        terms = terms_at(self.plan, month.start)
        for stacking in terms["stacking"]:
            self.only_the_highest(stacking, lines)
        for cap in sorted(terms["caps"], key=lambda cap: HORIZONS.index(cap["horizon"])):
            stretches = {self.stretch(cap, month, line) for line in lines}
            for stretch in sorted(stretches, key=lambda stretch: stretch.end):
                self.cap(cap, month, stretch, lines)
        least = terms["minimum_payable"]
        for line in lines:
            if least is not None and line.paid < fraction(least):
                line.paid = Fraction(0)
        self.lines += lines

    def cap(self, cap: Json, month: Period, stretch: Period, every: Sequence[Line]) -> None:
        """Brings the credits of a stretch, as far as they are of the month, down to what the cap leaves."""
        lines = [line for line in every if self.stretch(cap, month, line) == stretch]
        sooner = [line for line in every if line not in lines and line.at < stretch.end]
        spent = sum((line.paid for line in [*self.lines, *sooner] if line.within(stretch)), Fraction(0))
        try:
            limit = self.limit(cap, month, stretch)
        except Unknown:
            return
        before = sum((line.paid for line in lines), Fraction(0))
        if not before or spent + before <= limit:
            return
        left = max(Fraction(0), limit - spent)
        share(lines, left, self.quantum)
        self.bites.append(Bite(cap["clause"], month, limit, spent + before, spent + left))

    def limit(self, cap: Json, month: Period, stretch: Period) -> Fraction:
        """The most that is paid over a stretch."""
        quantum = fraction(self.plan["rounding"]["quantum"])
        terms = terms_at(self.plan, month.start)
        horizon = month if cap["amount"]["kind"] == "months-of-fees" else stretch
        amount = amount_for(cap["amount"], horizon, (), self.fees, self.plan, terms=terms)
        return rounded(amount, quantum, "down")

    def stretch(self, cap: Json, month: Period, line: Line) -> Period:
        """The stretch of time in which the cap counts a credit: that of the horizon which holds the month, or
        for a cap of days and weeks the period itself."""
        if cap["days"] is not None:
            return last_days(cap["days"], line.result.period, self.plan)
        if cap["horizon"] == "rolling":
            return self.rolling(cap["months"], month)
        if cap["horizon"] in ("day", "week"):
            return replace(holding(cap["horizon"], line.at, self.plan), kind="by days")
        return holding(cap["horizon"], month.last, self.plan)

    def rolling(self, months: int, month: Period) -> Period:
        """The last so many months as one period."""
        own = periods("month", self.plan)
        inside = [one for one in own if _apart(one, month, self.plan) in range(months)]
        days = sum(one.days for one in inside), sum(one.whole_days for one in inside)
        return Period("rolling", "rolling", inside[0].start, inside[-1].end, *days)

    def only_the_highest(self, stacking: Json, every: Sequence[Line]) -> None:
        """Of the credits that a clause names, only the highest of a stretch is paid; of what earlier months
        paid there, it pays what it has more."""
        named = [line for line in every if self.is_named(stacking, line)]
        earlier = [line for line in self.lines if self.is_named(stacking, line)]
        for stretch in {holding(stacking["within"], line.at, self.plan) for line in named}:
            before = sum((line.paid for line in earlier if line.within(stretch)), Fraction(0))
            units = self.units(stacking, [line for line in named if line.within(stretch)])
            highest = max(units, key=lambda unit: sum((line.paid for line in unit), Fraction(0)))
            for line in (line for unit in units if unit is not highest for line in unit):
                line.paid = Fraction(0)
            if before:
                share(highest, max(Fraction(0), sum((line.paid for line in highest), -before)), self.quantum)

    def is_named(self, stacking: Json, line: Line) -> bool:
        """Whether a stacking clause is about a credit."""
        names = [name for group in stacking["groups"] for name in group]
        return not names or line.result.objective["name"] in names

    def units(self, stacking: Json, lines: Sequence[Line]) -> list[list[Line]]:
        """What is compared: the credits of a group of objectives together, any other by itself."""
        groups = [group for group in stacking["groups"] if len(group) > 1]
        together = [[line for line in lines if line.result.objective["name"] in group] for group in groups]
        alone = [[line] for line in lines if not any(line in unit for unit in together)]
        return sorted([*filter(None, together), *alone], key=lambda unit: lines.index(unit[0]))

    @property
    def quantum(self) -> Fraction:
        """What amounts are rounded to."""
        return fraction(self.plan["rounding"]["quantum"])


def _apart(one: Period, other: Period, plan: Json) -> int:
    return month_number(other.last, plan) - month_number(one.last, plan)


def share(lines: Sequence[Line], total: Fraction, quantum: Fraction) -> None:
    """Shrinks the lines in proportion to exactly the total; the cents left over go to the largest
    remainders, at a tie to the line that stands first."""
    before = sum((line.paid for line in lines), Fraction(0))
    exact = [line.paid * total / before / quantum for line in lines]
    cents = [floor(one) for one in exact]
    over = floor(total / quantum) - sum(cents)
    order = sorted(range(len(lines)), key=lambda n: (-(exact[n] - cents[n]), n))
    for number in order[:over]:
        cents[number] += 1
    for line, own in zip(lines, cents, strict=True):
        line.paid = own * quantum
