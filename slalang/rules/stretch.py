"""What a credit or a cap reaches over: so many periods of the calendar, one after the other."""

from __future__ import annotations

from slalang.syntax.nodes import PeriodUnit
from slalang.values import Frozen, value

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}
"""How many months a period has, where it has whole ones."""

_DAYS = {"month": 31, "quarter": 92, "year": 366, "contract year": 366}
_WEEKS = {"month": 5, "quarter": 14, "year": 53, "contract year": 53}
"""How many days and weeks can end in a period at most."""


@value
class Stretch(Frozen):
    """So many periods of a kind, one after the other: what a credit or a cap reaches over."""

    kind: PeriodUnit
    count: int = 1

    @property
    def months(self) -> int | None:
        """How many months it has, ``None`` for days and weeks."""
        each = MONTHS.get(self.kind)
        return None if each is None else each * self.count

    @property
    def name(self) -> str:
        """As messages name it: ``a month``, ``any 12 months``."""
        return f"a {self.kind}" if self.count == 1 else f"{self.count} {self.kind}s"


def periods_in(stretch: Stretch, kind: str) -> int | None:
    """How many periods of a kind can end in a stretch of months, ``None`` in one of days or weeks."""
    months = stretch.months
    if months is None:
        return None
    if kind in MONTHS:
        return -(-months // MONTHS[kind])
    table = _DAYS if kind == "day" else _WEEKS
    return table[stretch.kind] * stretch.count


def is_longer(one: Stretch, other: Stretch) -> bool:
    """Whether the one is longer than the other."""
    return (one.months or 0) > (other.months or 0)
