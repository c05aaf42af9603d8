"""The calendars that objectives run in, and what of their hours is certain."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from slalang.model.contract import Declaration, Objective
from slalang.model.hours import business_calendar
from slalang.quantities import BusinessCalendar, Hours, hours_on, is_zone
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.reach import rows_behind
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.values import Frozen, replace, value

DAY_MINUTES = 24 * 60
_DAY = timedelta(days=1)


@value
class Hourly(Frozen):
    """A declared calendar whose hours are all written down, but for its holidays.

    ``hours`` leaves holidays out: it says when the calendar is open at most.
    """

    declaration: Declaration
    node: nodes.Calendar
    hours: BusinessCalendar

    def on(self, day: date) -> tuple[Hours, ...]:
        """The hours that begin on a day, unless it is a holiday."""
        return hours_on(self.hours, day)

    def is_open(self, moment: datetime) -> bool:
        """Whether it is open at a local time of its own zone, unless that is a holiday."""
        minute = moment.hour * 60 + moment.minute
        today = any(each.opens <= minute < each.opens + each.length for each in self.on(moment.date()))
        before = self.on(moment.date() - _DAY)
        return today or any(each.opens + each.length > minute + DAY_MINUTES for each in before)

    @property
    def weekly(self) -> int:
        """The minutes it is open in a week without extra days."""
        return sum(
            each.length for opening in self.hours.weekly for each in opening.hours * len(opening.weekdays)
        )

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        days = [opening for opening in self.hours.weekly if Hours(0, DAY_MINUTES) in opening.hours]
        open_days = {day for opening in days for day in opening.weekdays}
        closes = (nodes.ClosedDates, nodes.ClosedHolidays)
        return len(open_days) == 7 and not any(isinstance(clause, closes) for clause in self.node.clauses)


def calendars_used(survey: Survey) -> Iterator[tuple[Objective, Hourly, Horizon]]:
    """Each calendar that a clock of an objective runs in, and the time the objective is for."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            for clock, _ in clocks_behind(objective, survey):
                calendar = calendar_of(clock, survey)
                if calendar:
                    yield objective, calendar, horizon


def clocks_behind(objective: Objective, survey: Survey) -> Iterator[tuple[Declaration, nodes.Clock]]:
    """The clocks the objective is measured with."""
    for declaration in rows_behind(objective, survey):
        if isinstance(declaration.node, nodes.Clock):
            yield declaration, declaration.node


def calendar_of(clock: Declaration, survey: Survey) -> Hourly | None:
    """The calendar a clock runs in, where it runs in one and all its hours are written down."""
    node, scope = clock.node, survey.project.scope_of(clock)
    clauses = node.clauses if isinstance(node, nodes.Clock) else ()
    names = [clause.calendar for clause in clauses if isinstance(clause, nodes.RunsIn)]
    found = scope.lookup(names[0].text) if len(names) == 1 else None
    if found is None or not isinstance(found.node, nodes.Calendar):
        return None
    return hourly(found, found.node)


def hourly(declaration: Declaration, node: nodes.Calendar) -> Hourly | None:
    """A calendar by its hours; ``None`` where a file has some of its days, or its zone was reported."""
    hours = business_calendar(node, "")
    files = any(isinstance(clause, nodes.CalendarFile) for clause in node.clauses)
    if files or not is_zone(hours.zone):
        return None
    return Hourly(declaration, node, replace(hours, holidays=()))
