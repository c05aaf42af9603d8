"""Units of time that a period cannot hold, and allowances that swallow a miss.

What it finds
    A credit for each full unit of time in total that is longer than the period it is counted in. And an
    allowance (`beyond 10h`) so long that the target is missed before the first unit counts.

Why it matters
    The first never pays. The second pays nothing for misses that the target calls misses: of a target of
    99.9% there are 43 minutes in a month of 30 days, and none of the next nine hours cost anything.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        when missed each full 30m of outage in total beyond 10h pays 2% of fees
      }
    }
    objective total measures uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        when missed each full 800h of outage in total pays 50% of fees
      }
    }
    cap credits of each month at 50% of its fees

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        when missed each full 30m of outage in total beyond 40m pays 2% of fees
      }
    }
    cap credits of each month at 50% of its fees

How to fix
    Write a shorter unit, or an allowance no longer than what the target allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.aggregates import function_of, sources_named
from slalang.model.constants import constant, written
from slalang.model.contract import Objective, Sourced
from slalang.quantities import HOUR, duration_literal
from slalang.rules.bounds import threshold_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

UNIT_TOO_LONG = Kind("SLA433", "unit-longer-than-period")
MISS_ALLOWED = Kind("SLA438", "allowance-hides-miss", Severity.WARNING)

_DAY = 24 * HOUR
_DAYS = {
    "day": (1, 1),
    "week": (7, 7),
    "month": (28, 31),
    "quarter": (90, 92),
    "year": (365, 366),
    "contract year": (365, 366),
}
"""The fewest and the most days of a period; a change of the clocks can add an hour."""


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the units of each block with its period and its target."""
    for objective, credit in survey.credits():
        rows = [clause for clause in credit.node.clauses if isinstance(clause, nodes.CreditRow)]
        for row in rows:
            per = row.per
            if isinstance(per, nodes.PerTime) and not per.each_interval:
                if _least_paid(per) > _longest(objective):
                    yield _too_long(per, objective)
                elif len(rows) == 1:
                    yield from _allowed(per, objective, credit, survey)


def _least_paid(per: nodes.PerTime) -> int:
    """The shortest time for which anything is paid."""
    unit = {"full": per.unit.microseconds, "nearest": per.unit.microseconds // 2}.get(per.mode, 0)
    return unit + _beyond(per)


def _beyond(per: nodes.PerTime) -> int:
    known = None if per.beyond is None else constant(per.beyond)
    return int(known or 0)


def _longest(objective: Objective) -> int:
    return _DAYS[objective.each.kind][1] * _DAY + HOUR


def _too_long(per: nodes.PerTime, objective: Objective) -> Diagnostic:
    least, longest = (
        duration_literal(_least_paid(per)),
        duration_literal(_DAYS[objective.each.kind][1] * _DAY),
    )
    return Diagnostic(
        UNIT_TOO_LONG,
        f"`{clause_text(per)}` never pays: it takes {least}, "
        f"and a {objective.each.kind} has {longest} at most",
        Label(per.span, f"from {least} on"),
        (Label(objective.each.span, f"each {objective.each.kind}"),),
        help="write a shorter unit",
        witness=f"{longest} of `{per.stream.text}` pay nothing",
    )


# --- allowances --------------------------------------------------------------------------------


def _allowed(
    per: nodes.PerTime, objective: Objective, credit: Sourced[nodes.Credit], survey: Survey
) -> Iterator[Diagnostic]:
    target, beyond = objective.target, _beyond(per)
    if target is None or not beyond or not _is_time_lost(objective, per, credit, survey):
        return
    threshold = threshold_of(target.node.threshold, target.scope, objective, survey)
    if threshold is None or target.node.operator not in (">=", ">"):
        return
    period = _DAYS[objective.each.kind][1] * _DAY
    allowed = (1 - threshold) * period
    if beyond > allowed:
        yield _finding(per, objective, target.node, Fraction(beyond), period)


def _is_time_lost(
    objective: Objective, per: nodes.PerTime, credit: Sourced[nodes.Credit], survey: Survey
) -> bool:
    """Whether the indicator is `1 - time(S) / time(period)` of the stream that the credit counts."""
    match objective.indicator.node:
        case nodes.Indicator(
            value=nodes.Binary(
                operator="-",
                left=one,
                right=nodes.Binary(operator="/", left=nodes.Aggregate() as lost, right=nodes.PeriodTime()),
            )
        ) if constant(one) == 1 and function_of(lost) == "time":
            scope = survey.scope_of(objective.indicator)
            names = [each.text for each in sources_named(lost) or () if isinstance(each, nodes.Name)]
            return len(names) == 1 and scope.lookup(names[0]) == credit.scope.lookup(per.stream.text)
        case _:
            return False


def _finding(
    per: nodes.PerTime, objective: Objective, target: nodes.Target, beyond: Fraction, period: int
) -> Diagnostic:
    days = period // _DAY
    value = written(1 - beyond / period, "ratio")
    allowance = duration_literal(int(beyond))
    return Diagnostic(
        MISS_ALLOWED,
        f"{allowance} of `{per.stream.text}` in {days} days are {value}: that misses `{clause_text(target)}` "
        "and pays nothing",
        Label(per.beyond.span if per.beyond else per.span, "nothing is paid up to here"),
        (Label(target.span, "missed long before"),),
        help="write an allowance no longer than what the target allows",
        witness=f"{allowance} in {days} days pay nothing",
    )


RULE = Rule((UNIT_TOO_LONG, MISS_ALLOWED), check)
