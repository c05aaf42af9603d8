"""What amounts of an agreement come to, as far as that is known before anything is measured."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from slalang.model.aggregates import function_of
from slalang.model.constants import constant, written
from slalang.model.contract import Version
from slalang.model.descent import every
from slalang.quantities import format_money
from slalang.rules.stretch import MONTHS, Stretch
from slalang.syntax import nodes
from slalang.syntax.nodes import PeriodUnit
from slalang.values import Frozen, value


@value
class Worth(Frozen):
    """So many times the fees of one fee period, and an amount of money beside them."""

    fees: Fraction = Fraction(0)
    money: Fraction = Fraction(0)

    def __add__(self, other: Worth) -> Worth:
        return Worth(self.fees + other.fees, self.money + other.money)

    def times(self, factor: Fraction | int) -> Worth:
        """So many times as much."""
        return Worth(self.fees * factor, self.money * factor)

    @property
    def is_nothing(self) -> bool:
        """Whether it is nothing whatever the fees are."""
        return not self.fees and not self.money


NOTHING = Worth()


@value
class Tariff(Frozen):
    """The fees of one version, what is at risk of them and its pools, and the currency.

    ``amount`` is what each fee period costs, ``None`` where that is not written as one amount.
    """

    each: PeriodUnit | None
    amount: Fraction | None
    is_spread: bool
    at_risk: nodes.Share | None
    pools: tuple[nodes.Pool, ...]
    currency: str

    def fees_of(self, stretch: Stretch) -> Fraction | None:
        """How many times the fees of one fee period the fees of a stretch are, if that is known.

        A period shorter than the fee period has the whole fees of it, unless they are spread by days.
        """
        if self.each is None or stretch.kind == self.each:
            return None if self.each is None else Fraction(stretch.count)
        own, fee = stretch.months, MONTHS.get(self.each)
        if fee is None or (own is None and self.is_spread):
            return None
        if own is None or own < fee:
            return None if self.is_spread or stretch.count > 1 else Fraction(1)
        return Fraction(own, fee)

    def worth(self, amount: nodes.Amount, stretch: Stretch) -> Worth | None:
        """What an amount comes to over a stretch, ``None`` where that depends on more than its fees."""
        match amount:
            case nodes.Share(ratio=ratio, of=base):
                whole = self._base(base, stretch)
                return None if whole is None else whole.times(ratio.value)
            case nodes.FeesFor(count=count, unit=unit):
                return self._fees_for(count * MONTHS.get(unit, 0))
            case nodes.ServiceFor() | nodes.Points():
                return None
            case _:
                return self._reckoned(amount, stretch)

    def _base(self, base: nodes.Base, stretch: Stretch) -> Worth | None:
        match base.kind:
            case "fees" | "its fees":
                fees = self.fees_of(stretch)
                return None if fees is None else Worth(fees)
            case "at risk":
                return self.worth(self.at_risk, stretch) if self.at_risk else None
            case "pool":
                return self._pool(base, stretch)
            case _:
                return None

    def _pool(self, base: nodes.Base, stretch: Stretch) -> Worth | None:
        name = base.pool.text if base.pool else ""
        amount = next((pool.amount for pool in self.pools if pool.name.text == name), None)
        if isinstance(amount, nodes.Share) and amount.of.kind == "at risk":
            return self.worth(amount, stretch)
        return None

    def _fees_for(self, months: Fraction) -> Worth | None:
        fee = MONTHS.get(self.each or "")
        return None if not months or fee is None or self.amount is None else Worth(months / fee)

    def _reckoned(self, amount: nodes.Expression, stretch: Stretch) -> Worth | None:
        if not _is_in(self.currency, amount):
            return None
        known = constant(amount)
        if known is not None:
            return Worth(money=known)
        fees, factor = self.fees_of(stretch), highest_multiple_of_fees(amount)
        return None if fees is None or factor is None else Worth(fees * factor)

    # --- comparing -------------------------------------------------------------------------------

    def in_money(self, worth: Worth) -> Fraction | None:
        """The amount of money, where it is known."""
        if not worth.fees:
            return worth.money
        return None if self.amount is None else worth.fees * self.amount + worth.money

    def exceeds(self, one: Worth, other: Worth) -> bool | None:
        """Whether the one is more than the other, ``None`` where that depends on the fees."""
        amounts = self.in_money(one), self.in_money(other)
        if amounts[0] is not None and amounts[1] is not None:
            return amounts[0] > amounts[1]
        if one.fees >= other.fees and one.money >= other.money:
            return one != other
        return False if one.fees <= other.fees and one.money <= other.money else None

    def highest(self, worths: Iterable[Worth]) -> Worth | None:
        """The highest, ``None`` where that depends on the fees; nothing of none."""
        found = NOTHING
        for worth in worths:
            exceeds = self.exceeds(worth, found)
            if exceeds is None:
                return None
            found = worth if exceeds else found
        return found

    def shown(self, worth: Worth, stretch: Stretch) -> str:
        """For messages: as a share of the fees of the stretch, or as money."""
        fees, money = self.fees_of(stretch), self.in_money(worth)
        if worth.money or not fees:
            return self.text(money) if money is not None else f"fees and {self.text(worth.money)}"
        own, fee = stretch.months or 0, MONTHS.get(self.each or "", 0)
        of_what = stretch.name if own >= fee else f"a {self.each}"
        return f"{written(worth.fees / fees, 'ratio')} of the fees of {of_what}"

    def text(self, amount: Fraction) -> str:
        """An amount of money for people."""
        return format_money(amount, self.currency)


def tariff_of(version: Version) -> Tariff:
    """What is known of the fees of a version."""
    fees, risk = version.clauses.only(nodes.Fees), version.clauses.only(nodes.AtRisk)
    pools = tuple(pool.node for pool in version.clauses.every(nodes.Pool))
    at_risk = _share_of_fees(risk.node.amount) if risk else None
    rounding = version.clauses.only(nodes.Round)
    currency = rounding.node.to.currency if rounding else ""
    if fees is None:
        return Tariff(None, None, False, at_risk, pools, currency)
    amount = constant(fees.node.amount) if _is_in(currency, fees.node.amount) else None
    return Tariff(fees.node.each.kind, amount, fees.node.spread_by_days, at_risk, pools, currency)


def _is_in(currency: str, amount: nodes.Node) -> bool:
    """Whether all the money in it is in the currency: of an agreement with several, that is reported."""
    return all(each.currency == currency for each in every(nodes.Money, amount))


def _share_of_fees(amount: nodes.Amount) -> nodes.Share | None:
    return amount if isinstance(amount, nodes.Share) and amount.of.kind in ("fees", "its fees") else None


# --- formulas ----------------------------------------------------------------------------------


def highest_multiple_of_fees(amount: nodes.Expression) -> Fraction | None:
    """The factor of `10 * fees * time(outage) / time(period)`: a part of the period is all of it at most.

    ``None`` for every other formula.
    """
    factors, divisors = _factors(amount)
    times = [each for each in factors if isinstance(each, nodes.Aggregate) and function_of(each) == "time"]
    periods = [each for each in divisors if isinstance(each, nodes.PeriodTime)]
    fees = [each for each in factors if isinstance(each, nodes.NameRef) and each.name.text == "fees"]
    numbers = [constant(each) for each in factors if each not in times and each not in fees]
    below = [constant(each) for each in divisors if each not in periods]
    if len(fees) != 1 or len(times) != len(periods) or None in numbers or None in below or 0 in below:
        return None
    product = Fraction(1)
    for number in numbers:
        product *= number or 0
    for number in below:
        product /= number or 1
    return product


def _factors(amount: nodes.Expression) -> tuple[list[nodes.Expression], list[nodes.Expression]]:
    """What is multiplied, and what it is divided by."""
    match amount:
        case nodes.Binary(operator="*" | "/" as operator, left=left, right=right):
            above, below = _factors(left)
            more, less = _factors(right)
            return (above + more, below + less) if operator == "*" else (above + less, below + more)
        case _:
            return [amount], []
