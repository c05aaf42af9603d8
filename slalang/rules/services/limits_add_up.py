"""Limits underneath that add up to more than the one promised.

What it finds
    A promise to be in time for a service whose parts all work on it, one after the other, and whose limits
    together are longer than ours: 4h promised, with a desk that has 1h and a vendor that has 4h.

Why it matters
    Everybody underneath can be in time and we are late. The time of those who hand a ticket on adds up.

Bad
    clock desk_reply of ticket_change by ticket {
      starts when change = created
      stops  when change = replied
      runs   in office
      limit  1h
    }
    indicator desk_in_time = share(in_time over desk_reply)
    service desk
    service vendor
    service support needs desk and vendor
    objective resolved_in_time of support each month {
      target >= 90%
      no data counts as met
    }
    objective desk_in_time of desk each month {
      target >= 95%
      no data counts as met
    }
    objective vendor_in_time measures resolved_in_time of vendor each month {
      target >= 95%
      no data counts as met
    }

Good
    clock desk_reply of ticket_change by ticket {
      starts when change = created
      stops  when change = replied
      runs   in office
      limit  1h
    }
    indicator desk_in_time = share(in_time over desk_reply)
    service desk
    service support needs desk
    objective resolved_in_time of support each month {
      target >= 90%
      no data counts as met
    }
    objective desk_in_time of desk each month {
      target >= 95%
      no data counts as met
    }

How to fix
    Promise the sum, or agree on shorter limits underneath.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.quantities import duration_literal
from slalang.rules.budgets import Budget, Chain, budgets, limit_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey

LIMITS_ABOVE_PROMISE = Kind("SLA216", "limits-above-promise", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Adds the limits underneath up, those of each kind of ticket by themselves."""
    for budget in budgets(survey):
        if budget.fit == "too long" and budget.chain:
            yield _finding(budget, budget.chain)


def _finding(budget: Budget, chain: Chain) -> Diagnostic:
    promise, service = budget.standing.promise, budget.standing.service
    total, promised = duration_literal(chain.taken), duration_literal(chain.promised)
    added = f"{' + '.join(map(duration_literal, chain.parts))} = {total}" if len(chain.parts) > 1 else total
    kind = f"{chain.kind}: " if chain.kind else ""
    return Diagnostic(
        LIMITS_ABOVE_PROMISE,
        f"`{promise.objective.name}` of `{service.name}` promises {promised}, and those underneath may take "
        f"{total}",
        Label(limit_of(promise), f"{kind}{promised} promised"),
        tuple(
            Label(limit_of(support.promise), f"`{support.service.name}`")
            for support in budget.supports
            if support.promise
        ),
        help=f"promise {total}, or agree on shorter limits underneath",
        witness=f"{kind}{added}, with everybody in time",
    )


RULE = Rule((LIMITS_ABOVE_PROMISE,), check)
