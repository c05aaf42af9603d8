"""Values as a test of a contract can expect them: what is shown can be written."""

from __future__ import annotations

from fractions import Fraction

from slalang.model.constants import written
from slalang.quantities import Unit, decimal_text, minor_unit, parse_number, round_ratio

_STEPS = {"ratio": Fraction(1, 1_000_000), "duration": Fraction(1), "number": Fraction(1, 10_000)}


def written_value(value: Fraction, unit: Unit, currency: str) -> str | None:
    """The literal that stands for exactly this value (``99.15%``, ``4h12m``, ``1_200.00 EUR``), ``None``
    where there is none: its decimals never end, or are more than a literal has."""
    if value < 0:
        positive = written_value(-value, unit, currency)
        return positive and f"-{positive}"
    if unit == "duration":
        return written(value, unit) if value.denominator == 1 else None
    text = decimal_text(value * 100 if unit == "ratio" else value)
    if text is None or parse_number(text) is None:
        return None
    match unit:
        case "ratio":
            return f"{text}%"
        case "money":
            return f"{_grouped(text, currency)} {currency}"
        case _:
            return text


def written_rounded(value: Fraction, unit: Unit, currency: str) -> str | None:
    """The same for a value that has no literal: ``66.6667% rounded to 0.0001%``."""
    step = _STEPS.get(unit, Fraction(minor_unit(currency)))
    rounded = written_value(round_ratio(value, "half up", step), unit, currency)
    return rounded and f"{rounded} rounded to {written_value(step, unit, currency)}"


def _grouped(text: str, currency: str) -> str:
    """Thousands apart, and at least the decimals of the currency."""
    whole, _, decimals = text.partition(".")
    least = len(str(minor_unit(currency)).partition(".")[2])
    padded = decimals.ljust(least, "0")
    return f"{int(whole):_}" + (f".{padded}" if padded else "")
