"""What an amount of a contract comes to in one period, and how that was worked out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from typing import assert_never

from slalang.plan.evaluate import evaluate
from slalang.plan.expressions import Expression, FeesValue, MeasureValue
from slalang.plan.plan import Period
from slalang.plan.reading import MeasureReading
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
    Terms,
)
from slalang.plan.written_out import exact_text, written_out
from slalang.quantities import format_number, format_percent
from slalang.settlement.fees import Base, FeesBook
from slalang.settlement.findings import Unsettled
from slalang.settlement.money import Money
from slalang.statement import Keys


@dataclass(frozen=True)
class Worked:
    """An exact amount, in words how it came about, and the ``sum`` of which it is the result.

    ``before`` are other calculations that lead to numbers in it. ``days`` of service are worth (a part of)
    the amount; ``points`` are worth what the table of points makes of them later.
    """

    amount: Fraction
    how: str
    sum: str
    before: tuple[str, ...] = ()
    days: Fraction = Fraction(0)
    points: Fraction = Fraction(0)

    @property
    def rank(self) -> tuple[Fraction, Fraction]:
        """What is higher pays. All rows of a block pay points, or none does."""
        return self.points, self.amount


@dataclass(frozen=True)
class Occasion:
    """Where an amount is due: the terms, the period and the keys. ``credit`` is what the other rows of the
    block came to, for amounts that are a share of it. ``by_days``: the fees of the period are its share by
    days of those around it."""

    terms: Terms
    period: Period
    keys: Keys
    measures: Mapping[str, MeasureReading]
    credit: Worked | None = None
    by_days: bool = False
    times: tuple[str, ...] = ()
    """The measures that are lengths of time."""


@dataclass(frozen=True)
class Amounts:
    """Works out amounts from the fees of the term. Raises ``Unsettled`` where something is missing."""

    book: FeesBook
    money: Money

    def work_out(self, amount: Amount, at: Occasion) -> Worked:
        """The amount on that occasion."""
        match amount:
            case Fixed(value):
                return Worked(Fraction(value), self.money.text(value), self.money.text(value))
            case Share():
                return self._share(amount, at)
            case DaysOfFees(days):
                return self._days(days, at)
            case MonthsOfFees(months):
                return self._months(months, at)
            case DaysOfService(days):
                worth = self._days(days, at)
                how = f"{_count(days, 'day')} of service, worth {worth.how}"
                return replace(worth, how=how, days=days)
            case MonthsOfService(months):
                worth = self._months(months, at)
                days = months * _days_of(at.period.month)
                how = f"{_count(days, 'day')} of service, worth {worth.how}"
                return replace(worth, how=how, days=days)
            case Points(points):
                counted = _count(points, "point")
                return Worked(Fraction(0), counted, exact_text(points), points=points)
            case Formula(expression):
                return self._formula(expression, at)
            case _:
                assert_never(amount)

    def _share(self, share: Share, at: Occasion) -> Worked:
        base = self._base(share, at)
        return _share_of(share.ratio, base)

    def _base(self, share: Share, at: Occasion) -> Worked:
        match share.of:
            case "fees":
                return self._fees(self._fees_of(at), "fees")
            case "fees of last period":
                kind = share.each or "month"
                return self._fees(
                    self.book.of_the_one_before(kind, at.period, at.keys), f"last {kind}'s fees"
                )
            case "fees of the last days":
                days = share.days or 0
                return self._fees(
                    self.book.of_the_last_days(at.period, days, at.keys), f"the last {days} days' fees"
                )
            case "at risk" | "pool":
                return self._at_risk(share.pool, at)
            case "credit":
                if at.credit is None:
                    raise Unsettled("there is no other credit that it could be a share of")
                return at.credit

    def _fees_of(self, at: Occasion) -> Base:
        if at.by_days:
            return self.book.between(at.period.start, at.period.end, at.keys)
        return self.book.of(at.period, at.keys)

    def _fees(self, base: Base, name: str) -> Worked:
        return Worked(base.amount, f"{name} of {self.money.text(base.amount)}", base.sum)

    def _at_risk(self, pool: str | None, at: Occasion) -> Worked:
        risk = at.terms.at_risk
        if risk is None:
            raise TypeError("an amount at risk was not refused")
        whole = self._share(Share(risk.ratio, "fees"), at)
        if pool is None:
            return whole
        ratio = next(one.ratio for one in risk.pools if one.name == pool)
        return _share_of(ratio, whole)

    def _days(self, days: Fraction, at: Occasion) -> Worked:
        base = self._fees_of(at)
        how = f"{_count(days, 'day')} of fees of {self.money.text(base.amount)} for {base.days} days"
        return Worked(days * base.amount / base.days, how, f"{exact_text(days)} x {base.sum} / {base.days}")

    def _months(self, months: Fraction, at: Occasion) -> Worked:
        month = self.book.of_a_month(at.period, at.keys)
        how = f"{_count(months, 'month')} of fees at {self.money.text(month.amount)} a month"
        return Worked(months * month.amount, how, f"{exact_text(months)} x {month.sum}")

    def _formula(self, expression: Expression, at: Occasion) -> Worked:
        """A negative result is no credit: it comes to nothing."""
        base = self.book.of(at.period, at.keys) if uses_fees(expression) else None
        missing = [one for one in measures_of(expression) if one not in at.measures]
        value = None if missing else evaluate(expression, at.measures, base.amount if base else None)
        if value is None:
            raise Unsettled("a part of its formula has no value in the period")
        how = f"by its formula, on fees of {self.money.text(base.amount)}" if base else "by its formula"
        if value < 0:
            return Worked(Fraction(0), f"{how}: below nothing, which is no credit", "0")
        amount, text = (base.amount, base.sum) if base else (None, "")
        return Worked(value, how, written_out(expression, at.measures, at.times, amount, text))


def times(worked: Worked, number: Fraction, what: str) -> Worked:
    """The amount so many times; ``what`` is counted."""
    return replace(
        worked,
        amount=worked.amount * number,
        days=worked.days * number,
        points=worked.points * number,
        how=f"{worked.how}, {what}",
        sum=f"{exact_text(number)} x {worked.sum}",
    )


def capped(worked: Worked, limit: Worked) -> Worked:
    """An amount that is cut to a limit, with the days of service in it in proportion."""
    return replace(limit, days=worked.days * limit.amount / worked.amount)


def points_text(points: Fraction) -> str:
    """``1 point``, ``7 points``."""
    return _count(points, "point")


def _share_of(ratio: Fraction, base: Worked) -> Worked:
    share = f"{exact_text(ratio * 100)}%"
    how, reckoned = f"{format_percent(ratio)} of {base.how}", f"{share} x {base.sum}"
    return Worked(ratio * base.amount, how, reckoned, days=ratio * base.days, points=ratio * base.points)


def uses_fees(part: object) -> bool:
    """Whether an amount or an expression depends on the fees."""
    match part:
        case FeesValue() | DaysOfFees() | MonthsOfFees() | DaysOfService() | MonthsOfService():
            return True
        case Share(of=base):
            return base != "credit"
        case _:
            return any(uses_fees(inner) for inner in _parts(part))


def measures_of(part: object) -> Iterator[str]:
    """The measures that an expression reads."""
    if isinstance(part, MeasureValue):
        yield part.measure
    for inner in _parts(part):
        yield from measures_of(inner)


def _parts(part: object) -> Iterator[object]:
    if is_dataclass(part) and not isinstance(part, type):
        for field in fields(part):
            value = getattr(part, field.name)
            yield from value if isinstance(value, tuple) else (value,)


def _days_of(month: str) -> int:
    """The days of a month, `2026-02`."""
    return monthrange(int(month[:4]), int(month[5:]))[1]


def _count(number: Fraction, noun: str) -> str:
    return f"{format_number(number)} {noun}{'' if number == 1 else 's'}"
