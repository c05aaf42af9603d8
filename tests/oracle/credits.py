"""What a period pays before anything is held against other credits: base, repeat, objective cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.expressions import value
from tests.oracle.fees import ORDER, Fees, terms_at
from tests.oracle.outcomes import MISSES, Result, stands, within
from tests.oracle.periods import Period, last_days, periods
from tests.oracle.plain import Json, ceiling, floor, fraction, rounded


class Unknown(Exception):
    """An amount depends on what is not known: fees without an invoice, or a value that is not there."""


@dataclass
class Paying:
    """One period of an objective, with the periods before it, about to be paid for."""

    plan: Json
    fees: Fees
    results: Sequence[Result]

    @property
    def result(self) -> Result:
        """The period that is paid for."""
        return self.results[-1]

    def due(self) -> Fraction | None:
        """The credit of the period, rounded once; ``None`` as long as it cannot be worked out."""
        objective = self.result.objective
        if objective["credit"] is None or objective["report_only"]:
            return Fraction(0)
        try:
            return self.known()
        except Unknown:
            return None

    def known(self) -> Fraction:
        """Rounded once; a cap that is no whole number of cents is cut down to one."""
        objective = self.result.objective
        amount = self.repeated(self.base(objective["credit"]), objective["credit"])
        rounding = self.plan["rounding"]
        quantum = fraction(rounding["quantum"])
        due = rounded(amount, quantum, rounding["mode"])
        if objective["cap"] is not None:
            due = min(due, rounded(self.amount(objective["cap"]), quantum, "down"))
        return due

    # --- base --------------------------------------------------------------------------------

    def base(self, credit: Json) -> Fraction:
        """What the rows come to."""
        if credit["for_each"] is not None:
            lengths = self.result.measures[credit["for_each"]] or ()
            return sum((self.block(credit, Fraction(length)) for length in lengths), Fraction(0))
        return self.block(credit, self.result.compared)

    def block(self, credit: Json, measured: Fraction | None) -> Fraction:
        """The highest of the rows that hold, or their sum."""
        rows = [row for row in credit["rows"] if self.holds(row["trigger"], measured)]
        amounts = [self.row(row) for row in rows if not _of_the_credit(row)]
        come_to = self.together(credit, amounts)
        shares = [fraction(row["amount"]["ratio"]) * come_to for row in rows if _of_the_credit(row)]
        return self.together(credit, amounts + shares)

    def together(self, credit: Json, amounts: list[Fraction]) -> Fraction:
        """All of them, or the highest."""
        return sum(amounts, Fraction(0)) if credit["all_add_up"] else max(amounts, default=Fraction(0))

    def holds(self, trigger: Json, measured: Fraction | None) -> bool:
        """Whether a row pays in this period."""
        match trigger["kind"]:
            case "rung":
                threshold = fraction(trigger["threshold"])
                return self.reads(measured) and stands(trigger["operator"], known(measured), threshold)
            case "band":
                return self.reads(measured) and _between(trigger, known(measured))
            case "on-miss":
                return self.result.outcome in MISSES
            case "always":
                return measured is not None
            case "on-breach":
                return self.result.breach and self.nth(trigger)
        raise NotImplementedError(trigger["kind"])

    def reads(self, measured: Fraction | None) -> bool:
        """Whether rungs and bands are set against what was measured."""
        return measured is not None and self.result.value_pays

    def nth(self, trigger: Json) -> bool:
        """Whether so many breaches came together."""
        if trigger["nth"] is None:
            return True
        last = self.result.period
        number = sum(
            one.breach and within(one.period, last, trigger["months"], self.plan) for one in self.results
        )
        return number >= trigger["nth"] if trigger["later"] else number == trigger["nth"]

    def row(self, row: Json) -> Fraction:
        """What one row pays: its amount, once or so many times."""
        return self.amount(row["amount"]) * (1 if row["per"] is None else self.times(row["per"]))

    def times(self, per: Json) -> Fraction:
        """How many units there are."""
        if per["kind"] == "per-point":
            target, measured = self.result.objective["target"], self.result.compared
            if measured is None:
                raise Unknown
            threshold = fraction(target["threshold"])
            short = threshold - measured if target["operator"].startswith(">") else measured - threshold
            return units((short - fraction(per["beyond"])) / fraction(per["point"]), per["mode"])
        found, beyond = self.result.measures[per["measure"]], fraction(per["beyond"])
        if per["kind"] == "per-row":
            return max(Fraction(0), (found or 0) - beyond)
        unit = fraction(per["unit"])
        if isinstance(found, list):
            return sum((units((Fraction(one) - beyond) / unit, per["mode"]) for one in found), Fraction(0))
        return units(((found or 0) - beyond) / unit, per["mode"])

    # --- repeat ------------------------------------------------------------------------------

    def repeated(self, amount: Fraction, credit: Json) -> Fraction:
        """A further breach in a row pays so many times its own amount."""
        before = self.results[-2] if len(self.results) > 1 else None
        if credit["repeat"] is None or before is None or not (self.result.breach and before.breach):
            return amount
        if credit["repeat"]["amount"] is not None:
            return self.amount(credit["repeat"]["amount"])
        return amount * fraction(credit["repeat"]["factor"])

    # --- amounts -----------------------------------------------------------------------------

    def amount(self, amount: Json) -> Fraction:
        """An amount of money for this period."""
        period, keys = self.result.period, self.result.keys
        return amount_for(amount, period, keys, self.fees, self.plan, self.result)


def amount_for(
    amount: Json,
    period: Period,
    keys: tuple[str, ...],
    fees: Fees,
    plan: Json,
    result: Result | None = None,
    terms: Json | None = None,
) -> Fraction:
    """An amount of money for a period, or for the horizon of a cap by the terms of the month it is in."""
    if amount["kind"] == "fixed":
        return fraction(amount["amount"])
    if amount["kind"] == "months-of-fees":
        return fraction(amount["months"]) * known(fees.of_a_month(period, keys))
    if amount["kind"] == "share" and amount["of"].startswith("fees of"):
        return fraction(amount["ratio"]) * known(earlier_fees(amount, period, keys, fees, plan))
    base = known(fees.of(period, keys))
    terms = terms or terms_at(plan, period.start)
    match amount["kind"]:
        case "share":
            return fraction(amount["ratio"]) * share_of(amount, base, terms)
        case "days-of-fees" | "days-of-service":
            return fraction(amount["days"]) * base / fee_days(period, terms, plan)
        case "formula":
            assert result is not None
            return known(value(amount["expression"], result.measures, plan, base))
    raise NotImplementedError(amount["kind"])


def share_of(amount: Json, base: Fraction, terms: Json) -> Fraction:
    """What an amount is a share of."""
    risk = terms["at_risk"]
    match amount["of"]:
        case "fees":
            return base
        case "at risk":
            return base * fraction(risk["ratio"])
        case "pool":
            pool = next(pool for pool in risk["pools"] if pool["name"] == amount["pool"])
            return base * fraction(risk["ratio"]) * fraction(pool["ratio"])
    raise NotImplementedError(amount["of"])


def earlier_fees(
    amount: Json, period: Period, keys: tuple[str, ...], fees: Fees, plan: Json
) -> Fraction | None:
    """The fees of the last days, or of the whole month, quarter or year before; unknown where the term has
    none before."""
    if amount["of"] == "fees of the last days":
        return fees.of(last_days(amount["days"], period, plan), keys)
    before = [one for one in periods(amount["each"], plan) if one.end <= period.last]
    return fees.of(before[-1], keys) if before else None


def fee_days(period: Period, terms: Json, plan: Json) -> int:
    """The days that the fees are for: the period's own where they are spread over days, else those of the
    fee periods that end in it, or of the one around it."""
    each = terms["fees"]["each"]
    if terms["fees"]["spread_by_days"] or period.kind == "by days":
        return period.days
    inside = [one.days for one in periods(each, plan) if period.start <= one.last < period.end]
    if inside and ORDER.index(period.kind) >= ORDER.index(each):
        return sum(inside)
    return next(one.days for one in periods(each, plan) if one.start <= period.last < one.end)


def known(number: Fraction | None) -> Fraction:
    """A number that is there."""
    if number is None:
        raise Unknown
    return number


def units(number: Fraction, mode: str) -> Fraction:
    """Whole units: full ones, started ones, the nearest number (half up), or exactly."""
    number = max(Fraction(0), number)
    match mode:
        case "full":
            return Fraction(floor(number))
        case "started":
            return Fraction(ceiling(number))
        case "nearest":
            return Fraction(floor(number + Fraction(1, 2)))
    return number


def _of_the_credit(row: Json) -> bool:
    return bool(row["amount"].get("of") == "credit")


def _between(band: Json, measured: Fraction) -> bool:
    above = band["low"] is None or stands(
        ">=" if band["low_included"] else ">", measured, fraction(band["low"])
    )
    below = band["high"] is None or stands(
        "<=" if band["high_included"] else "<", measured, fraction(band["high"])
    )
    return above and below
