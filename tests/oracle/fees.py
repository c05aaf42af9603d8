"""What is paid for the service in a period: the base of its credits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.periods import Period, holding, local_day, periods
from tests.oracle.plain import Json, fraction, instant

ORDER = ["day", "week", "month", "quarter", "year", "contract year", "term", "rolling", "by days"]

Invoiced = Callable[[Json, Period, tuple[str, ...]], Fraction | None]


def terms_at(plan: Json, at: int) -> Json:
    """The version of the terms in force at an instant."""
    in_force: Json = plan["versions"][0]
    for version in plan["versions"]:
        if instant(version["effective"]) <= at:
            in_force = version
    return in_force


@dataclass
class Fees:
    """The fees of an agreement. ``invoiced`` measures what was invoiced in a period."""

    plan: Json
    invoiced: Invoiced

    def of(self, period: Period, keys: tuple[str, ...] = ()) -> Fraction | None:
        """For a longer period the sum of the fees that end in it; for a shorter one, or if none ends in it,
        those of the period around it. Where they are spread, its share of them by days."""
        fees = terms_at(self.plan, period.start)["fees"]
        if fees is None:
            return None
        own = periods(fees["each"], self.plan)
        if fees["spread_by_days"] or period.kind == "by days":
            return self.by_days(period, own, keys)
        inside = [one for one in own if period.start <= one.last < period.end]
        if inside and ORDER.index(period.kind) >= ORDER.index(fees["each"]):
            amounts = [self.whole(one, keys) for one in inside]
            return None if None in amounts else sum((one for one in amounts if one is not None), Fraction(0))
        around = next(one for one in own if one.start <= period.last < one.end)
        return self.whole(around, keys)

    def whole(self, period: Period, keys: tuple[str, ...], uncut: bool = False) -> Fraction | None:
        """The fees of one of their own periods; of one that the term cuts in proportion to its days."""
        fees = terms_at(self.plan, period.start)["fees"]
        share = Fraction(1 if uncut else period.days, 1 if uncut else period.whole_days)
        if fees["kind"] == "fixed-fees":
            return fraction(fees["amount"]) * share
        if fees["kind"] == "invoiced-fees":
            return self.invoiced(fees, period, keys)
        table = next(table for table in self.plan["tables"] if table["name"] == fees["table"])
        if not keys:
            return sum((fraction(amount) for _, amount in table["rows"]), Fraction(0)) * share
        found = dict(table["rows"]).get(keys[0], table["default"])
        return None if found is None else fraction(found) * share

    def of_a_month(self, month: Period, keys: tuple[str, ...]) -> Fraction | None:
        """What a whole month costs: a third of the fees of a quarter, a twelfth of those of a year."""
        fees = terms_at(self.plan, month.start)["fees"]
        if fees is None or fees["each"] in ("day", "week"):
            return self.of(month, keys)
        around = holding(fees["each"], month.last, self.plan)
        amount = self.whole(around, keys, uncut=True)
        return None if amount is None else amount / {"month": 1, "quarter": 3}.get(fees["each"], 12)

    def by_days(self, period: Period, own: list[Period], keys: tuple[str, ...]) -> Fraction | None:
        """Each day's part of the fees of the period it lies in."""
        total = Fraction(0)
        for one in own:
            start, end = max(one.start, period.start), min(one.end, period.end)
            if start < end:
                amount = self.whole(one, keys)
                if amount is None:
                    return None
                total += amount * Fraction(days(start, end, self.plan), one.days)
        return total


def days(start: int, end: int, plan: Json) -> int:
    """How many local days lie between two midnights."""
    return (local_day(end, plan["timezone"]) - local_day(start, plan["timezone"])).days
