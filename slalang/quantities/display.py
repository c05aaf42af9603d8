"""Measured values as people read them, by the unit they are in."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.quantities.duration import format_duration
from slalang.quantities.money import format_money
from slalang.quantities.ratio import format_number, format_percent

Unit: TypeAlias = Literal["ratio", "duration", "number", "money"]


def format_value(value: Fraction, unit: Unit, currency: str) -> str:
    """The value in its unit: ``99.0416…%``, ``3h 59m``, ``12``, ``1,200.00 EUR``."""
    match unit:
        case "ratio":
            return format_percent(value)
        case "duration":
            return format_duration(value)
        case "money":
            return format_money(value, currency)
        case "number":
            return format_number(value)
