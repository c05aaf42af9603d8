"""Earn-back windows for which the term is too short.

What it finds
    A window that does not fit into what is left of the term after a miss: for any miss, or for more than
    half of the periods, where the end of the term forfeits.

Why it matters
    The earn-back is offered for the whole term, and a miss after a certain day can never make use of it.
    The finding names the first such day.

Bad
    earn back uptime {
      for every credit
      after 9 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Ask for fewer periods, or let the window carry over or return in part at the end of the term.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Agreement, Objective, Version
from slalang.quantities import Period, day_start, local_date
from slalang.rules.horizon import Horizon, horizon_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes
from slalang.values import Frozen, value

WINDOW_BEYOND_TERM = Kind("SLA450", "window-beyond-term", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each window with the periods that are left after each miss."""
    for agreement in survey.agreements():
        horizon = horizon_of(agreement.versions[0])
        for window in _windows(agreement) if horizon else ():
            if horizon:
                yield from _check_window(window, horizon)


@value
class _Window(Frozen):
    """A stage and the misses it is for: those of periods that begin from one day on and before another.

    ``is_first`` says whether no other stage is reached sooner.
    """

    stage: nodes.Stage
    is_first: bool
    end: nodes.AtTermEnd
    objective: Objective
    first: date
    until: date | None

    @property
    def needed(self) -> int:
        """How many periods must pass after a miss before it is reached, at least."""
        return _needed(self.stage)

    def governed(self, periods: Sequence[Period], zone: str) -> list[int]:
        """The numbers of the periods whose credits it is for."""
        first, until = day_start(self.first, zone), day_start(self.until, zone) if self.until else None
        started = [number for number, period in enumerate(periods) if first <= period.start]
        return [number for number in started if until is None or periods[number].start < until]


def _windows(agreement: Agreement) -> Iterator[_Window]:
    """Each stage once, from the version that brings it to the one that replaces it."""
    seen: set[int] = set()
    for number, version in enumerate(agreement.versions):
        for window in _windows_of(version, agreement.versions[number + 1 :]):
            if id(window.stage) not in seen:
                seen.add(id(window.stage))
                yield window


def _windows_of(version: Version, later: Sequence[Version]) -> Iterator[_Window]:
    for earn_back in version.earn_backs:
        objective, end = version.objective(earn_back.objective), earn_back.clauses.only(nodes.AtTermEnd)
        if objective is None or end is None or end.node.choice != "forfeits":
            continue
        first = max(version.effective, objective.effective.value if objective.effective else date.min)
        stages = [each.node for each in earn_back.clauses.every(nodes.Stage) if _is_possible(each.node)]
        soonest = min(map(_needed, stages), default=0)
        for stage in stages:
            is_first = _needed(stage) == soonest
            yield _Window(stage, is_first, end.node, objective, first, _until(stage, later))


def _needed(stage: nodes.Stage) -> int:
    """How many periods it takes at least; a mean is decided when its time or the term is over."""
    return 0 if isinstance(stage.condition, nodes.MeanOf) else stage.condition.count


def _is_possible(stage: nodes.Stage) -> bool:
    condition = stage.condition
    return not isinstance(condition, nodes.OfTheNext) or condition.count <= condition.window


def _until(stage: nodes.Stage, later: Sequence[Version]) -> date | None:
    """The day from which another version has no such stage."""
    without = (
        version.effective
        for version in later
        if not any(
            each.node is stage
            for earn_back in version.earn_backs
            for each in earn_back.clauses.every(nodes.Stage)
        )
    )
    return next(without, None)


def _check_window(window: _Window, horizon: Horizon) -> Iterator[Diagnostic]:
    periods = horizon.periods(window.objective.each.kind)
    governed = window.governed(periods, horizon.zone)
    late = [number for number in governed if number + window.needed >= len(periods)]
    if governed and (late == governed or (window.is_first and 2 * len(late) > len(governed))):
        day = local_date(periods[late[0]].start, horizon.zone)
        yield _finding(window, day, len(governed), len(late))


def _finding(window: _Window, day: date, governed: int, late: int) -> Diagnostic:
    name, kind = window.objective.name, window.objective.each.kind
    text = clause_text(window.stage.condition)
    message = (
        f"`{text}` never fits into what is left of the term after a miss of `{name}`"
        if late == governed
        else f"a miss of `{name}` from {day} on is never earned back: `{text}` no longer fits into the term; "
        f"of {governed} {kind}s {late} come too late"
    )
    return Diagnostic(
        WINDOW_BEYOND_TERM,
        message,
        Label(window.stage.condition.span, f"needs {window.needed} {kind}s after a miss"),
        (Label(window.end.span, "what is open then is lost"),),
        help=f"ask for fewer {kind}s, or write `at term end carries over` or `at term end returns in part`",
        witness=f"a miss on {day}",
    )


RULE = Rule((WINDOW_BEYOND_TERM,), check)
