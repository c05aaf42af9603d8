"""The stretch of time a call asks for, by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from slalang.plan.plan import Plan
from slalang.quantities import PERIOD_KINDS, Period, day_start, instant_of, period_at
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
    for one that the term does not touch, and for one too short to be judged: in which no period ends."""
    if not touches_term(plan, label):
        raise CallError(f"period {label} lies outside the term of `{plan.agreement}`")
    window = named_window(plan, label)
    judged = _periods_judged(plan)
    if judged and not any(window.start < each.end <= window.end for periods in judged for each in periods):
        raise CallError(_nothing_judged(plan, window, judged))
    return window


def touches_term(plan: Plan, label: str) -> bool:
    """Whether any of the period with this name lies in the term. Raises ``CallError`` for no period."""
    window = named_window(plan, label)
    return plan.term_start < window.end and window.start < plan.term_end


def _periods_judged(plan: Plan) -> list[tuple[Period, ...]]:
    """The periods of the term of each kind that an objective is judged by, the shortest kind first."""
    kinds = {objective.each for terms in plan.versions for objective in terms.objectives}
    return [plan.periods_of(kind) for kind in PERIOD_KINDS if kind in kinds and plan.periods_of(kind)]


def _nothing_judged(plan: Plan, window: Window, judged: list[tuple[Period, ...]]) -> str:
    """Says by which kinds of period it judges, and which of them lie around the window."""
    around = [period_at(each, max(window.start, plan.term_start)) or each[-1] for each in judged]
    kinds = " or ".join(f"each {period.kind}" for period in around)
    labels = [each.month if each.kind == "contract year" else each.label for each in around]
    wanted = " or ".join(dict.fromkeys(labels))
    return (
        f"nothing is judged in {window.label}: the objectives of `{plan.agreement}` are judged {kinds}, "
        f"so ask for {wanted}"
    )


def named_window(plan: Plan, label: str) -> Window:
    """The window with this name, whatever is in it. Raises ``CallError`` for one that is none."""
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
