"""Limits longer than the period in which they are judged.

What it finds
    A limit of a clock that no period is long enough for, by the hours of its calendar: 30 working days,
    judged each month.

Why it matters
    A cycle counts when it is due. Where that is always in a later period than the one it began in, what
    begins in the last period of the term is never judged. Counted when it starts, it cannot be late
    before its period is settled.

Bad
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  300h
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
      no data counts as met
    }

Good
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  40h
    }
    indicator repaired_in_time = share(in_time over repair)
    objective repaired_in_time each month {
      target >= 95%
      no data counts as met
    }

How to fix
    Judge such cycles in longer periods, or write the limit in open hours where it was meant in hours of
    the day: five working days of eight hours are `40h`.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant
from slalang.model.contract import Declaration, Objective
from slalang.quantities import MINUTE, OpenTime, duration_literal, open_segments
from slalang.rules.calendars import Hourly, calendar_of, clocks_behind
from slalang.rules.horizon import DAY, Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

LIMIT_BEYOND_PERIOD = Kind("SLA318", "limit-longer-than-period", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the limits of each clock with the periods of the objectives it is judged in."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            counted = objective.clauses.only(nodes.CountedWhen)
            if counted is None or counted.node.when in ("started", "due"):
                for clock, node in clocks_behind(objective, survey):
                    yield from _of_clock(objective, clock, node, horizon, survey)


def _of_clock(
    objective: Objective, clock: Declaration, node: nodes.Clock, horizon: Horizon, survey: Survey
) -> Iterator[Diagnostic]:
    runs_in = any(isinstance(clause, nodes.RunsIn) for clause in node.clauses)
    calendar = calendar_of(clock, survey)
    if runs_in and calendar is None:
        return
    for limit in _limits(clock, node, survey):
        length = constant(limit)
        if length is not None and length > _surely_open(objective, calendar):
            most = _most_open(objective, calendar, horizon)
            if most and length > most:
                yield _finding(objective, node, limit, most, calendar, horizon)


def _surely_open(objective: Objective, calendar: Hourly | None) -> int:
    """An hour count so low that no shorter limit is worth a closer look."""
    days = {"day": 0, "week": 3, "month": 14, "quarter": 42}.get(objective.each.kind, 180)
    return days * DAY if calendar is None else days * calendar.weekly * MINUTE // 7


def _most_open(objective: Objective, calendar: Hourly | None, horizon: Horizon) -> int | None:
    """The most time that counts in one period, holidays among it."""
    found = horizon.periods(objective.each.kind)
    if calendar is None:
        return max((period.length for period in found), default=None)
    open_time = OpenTime(open_segments(calendar.hours, horizon.first, horizon.last))
    return max((open_time.between(period.start, period.end) for period in found), default=None)


def _limits(clock: Declaration, node: nodes.Clock, survey: Survey) -> Iterator[nodes.Node]:
    """The limit, or the values of the table it is looked up in."""
    scope = survey.project.scope_of(clock)
    for clause in node.clauses:
        match clause:
            case nodes.Limit(value=nodes.NameRef(name=name) | nodes.Lookup(table=name)):
                table = scope.lookup(name.text)
                if table and isinstance(table.node, nodes.Table):
                    yield from (row.value for row in table.node.rows)
            case nodes.Limit(value=value):
                yield value


def _finding(
    objective: Objective,
    clock: nodes.Clock,
    limit: nodes.Node,
    most: int,
    calendar: Hourly | None,
    horizon: Horizon,
) -> Diagnostic:
    counted = objective.clauses.only(nodes.CountedWhen)
    kind, written = objective.each.kind, limit.span.text
    reason = (
        f"`{calendar.node.name.text}` is open {duration_literal(most)} of a {kind} at most"
        if calendar
        else f"no {kind} is longer than {duration_literal(most)}"
    )
    last = horizon.periods(kind)[-1].label
    if counted and counted.node.when == "started":
        follows = f"no cycle of `{clock.name.text}` that begins in a {kind} can be late by its end"
        witness = f"a cycle that begins in {last} and never stops is not late when {last} ends"
    else:
        follows = f"a cycle of `{clock.name.text}` is never due in the {kind} it begins in"
        witness = f"a cycle that begins in {last} is due after the term"
    return Diagnostic(
        LIMIT_BEYOND_PERIOD,
        f"the limit of {written} is longer than a {kind}, since {reason}: {follows}",
        Label(limit.span, f"longer than a {kind}"),
        (Label(objective.each.span, f"judged each {kind}"),),
        help="judge it in longer periods, or write the limit in the hours that count",
        witness=witness,
    )


RULE = Rule((LIMIT_BEYOND_PERIOD,), check)
