"""One number from the values that some rows have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any


def aggregate(name: str, found: Sequence[Any], percentile: Fraction | None = None) -> Any:
    """The aggregate; ``None`` where it has no value. A row without a value takes no part in it."""
    present = sorted(one for one in found if one is not None)
    match name:
        case "count":
            return Fraction(sum(one is not False for one in present))
        case "share":
            return Fraction(sum(one is True for one in found), len(found)) if found else None
        case "sum":
            return sum(present, Fraction(0))
        case "distinct":
            return Fraction(len(set(present)))
    if not present:
        return None
    match name:
        case "mean":
            return sum(present, Fraction(0)) / len(present)
        case "min":
            return Fraction(present[0])
        case "max":
            return Fraction(present[-1])
        case "percentile":
            return Fraction(nearest_rank(present, percentile))
    raise NotImplementedError(name)


def nearest_rank(ordered: Sequence[Any], percentile: Fraction | None) -> Any:
    """The smallest value that at least so large a share of the values does not exceed."""
    assert percentile is not None
    return next(one for one in ordered if sum(other <= one for other in ordered) >= percentile * len(ordered))
