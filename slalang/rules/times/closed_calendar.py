"""Calendars that are closed all through a term.

What it finds
    A calendar without a single open day in the term of an agreement that counts in it.

Why it matters
    A clock that runs in a calendar that never opens stands still: nothing is ever late.

Bad
    calendar desk {
      timezone "Europe/Berlin"
      open     2025-12-01 to 2025-12-24 09:00 to 17:00
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in desk
      limit  4h
    }
    indicator in_time = share(in_time over repair)
    objective in_time each month {
      target >= 95%
      no data counts as met
    }

Good
    calendar desk {
      timezone "Europe/Berlin"
      open     2026-01-02 to 2026-12-24 09:00 to 17:00
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in desk
      limit  4h
    }
    indicator in_time = share(in_time over repair)
    objective in_time each month {
      target >= 95%
      no data counts as met
    }

How to fix
    Open the calendar on days of the term.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.contract import Objective
from slalang.rules.calendars import Hourly, calendars_used
from slalang.rules.horizon import Horizon
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

CLOSED_ALL_TERM = Kind("SLA315", "closed-throughout-term")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for an open day of each calendar, holidays apart."""
    for objective, calendar, horizon in calendars_used(survey):
        opening = (nodes.OpenWeekdays, nodes.OpenDates)
        if any(isinstance(clause, opening) for clause in calendar.node.clauses):
            days = (horizon.first + timedelta(days=offset) for offset in range(horizon.days))
            if not any(calendar.on(day) for day in days):
                yield _closed(objective, calendar, horizon)


def _closed(objective: Objective, calendar: Hourly, horizon: Horizon) -> Diagnostic:
    name = calendar.node.name
    return Diagnostic(
        CLOSED_ALL_TERM,
        f"calendar `{name.text}` is closed all through the term, from {horizon.first} to {horizon.last}: "
        f"the time of `{objective.name}` never runs",
        Label(name.span, "no open day in the term"),
        (Label(objective.head.node.name.span, "counts in it"),),
        help="open it on days of the term",
        witness=f"closed on {horizon.first}, and on every day to {horizon.last}",
    )


RULE = Rule((CLOSED_ALL_TERM,), check)
