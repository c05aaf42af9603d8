"""Calendars in another zone than the agreement, open at its midnight.

What it finds
    A calendar whose hours go over the moment at which a period of the agreement begins, because it is in
    another time zone.

Why it matters
    Periods follow the zone of the agreement. What falls due on the evening of the 31st by the clocks of
    the calendar may belong to the next month, and to its credit.

Bad
    calendar desk {
      timezone "America/New_York"
      open     mon to sun 09:00 to 20:00
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in desk
      limit  4h
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
      no data counts as met
    }

Good
    calendar desk {
      timezone "Europe/Berlin"
      open     mon to sun 09:00 to 20:00
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in desk
      limit  4h
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
      no data counts as met
    }

How to fix
    Where that is meant, leave it. Else write the agreement in the zone of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.quantities import local_time
from slalang.rules.calendars import Hourly, calendars_used
from slalang.rules.horizon import Horizon
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

OPEN_AT_MIDNIGHT = Kind("SLA317", "period-begins-in-hours", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a period that begins while a calendar of another zone is open."""
    for objective, calendar, horizon in calendars_used(survey):
        if calendar.hours.zone != horizon.zone and not calendar.always:
            yield from _findings(objective, calendar, horizon)


def _findings(objective: Objective, calendar: Hourly, horizon: Horizon) -> Iterator[Diagnostic]:
    zones = [clause.zone for clause in calendar.node.clauses if isinstance(clause, nodes.Timezone)]
    for period in horizon.periods(objective.each.kind)[1:]:
        there = local_time(period.start, calendar.hours.zone).replace(tzinfo=None)
        if zones and calendar.is_open(there):
            here, shown = horizon.shown(period.start), there.isoformat(timespec="minutes")
            yield Diagnostic(
                OPEN_AT_MIDNIGHT,
                f"{period.label} of `{objective.name}` begins in the middle of the hours of "
                f"`{calendar.node.name.text}`: midnight in {horizon.zone} is {shown} for it",
                Label(zones[0].span, "another zone than the agreement's"),
                (Label(objective.each.span, f"each {objective.each.kind} in {horizon.zone}"),),
                help="leave it where that is meant, or write the agreement in the zone of the calendar",
                witness=f"{here} in {horizon.zone} is {shown} in {calendar.hours.zone}",
            )
            return


RULE = Rule((OPEN_AT_MIDNIGHT,), check)
