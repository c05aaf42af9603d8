"""The names of the counts that are measured beside a share, a percentile or a mean of a running period."""

from __future__ import annotations

ROWS = "rows"
"""How many rows there are (of a value: that have one)."""
HELD = "held"
"""For how many of them the condition holds."""
SUM = "sum"
"""The sum of their values."""


def count_of(measure: str, what: str) -> str:
    """The name of a count beside a measure. No measure of a plan has such a name."""
    return f"{measure} # {what}"
