"""Limits underneath that count in other hours, and take too long in ours.

What it finds
    A promise to be in time, and underneath a limit on another calendar that can take longer than promised:
    4h of a desk that is open from 9 to 17 last from Friday evening to Monday, under 8h around the clock.

Why it matters
    4h look shorter than 8h. Hours of two calendars cannot be added up, and over a night or a weekend the
    shorter limit is the longer one.

Bad
    clock vendor_repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  4h
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      limit  8h
    }
    indicator vendor_in_time   = share(in_time over vendor_repair)
    indicator repaired_in_time = share(in_time over repair)
    service vendor
    service support needs vendor
    objective repaired_in_time of support each month {
      target >= 90%
      no data counts as met
    }
    objective vendor_in_time of vendor each month {
      target >= 95%
      no data counts as met
    }

Good
    clock vendor_repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      limit  4h
    }
    clock repair of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      limit  8h
    }
    indicator vendor_in_time   = share(in_time over vendor_repair)
    indicator repaired_in_time = share(in_time over repair)
    service vendor
    service support needs vendor
    objective repaired_in_time of support each month {
      target >= 90%
      no data counts as met
    }
    objective vendor_in_time of vendor each month {
      target >= 95%
      no data counts as met
    }

How to fix
    Agree on the same hours with those underneath, or promise in theirs.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.quantities import duration_literal
from slalang.rules.budgets import Budget, Chain, budgets, limit_of, weekday_and_time
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey

LIMIT_IN_OTHER_HOURS = Kind("SLA217", "limit-in-other-hours", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Hands a ticket on from one to the next, each taking all of its limit in its own hours."""
    for budget in budgets(survey):
        if budget.fit == "other hours and too long" and budget.chain:
            yield _finding(budget, budget.chain)


def _finding(budget: Budget, chain: Chain) -> Diagnostic:
    promise, service = budget.standing.promise, budget.standing.service
    taken, promised = duration_literal(chain.taken), duration_literal(chain.promised)
    parts = " + ".join(map(duration_literal, chain.parts))
    kind = f"{chain.kind}: " if chain.kind else ""
    return Diagnostic(
        LIMIT_IN_OTHER_HOURS,
        f"`{promise.objective.name}` of `{service.name}` promises {promised}, and {parts} underneath, in "
        f"other hours, can take {taken} of ours",
        Label(limit_of(promise), f"{kind}{promised} promised"),
        tuple(
            Label(limit_of(support.promise), f"`{support.service.name}`, in its own hours")
            for support in budget.supports
            if support.promise
        ),
        help="agree on the same hours with those underneath, or promise in theirs",
        witness=_witness(budget, chain, f"{kind}{taken}"),
    )


def _witness(budget: Budget, chain: Chain, taken: str) -> str | None:
    if chain.opened is None or chain.closed is None:
        return None
    opened, closed = (weekday_and_time(each, budget.zone) for each in (chain.opened, chain.closed))
    return f"{taken} from {opened} to {closed} in {budget.zone}, with everybody in time"


RULE = Rule((LIMIT_IN_OTHER_HOURS,), check)
