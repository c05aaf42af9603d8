"""Caps of each interval of a stream: of what all credits pay for one outage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slalang.plan.plan import Plan
from slalang.plan.terms import Cap
from slalang.quantities import allocate, format_local
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts, Occasion, Worked
from slalang.settlement.origins import Origin
from slalang.settlement.paid import Paid
from slalang.settlement.wording import clause_text
from slalang.statement import CapLine

Parts: TypeAlias = Sequence[tuple[Origin | None, Decimal]]


@dataclass(frozen=True)
class OutageCap:
    """One such cap in one month. Raises ``Unsettled`` where fees are missing."""

    plan: Plan
    amounts: Amounts
    cap: Cap
    month: Period

    def applied(
        self, paid: Sequence[Paid], earlier: Sequence[Paid]
    ) -> tuple[tuple[Paid, ...], tuple[CapLine, ...]]:
        """The credits of the month with no outage above the cap, and a line for each outage that was."""
        parts = [self.parts(one) for one in paid]
        before = self._sums(map(self.parts, earlier))
        lines: list[CapLine] = []
        reckoned: list[list[str]] = [[] for _ in paid]
        for origin, whole in self._sums(parts).items():
            places = [
                (row, column)
                for row, own in enumerate(parts)
                for column, (of, _) in enumerate(own)
                if of == origin
            ]
            limit = self._limit(dict.fromkeys(row for row, _ in places), paid)
            money, most = self.amounts.money, self.amounts.money.at_most(limit.amount)
            paid_before = before.get(origin, money.zero)
            left = max(money.zero, money.sum(most, -paid_before))
            if whole <= left:
                continue
            amounts = [parts[row][column][1] for row, column in places]
            was = {row: self._own(parts[row], origin) for row, _ in places}
            for (row, column), part in zip(places, allocate(left, amounts, money.quantum), strict=True):
                parts[row][column] = (origin, part)
            for row, amount in was.items():
                now = self._own(parts[row], origin)
                reckoned[row].append(self._said(origin, amount, now, limit, most))
            total = money.sum(paid_before, whole)
            after = money.sum(paid_before, left)
            lines.append(CapLine(self.cap.clause, self._named(origin), most, total, after))
        cut = [self._cut(one, own, said) for one, own, said in zip(paid, parts, reckoned, strict=True)]
        return tuple(cut), tuple(lines)

    def parts(self, one: Paid) -> list[tuple[Origin | None, Decimal]]:
        """What of a credit is for which outage, to the cent; nothing where it is not told apart."""
        money = self.amounts.money
        if not any(weight for _, weight in one.parts):
            return [(None, one.amount)]
        weights = [weight for _, weight in one.parts]
        amounts = allocate(one.amount, weights, money.quantum)
        return [(origin, amount) for (origin, _), amount in zip(one.parts, amounts, strict=True)]

    def _own(self, parts: Parts, origin: Origin) -> Decimal:
        return self.amounts.money.sum(*(part for of, part in parts if of == origin))

    def _sums(
        self,
        every: Iterable[Parts],
    ) -> Mapping[Origin, Decimal]:
        sums: dict[Origin, Decimal] = {}
        for parts in every:
            for origin, amount in parts:
                if origin is not None and origin.stream == self.cap.stream:
                    sums[origin] = self.amounts.money.sum(sums.get(origin, self.amounts.money.zero), amount)
        return sums

    def _limit(self, rows: Mapping[int, None], paid: Sequence[Paid]) -> Worked:
        """The most for one outage: its fees are those of the period and the keys of the credits, where they
        all have the same, else those of the month."""
        ones = [paid[row].due.period for row in rows]
        periods, keys = {one.period for one in ones}, {one.keys for one in ones}
        period = ones[0].period if len(periods) == 1 else self.month
        occasion = Occasion(ones[0].terms, period, ones[0].keys if len(keys) == 1 else (), {})
        return self.amounts.work_out(self.cap.amount, occasion)

    def _cut(self, one: Paid, parts: Parts, said: Sequence[str]) -> Paid:
        if not said:
            return one
        money = self.amounts.money
        amount = money.sum(*(part for _, part in parts))
        text = f"{clause_text(self.plan, self.cap.clause)}: {'; '.join(said)}"
        cut = one.cut("outage cap", self.cap.clause, text, amount)
        return replace(cut, parts=tuple((origin, Fraction(part)) for origin, part in parts))

    def _said(self, origin: Origin, was: Decimal, now: Decimal, limit: Worked, most: Decimal) -> str:
        money = self.amounts.money
        how = money.text(most) if money.text(most) == limit.how else f"{money.text(most)} ({limit.how})"
        return f"{self._named(origin)}: {money.text(was)} becomes {money.text(now)}, its share of {how}"

    def _named(self, origin: Origin) -> str:
        start, end = (_clock(at, self.plan.timezone) for at in (origin.interval.start, origin.interval.end))
        name = f" ({origin.interval.name})" if origin.interval.name else ""
        until = end.split()[1] if start.split()[0] == end.split()[0] else end
        return f"`{origin.stream}`{name} of {start} to {until}"


def _clock(at: int, zone: str) -> str:
    """The day and the time of day, without seconds where there are none."""
    return format_local(at, zone)[:19].replace("T", " ").removesuffix(":00")
