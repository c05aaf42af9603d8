"""Percentiles by nearest rank."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction


def nearest_rank(values: Mapping[Fraction, int], percentile: Fraction) -> Fraction:
    """The least value that at least that share of the rows does not exceed. ``values`` has the number of rows
    with each value."""
    wanted = max(Fraction(1), percentile * sum(values.values()))
    seen = 0
    for value, weight in sorted(values.items()):
        seen += weight
        if seen >= wanted:
            return value
    raise ValueError("a percentile is at most 100%")
