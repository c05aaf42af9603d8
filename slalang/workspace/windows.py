"""The stretch of time a call asks for, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from slalang.plan.plan import Plan
from slalang.quantities import day_start, instant_of
from slalang.workspace.files import CallError

_FORMS = "2026, 2026-Q1, 2026-03, 2026-W07, 2026-03-10 or `term`"


@dataclass(frozen=True)
class Window:
    """A named stretch of time, half-open, as instants in UTC."""

    label: str
    start: int
    end: int

    @property
    def as_tuple(self) -> tuple[str, int, int]:
        """The label and the two instants."""
        return self.label, self.start, self.end


def window_of(plan: Plan, label: str) -> Window:
    """The window with this name, in the agreement's zone. Raises ``CallError`` for one that is none,
    and for one that the term does not touch."""
    if not touches_term(plan, label):
        raise CallError(f"period {label} lies outside the term of `{plan.agreement}`")
    return _window(plan, label)


def touches_term(plan: Plan, label: str) -> bool:
    """Whether any of the period with this name lies in the term. Raises ``CallError`` for no period."""
    window = _window(plan, label)
    return plan.term_start < window.end and window.start < plan.term_end


def _window(plan: Plan, label: str) -> Window:
    if label == "term":
        return Window(label, plan.term_start, plan.term_end)
    first, after = dates_of(label)
    return Window(label, day_start(first, plan.timezone), day_start(after, plan.timezone))


def instant_of_call(plan: Plan, text: str) -> int:
    """The start of a date, or a time of day on it, in the agreement's zone. Raises ``CallError``."""
    try:
        return instant_of(datetime.fromisoformat(text), plan.timezone)
    except ValueError:
        raise CallError(f"`{text}` is no date: write 2026-04-05, or 2026-04-05T12:00") from None


def dates_of(label: str) -> tuple[date, date]:
    """The first day of a named period and the day after its last. Raises ``CallError``."""
    try:
        if re.fullmatch(r"\d{4}", label):
            return date(int(label), 1, 1), date(int(label) + 1, 1, 1)
        if match := re.fullmatch(r"(\d{4})-Q([1-4])", label):
            return _months(int(match[1]), 3 * int(match[2]) - 2, 3)
        if match := re.fullmatch(r"(\d{4})-(\d{2})", label):
            return _months(int(match[1]), int(match[2]), 1)
        if match := re.fullmatch(r"(\d{4})-W(\d{2})", label):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, date.fromordinal(monday.toordinal() + 7)
        day = date.fromisoformat(label)
        return day, date.fromordinal(day.toordinal() + 1)
    except ValueError:
        raise CallError(f"`{label}` is no period: write {_FORMS}") from None


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = year * 12 + month - 1 + count
    return date(year, month, 1), date(after // 12, after % 12 + 1, 1)
