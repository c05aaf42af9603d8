"""How far the rows behind an objective are known."""

from __future__ import annotations

from collections.abc import Collection

from slalang.events import EventLog
from slalang.measurement.dependencies import sources_behind, streams_used
from slalang.plan.plan import Plan
from slalang.plan.streams import Followed
from slalang.plan.terms import Objective


def known_until(
    plan: Plan,
    log: EventLog,
    objective: Objective,
    given: Collection[str],
    *,
    end: int,
    as_of: int | None,
) -> int:
    """The instant up to which the rows behind the objective are known: at least ``end``.

    What began in a period may be decided after it, so the rows that follow are seen too: up to ``as_of``,
    or, without it, up to the last row of the log. Of several logs of points the one that ends first
    says; logs of intervals are complete where they are empty, so of them it is the one that ends last.
    A clock is followed no further than its calendar is known.
    """
    known = _end_of_logs(plan, log, objective, given) if as_of is None else as_of
    over = [measure.over for measure in objective.measures if measure.over]
    reached = sources_behind(plan, over, given)
    named = {clock.calendar for clock in plan.clocks if clock.name in reached}
    covered = [calendar.covers[1] for calendar in plan.calendars if calendar.name in named]
    return max(end, min([known, *covered])) if known is not None else end


def _end_of_logs(plan: Plan, log: EventLog, objective: Objective, given: Collection[str]) -> int | None:
    """The instant right after the last row that is known, where there is one."""
    points = [log.tables[name].last for name in objective.point_events]
    exceptions = (*objective.interval_events, *_notices(plan, objective, given))
    intervals = [log.tables[name].last for name in exceptions]
    known = [last + 1 for last in points or intervals if last is not None]
    if len(known) < len(points):
        return None
    return (min if points else max)(known, default=None)


def _notices(plan: Plan, objective: Objective, given: Collection[str]) -> tuple[str, ...]:
    """The events of the notices that decide which rows count."""
    names = [each.over for each in objective.measures if each.over]
    names += [each.stream for each in objective.exclusions]
    used = streams_used(plan, names, given)
    steps = (step for stream in plan.streams if stream.name in used for step in stream.steps)
    notices = sources_behind(plan, [step.notice for step in steps if isinstance(step, Followed)], given)
    return tuple(event.name for event in plan.events if event.name in notices)
