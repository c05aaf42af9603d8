"""Counts of misses that no window holds.

What it finds
    A breach or a termination after so many misses that the window, or the whole term, has not that many
    periods.

Why it matters
    `missed 4 times in 3 months` of an objective judged each month can never come about: the right that
    was agreed does not exist.

Bad
    customer may terminate when uptime missed 4 times in 3 months

Good
    customer may terminate when uptime missed 3 times in 4 months

How to fix
    Swap the two numbers where they were mixed up, or lengthen the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.contract import Objective, Version
from slalang.quantities import Period, months_back
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NEVER_SO_MANY = Kind("SLA327", "never-so-many-misses")

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "contract year": 12}
_LONG = 240
"""From so many months on, a window is taken to hold every period of the term."""


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each number of misses with the periods there are to miss."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            for breach in objective.clauses.every(nodes.BreachWhen):
                if breach.node.within:
                    clause, times = breach.node, breach.node.times
                    yield from _findings(clause, times, breach.node.within, objective, horizon)
        for sourced in version.clauses.every(nodes.MayTerminate):
            yield from _termination(sourced.node.condition, version, horizon)


def _termination(
    condition: nodes.MissedTimes | nodes.MissedInARow | nodes.ValueInPeriod,
    version: Version,
    horizon: Horizon,
) -> Iterator[Diagnostic]:
    objective = version.objective(condition.objective.text)
    match condition:
        case nodes.MissedTimes(times=times, within=within) if objective:
            yield from _findings(condition, times, within, objective, horizon)
        case nodes.MissedInARow(count=count) if objective:
            yield from _findings(condition, count, None, objective, horizon)


def _findings(
    clause: nodes.Node,
    times: int,
    within: nodes.CalendarLength | None,
    objective: Objective,
    horizon: Horizon,
) -> Iterator[Diagnostic]:
    kind = objective.each.kind
    periods = horizon.periods(kind)
    term, window = len(periods), _held(within, periods)
    if times > term:
        place = f"the term from {horizon.first} to {horizon.last} holds {_counted(term, kind)}"
    elif window is not None and within is not None and times > window:
        place = f"{clause_text(within)} have room for {window} of these at most"
    else:
        return
    yield Diagnostic(
        NEVER_SO_MANY,
        f"`{clause_text(clause)}` can never come about: "
        f"`{objective.name}` is judged each {kind}, and {place}",
        Label(clause.span, f"{times} misses"),
        (Label(objective.each.span, f"judged each {kind}"),),
        help="ask for fewer misses, or for a longer window",
        witness=place,
    )


def _held(within: nodes.CalendarLength | None, periods: Sequence[Period]) -> int | None:
    """The most periods that end in so many months together, ``None`` where it is no number of months."""
    if within is None or within.unit not in _MONTHS or not periods:
        return None
    ending = Counter(period.month for period in periods)
    months = within.count * _MONTHS[within.unit]
    if months >= _LONG:
        return len(periods)
    return max(sum(ending[label] for label in months_back(month, months)) for month in ending)


def _counted(count: int, kind: str) -> str:
    return f"{count} {kind}{'' if count == 1 else 's'}"


RULE = Rule((NEVER_SO_MANY,), check)
