"""Exceptions for months that no credit belongs to.

What it finds
    `not for credits of january` for an objective judged each quarter, and exceptions for every month in
    which its periods end.

Why it matters
    A credit belongs to the month in which its period ends. An exception for another month protects nobody,
    and one for all of them leaves nothing to earn back.

Bad
    objective uptime each quarter {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 10% of fees
      }
    }
    earn back uptime {
      for every credit
      not for credits of november
      after 2 consecutive quarters at target returns 100% of the credit paid
      a miss forfeits
      an excused quarter skips
      at term end forfeits
    }

Good
    objective uptime each quarter {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 10% of fees
      }
    }
    earn back uptime {
      for every credit
      not for credits of december
      after 2 consecutive quarters at target returns 100% of the credit paid
      a miss forfeits
      an excused quarter skips
      at term end forfeits
    }

How to fix
    Name the month in which the period ends, and leave at least one of them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.model.suggestions import listed
from slalang.rules.horizon import horizon_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

MONTH_WITHOUT_CREDIT = Kind("SLA456", "month-without-credit", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the months that are left out with those in which periods end."""
    for version, earn_back in survey.earn_backs():
        objective, horizon = version.objective(earn_back.objective), horizon_of(version)
        left_out = earn_back.clauses.only(nodes.NotForMonths)
        if objective and horizon and left_out:
            ends = {int(period.month[-2:]) for period in horizon.periods(objective.each.kind)}
            yield from _compare(left_out.node, sorted(ends), objective)


def _compare(left_out: nodes.NotForMonths, ends: Sequence[int], objective: Objective) -> Iterator[Diagnostic]:
    idle = [month for month in left_out.months if month not in ends]
    if ends and not set(ends) - set(left_out.months):
        yield _finding(
            left_out,
            f"`{clause_text(left_out)}` leaves out every month in which a {objective.each.kind} ends: "
            f"no credit of `{objective.name}` is ever earned back",
            "leaves out all credits",
            ends,
            "leave one of them out",
        )
    elif idle:
        yield _finding(
            left_out,
            f"no credit of `{objective.name}` belongs to {_named(idle)[0]}: it is judged each "
            f"{objective.each.kind}, and a credit belongs to the month in which that ends",
            "leaves out nothing",
            ends,
            "name the month in which the period ends",
        )


def _finding(
    left_out: nodes.NotForMonths, message: str, label: str, ends: Sequence[int], advice: str
) -> Diagnostic:
    return Diagnostic(
        MONTH_WITHOUT_CREDIT,
        message,
        Label(left_out.span, label),
        help=f"{advice}; in this term they end in {listed(_named(ends))}",
        witness=f"credits belong to {listed(_named(ends))}",
    )


def _named(months: Sequence[int]) -> list[str]:
    return [_MONTHS[month - 1] for month in months]


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


RULE = Rule((MONTH_WITHOUT_CREDIT,), check)
