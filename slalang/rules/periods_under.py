"""The periods in which promises are judged, set beside one another."""

from __future__ import annotations

from slalang.model.contract import Objective

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365, "contract year": 365}
"""About how many days a unit has: enough to say which of two lengths is longer by far."""


def is_longer(below: Objective, above: Objective) -> bool:
    """Whether the promise underneath is judged over longer periods, so that bad time can gather in ours."""
    return _days(below) > _days(above)


def _days(objective: Objective) -> int:
    back = objective.looking_back
    return _DAYS[back.unit] * back.count if back else _DAYS[objective.each.kind]


def period_of(objective: Objective) -> str:
    """The periods in words: ``each month looking back 90 days``."""
    back = objective.looking_back
    each = f"each {objective.each.kind}"
    return f"{each} looking back {back.span.text}" if back else each
