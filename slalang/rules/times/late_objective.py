"""Objectives that begin too late, or in the middle of a period.

What it finds
    An objective `from` a day after which no period begins in the term, and one from a day in the middle
    of a period.

Why it matters
    Periods that begin before the day are not measured. An objective from 15 April is first measured in
    May, and one from a day after the last period has begun never is.

Bad
    objective uptime each month from 2026-12-24 {
      target >= 99.9%
    }
    objective success each month from 2026-04-15 {
      target >= 99.9%
      no data counts as met
    }

Good
    objective uptime each month from 2026-12-01 {
      target >= 99.9%
    }
    objective success each month from 2026-05-01 {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Write the first day of the first period that is to be measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

NEVER_IN_FORCE = Kind("SLA323", "objective-never-in-force")
FROM_MID_PERIOD = Kind("SLA324", "objective-from-mid-period", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the first day of each objective with the periods of the term."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            if objective.effective and objective.effective.value > horizon.first:
                yield from _findings(objective, objective.effective, horizon)


def _findings(objective: Objective, day: nodes.Date, horizon: Horizon) -> Iterator[Diagnostic]:
    starts = [horizon.first_day(period) for period in horizon.periods(objective.each.kind)]
    before = max((start for start in starts if start < day.value), default=horizon.first)
    following = min((start for start in starts if start >= day.value), default=None)
    if following is None:
        yield _never(objective, day, before, horizon)
    elif following != day.value:
        yield _mid_period(objective, day, before, following)


def _never(objective: Objective, day: nodes.Date, before: date, horizon: Horizon) -> Diagnostic:
    kind = objective.each.kind
    late = day.value > horizon.last
    why = f"the term ends on {horizon.last}" if late else f"no {kind} begins from then to {horizon.last}"
    return Diagnostic(
        NEVER_IN_FORCE,
        f"`{objective.name}` begins on {day.value} and is never measured: {why}",
        Label(day.span, "after the term" if late else f"after the last {kind} has begun"),
        help=f"write `from {before}` or an earlier day",
        witness=f"the {kind} that begins on {before} is the last one, and is not measured",
    )


def _mid_period(objective: Objective, day: nodes.Date, before: date, following: date) -> Diagnostic:
    kind = objective.each.kind
    return Diagnostic(
        FROM_MID_PERIOD,
        f"`{objective.name}` begins in the middle of a {kind}, and is first measured from {following} on",
        Label(day.span, f"the {kind} began on {before}"),
        help=f"write `from {following}` to say so, or `from {before}` to measure this {kind} too",
        witness=f"{day.value} is not measured",
    )


RULE = Rule((NEVER_IN_FORCE, FROM_MID_PERIOD), check)
