"""What a change of what is measured means, where that can be told without rows."""

from __future__ import annotations

from slalang.changes.slots import Slot

_OPEN = {
    "measured": "other rows count, or count otherwise: which values come of that depends on the log",
    "exclusions": "another time is left out: what that does depends on what happens in it",
    "measured_while": "another time is left out: what that does depends on what happens in it",
    "each": "other periods are judged",
    "looking_back_days": "other stretches of time are judged",
    "keys": "values are judged for other groups of rows",
    "narrow": "other rows count",
    "counted_when": "rows belong to other periods",
}


def why_open(slot: Slot) -> str | None:
    """Why trying values cannot decide about a slot."""
    return _OPEN.get(slot.field)
