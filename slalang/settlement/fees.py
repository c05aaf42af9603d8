"""The fees of any stretch of time: fixed, by key or invoiced, for longer and for shorter periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from slalang.plan.plan import Plan
from slalang.plan.reading import Readings
from slalang.plan.streams import Table
from slalang.plan.terms import Fees, FeesByKey, FixedFees, InvoicedFees, PeriodKind
from slalang.plan.written_out import added
from slalang.quantities import format_money, local_date
from slalang.quantities.instant import day_start
from slalang.quantities.period import Period
from slalang.settlement.findings import Unsettled
from slalang.settlement.timeline import Timeline, is_longer
from slalang.statement import Keys

_MONTHS: Mapping[PeriodKind, int] = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Base:
    """Fees, the days they are for, and what was reckoned to come to them."""

    amount: Fraction
    days: int
    sum: str


@dataclass(frozen=True)
class FeePeriod:
    """One period of the fees' own kind, with the fees that the version in force at its start declares."""

    period: Period
    fees: Fees


class FeesBook:
    """All fees of the term. Every lookup raises ``Unsettled`` where an invoice that it needs was not seen,
    unless ``at_least``: then what was not seen counts as nothing, and the sum is a lower bound."""

    def __init__(self, plan: Plan, readings: Readings, timeline: Timeline, *, at_least: bool = False) -> None:
        self._plan = plan
        self._timeline = timeline
        self._at_least = at_least
        self._tables = {table.name: table for table in plan.tables}
        self._invoiced = {(one.period, one.keys): one.amount for one in readings.fees}
        self.periods = tuple(_fee_periods(plan, timeline))

    def of(self, period: Period, keys: Keys) -> Base:
        """The fees of a period: for one longer than the fee period the sum of the fees in it, for a
        shorter one the whole fee of the period around it (its share by days, where fees are spread).

        A fee period is in the period that holds its last instant.
        """
        fees = self._plan.terms_at(period.start).fees
        if fees is None:
            raise Unsettled(f"no fees are agreed for {period.label}")
        if fees.spread_by_days:
            return self.between(period.start, period.end, keys)
        inside = [one for one in self.periods if period.start < one.period.end <= period.end]
        if not inside or not is_longer(period.kind, fees.each):
            inside = [self._around(period)]
        amount = sum((self._amount(one, keys) for one in inside), Fraction(0))
        parts = [self._written(one, keys) for one in inside]
        return Base(amount, sum(one.period.days for one in inside), added(parts))

    def between(self, start: int, end: int, keys: Keys) -> Base:
        """The fees of a stretch of time, each fee period with its share by days."""
        amount, days = Fraction(0), 0
        parts: list[str] = []
        for one in self.periods:
            shared = self._days(max(start, one.period.start), min(end, one.period.end))
            if shared:
                amount += self._amount(one, keys) * shared / one.period.days
                days += shared
                parts.append(self._written(one, keys) + _part_of(shared, one.period.days))
        if not days:
            raise Unsettled("there are no fees in that time")
        return Base(amount, days, added(parts))

    def of_the_last_days(self, period: Period, days: int, keys: Keys) -> Base:
        """The fees of so many days that end with the period, as far as the term has them."""
        after = local_date(period.end - 1, self._plan.timezone) + _DAY
        return self.between(day_start(after - days * _DAY, self._plan.timezone), period.end, keys)

    def of_the_one_before(self, kind: PeriodKind, period: Period, keys: Keys) -> Base:
        """The fees of the period of that kind before the one that holds the last instant of the period."""
        every = self._timeline.of(kind)
        holding = self._timeline.holding(kind, period)
        number = every.index(holding) if holding else 0
        if number == 0:
            label = holding.label if holding else period.label
            raise Unsettled(f"the term has no {kind} before {label}, whose fees are the base")
        return self.of(every[number - 1], keys)

    def of_a_month(self, period: Period, keys: Keys) -> Base:
        """What one whole month costs, at the fees of the month that holds the period's last instant."""
        month = self._timeline.month_of(period)
        one = self._around(month)
        kind = one.period.kind
        if kind == "term":
            raise Unsettled("fees for the whole term have no amount for a month")
        if kind not in _MONTHS:
            return self.of(month, keys)
        amount, written = self._amount(one, keys), self._written(one, keys)
        if not _is_invoiced(one.fees):
            amount = amount * one.period.whole_days / one.period.days
            written += _part_of(one.period.whole_days, one.period.days)
        months = _MONTHS[kind]
        return Base(amount / months, month.days, written + (f" / {months}" if months > 1 else ""))

    def find(self, one: FeePeriod, keys: Keys) -> Fraction | None:
        """The fees of one fee period, ``None`` where no invoice was seen."""
        try:
            return self._amount(one, keys)
        except Unsettled:
            return None

    def is_by_key(self, one: FeePeriod, keys: Keys) -> bool:
        """Whether invoices of a fee period were read for these keys."""
        return (one.period.label, tuple(value for _, value in keys)) in self._invoiced

    # --- one fee period --------------------------------------------------------------------------

    def _around(self, period: Period) -> FeePeriod:
        last = period.end - 1
        found = [one for one in self.periods if one.period.start <= last < one.period.end]
        if not found:
            raise Unsettled(f"no fees are agreed for {period.label}")
        return found[-1]

    def _amount(self, one: FeePeriod, keys: Keys) -> Fraction:
        part = Fraction(one.period.days, one.period.whole_days)
        match one.fees:
            case FixedFees(amount=amount):
                return Fraction(amount) * part
            case FeesByKey(table=name, field=field):
                return _in_table(self._tables[name], field, keys) * part
            case _:
                return self._seen(one.period, keys)

    def _written(self, one: FeePeriod, keys: Keys) -> str:
        """The fees of a fee period, and the part of it that is in the term."""
        part = _part_of(one.period.days, one.period.whole_days)
        match one.fees:
            case FixedFees(amount=amount):
                return self._money(amount) + part
            case FeesByKey(table=name, field=field):
                rows = _rows_of(self._tables[name], field, keys)
                return added([self._money(Fraction(amount)) for amount in rows]) + part
            case InvoicedFees():
                return self._money(self._seen(one.period, keys))
            case _:
                assert_never(one.fees)

    def _money(self, amount: Decimal | Fraction) -> str:
        return format_money(amount, self._plan.currency)

    def _seen(self, period: Period, keys: Keys) -> Fraction:
        amount = self._invoiced.get((period.label, tuple(value for _, value in keys)))
        if amount is not None:
            return amount
        if self._at_least:
            return Fraction(0)
        of_whom = "".join(f" of {field} {value}" for field, value in keys)
        raise Unsettled(f"no invoice{of_whom} was seen for {period.label}")

    def _days(self, start: int, end: int) -> int:
        if start >= end:
            return 0
        zone = self._plan.timezone
        return (local_date(end - 1, zone) - local_date(start, zone)).days + 1


def _in_table(table: Table, field: str, keys: Keys) -> Fraction:
    return sum(_rows_of(table, field, keys), Fraction(0))


def _rows_of(table: Table, field: str, keys: Keys) -> Sequence[Fraction]:
    """The amount for the value of the field, or those of all values."""
    value = dict(keys).get(field)
    if value is None:
        return [amount for _, amount in table.rows]
    found = dict(table.rows).get(value, table.default)
    if found is None:
        raise Unsettled(f"table `{table.name}` has no row for `{value}`")
    return [found]


def _part_of(days: int, whole: int) -> str:
    """`` x 14 / 31``, or nothing for the whole."""
    return "" if days == whole else f" x {days} / {whole} days"


def _is_invoiced(fees: Fees) -> bool:
    return not isinstance(fees, FixedFees | FeesByKey)


def _fee_periods(plan: Plan, timeline: Timeline) -> Iterator[FeePeriod]:
    for terms in plan.versions:
        fees = terms.fees
        for period in timeline.of(fees.each) if fees else ():
            if fees and plan.terms_at(period.start) is terms:
                yield FeePeriod(period, fees)
