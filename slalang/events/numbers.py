"""Numbers in plain digits, scaled to whole units: integers, decimals, money, lengths, epoch times."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from slalang.diagnostics import Kind
from slalang.events.findings import Wrong
from slalang.events.rules import Rule
from slalang.plan.streams import SCALE
from slalang.quantities import DURATION_UNITS

NOT_A_NUMBER = Kind("SLA532", "not-a-number")
TOO_FINE = Kind("SLA533", "too-fine")
OUT_OF_RANGE = Kind("SLA534", "number-out-of-range")
NEGATIVE = Kind("SLA535", "negative-length")
OTHER_CURRENCY = Kind("SLA536", "other-currency")
NOT_A_DURATION = Kind("SLA537", "wrong-duration")

_PLACES = 9
_MOST = 9 * 10**18
_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_WITH_CURRENCY = re.compile(r"(.*?) ?([A-Z]{3})", re.DOTALL)
_EXPONENT = re.compile(r"-?[0-9.]+[eE][+-]?[0-9]+")


@dataclass(frozen=True)
class Scaled:
    """A plain number times ``scale``, which has to come out whole.

    ``finer`` says of a value that does not what is wrong with it.
    """

    scale: int
    finer: str
    signed: bool = True
    suffix: str = ""

    @property
    def digits(self) -> int:
        """How many digits may stand before the point, so that the result fits in 63 bits."""
        return len(str(_MOST // self.scale)) - 1

    @property
    def pattern(self) -> str:
        """The texts that are such a number, but for the size of what is left over."""
        sign = "-?" if self.signed else ""
        return f"{sign}[0-9]{{1,{self.digits}}}(?:\\.[0-9]{{1,{_PLACES}}}0*)?{self.suffix}"

    def sql(self, bare: str) -> str:
        """The value of a text that is known to match, given the expression of its digits."""
        exact = f"(TRY_CAST({bare} AS DECIMAL(28, {_PLACES})) * {self.scale})"
        return (
            f"CASE WHEN NOT contains({bare}, '.') THEN TRY_CAST({bare} AS BIGINT) * {self.scale} "
            f"WHEN {exact} % 1 = 0 THEN TRY_CAST({exact} AS BIGINT) END"
        )

    def read(self, text: str) -> int | Wrong:
        """The value of a text, or why it has none."""
        found = _NUMBER.fullmatch(text)
        if found is None:
            return _not_a_number(text)
        sign, whole, places = found[1], found[2], (found[3] or "").rstrip("0")
        if sign and not self.signed:
            return Wrong(NEGATIVE, "which is less than zero")
        if len(whole) > self.digits:
            return Wrong(OUT_OF_RANGE, f"which has more than {self.digits} digits before the point")
        value = (
            Fraction(int(whole + places), 10 ** len(places)) * self.scale if len(places) <= _PLACES else None
        )
        if value is None or value.denominator != 1:
            return Wrong(TOO_FINE, self.finer, "round it in the export, where it is known how")
        return -value.numerator if sign else value.numerator

    def rule(self) -> Rule:
        """The rule of a field that holds such a number and nothing else."""
        sql = f"CASE WHEN regexp_full_match({{cell}}, {{pattern}}) THEN {self.sql('{cell}')} END"
        return Rule(sql, self.read, {"pattern": self.pattern})


def _not_a_number(text: str) -> Wrong:
    help = "write digits with a point, such as 12.5"
    if _EXPONENT.fullmatch(text):
        return Wrong(NOT_A_NUMBER, "which is written with an exponent", help)
    if "," in text and _NUMBER.fullmatch(text.replace(",", "")):
        said = "write a point before the decimals and nothing between the thousands, such as 12500.75"
        return Wrong(NOT_A_NUMBER, "which is written with a comma", said)
    if _WITH_UNIT.fullmatch(text):
        said = "export the number alone, or declare the field a `duration`"
        return Wrong(NOT_A_NUMBER, "which has a unit", said)
    return Wrong(NOT_A_NUMBER, "which is not a number in plain digits", help)


def integer_rule() -> Rule:
    """A whole number."""
    return Scaled(1, "which is not a whole number").rule()


def decimal_rule() -> Rule:
    """A number with up to six decimal places, in millionths."""
    return Scaled(SCALE, "which has more than six decimal places").rule()


def money_rule(currency: str) -> Rule:
    """An amount in the agreement's currency, which may stand behind it, in millionths."""
    amount = Scaled(SCALE, "which has more than six decimal places", suffix=f"(?: ?{currency})?")

    def read(text: str) -> int | Wrong:
        found = _WITH_CURRENCY.fullmatch(text)
        if found is None:
            return amount.read(text)
        if found[2] != currency:
            said = f"which is in {found[2]}, and the agreement's currency is {currency}"
            return Wrong(OTHER_CURRENCY, said, "an agreement has one currency; convert it in the export")
        return amount.read(found[1])

    bare = f"rtrim({{cell}}, ' {currency}')"
    sql = f"CASE WHEN regexp_full_match({{cell}}, {{pattern}}) THEN {amount.sql(bare)} END"
    return Rule(sql, read, {"pattern": amount.pattern})


def length_rule(unit: str) -> Rule:
    """A number of one unit of time, in microseconds."""
    amount = Scaled(DURATION_UNITS[unit], "which is finer than a microsecond", signed=False)

    def read(text: str) -> int | Wrong:
        value = amount.read(text)
        with_unit = _WITH_UNIT.fullmatch(text)
        if not isinstance(value, Wrong) or with_unit is None:
            return value
        said = f"which has a unit, and the field holds bare numbers: it is declared `duration in {unit}`"
        help = f"export the number alone, in {unit}, or declare a plain `duration`, which reads `1h30m`"
        return Wrong(NOT_A_DURATION, said, help)

    return replace(amount.rule(), read=read)


_WITH_UNIT = re.compile(r"[0-9]+(?:\.[0-9]+)? ?(?:us|µs|ms|s|m|h|sec|min)")


_LITERAL = "".join(
    f"(?:([0-9]{{1,{digits}}}){unit})?"
    for unit, digits in (("h", 8), ("m", 10), ("s", 11), ("ms", 14), ("us", 17))
)


def duration_rule() -> Rule:
    """A literal such as ``1h30m``, in microseconds."""

    def read(text: str) -> int | Wrong:
        found = re.fullmatch(_LITERAL, text)
        if not text or found is None:
            help = "declare the unit of the field, such as `duration in ms`, if it holds bare numbers"
            return Wrong(NOT_A_DURATION, "which is not a duration such as `250ms` or `1h30m`", help)
        amounts = zip(found.groups("0"), DURATION_UNITS.values(), strict=True)
        return sum(int(amount) * size for amount, size in amounts)

    names = list(DURATION_UNITS)
    total = " + ".join(
        f"coalesce(TRY_CAST({{parts}}.{name} AS BIGINT), 0) * {size}" for name, size in DURATION_UNITS.items()
    )
    some = " || ".join(f"{{parts}}.{name}" for name in names)
    parts = f"regexp_extract({{cell}}, {{pattern}}, {names})"
    return Rule(
        f"CASE WHEN {some} <> '' THEN {total} END", read, {"pattern": f"^{_LITERAL}$"}, parts_sql=parts
    )
