"""What is left of credits beside each other: stacking, period caps, longer caps, the least that is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.credits import Unknown, amount_for
from tests.oracle.fees import Fees, terms_at
from tests.oracle.outcomes import Result, month_number
from tests.oracle.periods import Period, periods
from tests.oracle.plain import Json, floor, fraction, rounded

HORIZONS = ["month", "quarter", "year", "contract year", "rolling", "term"]


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
            only_the_highest(stacking, lines)
        for cap in sorted(terms["caps"], key=lambda cap: HORIZONS.index(cap["horizon"])):
            self.cap(cap, month, lines)
        least = terms["minimum_payable"]
        for line in lines:
            if least is not None and line.paid < fraction(least):
                line.paid = Fraction(0)
        self.lines += lines

    def cap(self, cap: Json, month: Period, lines: Sequence[Line]) -> None:
        """Brings the credits of the month down to what the cap leaves of its horizon."""
        try:
            limit, spent = self.limit(cap, month), self.spent(cap, month)
        except Unknown:
            return
        before = sum((line.paid for line in lines), Fraction(0))
        if spent + before <= limit:
            return
        left = max(Fraction(0), limit - spent)
        share(lines, left, fraction(self.plan["rounding"]["quantum"]))
        self.bites.append(Bite(cap["clause"], month, limit, spent + before, spent + left))

    def limit(self, cap: Json, month: Period) -> Fraction:
        """The most that is paid over the horizon."""
        if cap["horizon"] == "rolling":
            horizon = self.rolling(cap["months"], month)
        else:
            own = periods(cap["horizon"], self.plan)
            horizon = next(one for one in own if one.start <= month.last < one.end)
        quantum = fraction(self.plan["rounding"]["quantum"])
        return rounded(amount_for(cap["amount"], horizon, (), self.fees, self.plan), quantum, "down")

    def rolling(self, months: int, month: Period) -> Period:
        """The last so many months as one period."""
        own = periods("month", self.plan)
        inside = [one for one in own if _apart(one, month, self.plan) in range(months)]
        days = sum(one.days for one in inside), sum(one.whole_days for one in inside)
        return Period("rolling", "rolling", inside[0].start, inside[-1].end, *days)

    def spent(self, cap: Json, month: Period) -> Fraction:
        """What earlier months of the same horizon paid."""
        if cap["horizon"] == "rolling":
            start = self.rolling(cap["months"], month).start
        else:
            own = periods(cap["horizon"], self.plan)
            start = next(one.start for one in own if one.start <= month.last < one.end)
        return sum((line.paid for line in self.lines if line.at >= start), Fraction(0))


def _apart(one: Period, other: Period, plan: Json) -> int:
    return month_number(other.last, plan) - month_number(one.last, plan)


def only_the_highest(stacking: Json, lines: Sequence[Line]) -> None:
    """Of the credits that a clause names, only the highest of the month is paid."""
    names = [name for group in stacking["groups"] for name in group]
    own = [line for line in lines if not names or line.result.objective["name"] in names]
    highest = max(own, key=lambda line: line.paid, default=None)
    for line in own:
        if line is not highest:
            line.paid = Fraction(0)


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
