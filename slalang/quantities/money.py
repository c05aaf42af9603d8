"""Exact amounts of money: rounded once, shared out to the cent, written for people.

An amount on its way is a ``Fraction``, an amount on a line a ``Decimal``. Sums go through
``sum_money``: the arithmetic of ``Decimal`` itself rounds silently at 28 digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from functools import reduce
from typing import Literal, TypeAlias

from slalang.quantities.currency import minor_digits
from slalang.quantities.ratio import ELLIPSIS, NUMBER_PATTERN, cut, group_thousands, is_cut, join_decimals

RoundingMode: TypeAlias = Literal["half up", "half even", "half down", "up", "down"]

ROUNDING_MODES: tuple[RoundingMode, ...] = ("half up", "half even", "half down", "up", "down")
"""``up`` is away from zero and ``down`` towards zero, so a credit and its return round alike."""

_MONEY = re.compile(rf"({NUMBER_PATTERN}) ([A-Z]{{3}})")
_EXACT = Context(prec=1000, traps=[Inexact, InvalidOperation])


def parse_money(text: str) -> tuple[Decimal, str] | None:
    """The amount and the currency code of ``12_000.00 EUR``, or ``None`` where the text is not money."""
    match = _MONEY.fullmatch(text)
    return (Decimal(match[1].replace("_", "")), match[2]) if match else None


def round_money(amount: Fraction, mode: RoundingMode, quantum: Decimal) -> Decimal:
    """The multiple of the quantum the amount rounds to. It has as many decimals as the quantum."""
    steps = abs(amount) / Fraction(quantum)
    rounded = _round_steps(steps, mode)
    return _multiple(-rounded if amount < 0 else rounded, quantum)


def round_ratio(value: Fraction, mode: RoundingMode, quantum: Fraction) -> Fraction:
    """The multiple of the quantum a measured value rounds to (``rounded to 0.1%``)."""
    rounded = _round_steps(abs(value) / quantum, mode)
    return quantum * (-rounded if value < 0 else rounded)


def _round_steps(steps: Fraction, mode: RoundingMode) -> int:
    whole, rest = divmod(steps, 1)
    half = Fraction(1, 2)
    away = {
        "half up": rest >= half,
        "half down": rest > half,
        "half even": rest > half or (rest == half and whole % 2 == 1),
        "up": rest > 0,
        "down": False,
    }
    return whole + away[mode]


def _multiple(steps: int, quantum: Decimal) -> Decimal:
    return _EXACT.multiply(Decimal(steps), quantum)


def sum_money(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum, with the most decimals any of the amounts has."""
    return reduce(_EXACT.add, amounts, Decimal(0))


def allocate(total: Decimal, weights: Sequence[Fraction | Decimal], quantum: Decimal) -> tuple[Decimal, ...]:
    """Shares a total out in proportion to the weights, in whole quanta, by largest remainder.

    The parts sum to the total exactly and each stays less than one quantum from its exact share. What
    is left after rounding down goes to the largest remainders, the earlier one where two are equal.
    Raises ``ValueError`` for a total that is no multiple of the quantum, a negative weight, and weights
    that are all zero under a total that is not.
    """
    exact = [Fraction(weight) for weight in weights]
    steps = Fraction(total) / Fraction(quantum)
    _require_divisible(steps, exact)
    sign = -1 if steps < 0 else 1
    return tuple(_multiple(sign * part, quantum) for part in _share_out(abs(steps.numerator), exact))


def _require_divisible(steps: Fraction, weights: Sequence[Fraction]) -> None:
    if steps.denominator != 1:
        raise ValueError("the total is not a multiple of the quantum")
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    if steps and not any(weights):
        raise ValueError("no weight is above zero")


def _share_out(steps: int, weights: Sequence[Fraction]) -> list[int]:
    whole = sum(weights) or Fraction(1)
    shares = [steps * weight / whole for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: parts[index] - shares[index])
    for index in by_remainder[: steps - sum(parts)]:
        parts[index] += 1
    return parts


def format_money(amount: Decimal | Fraction, currency: str) -> str:
    """For people: ``6,666.67 EUR``, ``5,000 JPY``.

    At least the currency's minor digits are shown, and more where the amount has them; a fraction is
    shown to four places beyond the minor digits, then ``…``.
    """
    exact = Fraction(amount)
    least = minor_digits(currency)
    places = max(least, _places(amount)) if isinstance(amount, Decimal) else least + 4
    whole, decimals = cut(exact, places)
    if is_cut(exact, places):
        return f"{join_decimals(group_thousands(whole), decimals)}{ELLIPSIS} {currency}"
    kept = decimals[:least] + decimals[least:].rstrip("0")
    return f"{join_decimals(group_thousands(whole), kept)} {currency}"


def _places(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
