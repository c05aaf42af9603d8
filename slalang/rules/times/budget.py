"""Allowances as long as the period they are for.

What it finds
    An exclusion (`exclude planned up to 800h each month`) that may take up the whole of its period.

Why it matters
    The limit is there so that maintenance cannot eat the promise. One that no period is long enough to
    reach limits nothing.

Bad
    objective uptime each month {
      target >= 99.9%
      exclude maintenance up to 800h each month
    }

Good
    objective uptime each month {
      target >= 99.9%
      exclude maintenance up to 8h each month
    }

How to fix
    Write the time that may be excluded in one period, or leave the limit out where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.quantities import duration_literal
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

BUDGET_OF_WHOLE_PERIOD = Kind("SLA325", "allowance-of-whole-period", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each allowance with the longest of its periods."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            for sourced in objective.clauses.statements:
                if isinstance(sourced.node, nodes.Exclude | nodes.Forgive) and sourced.node.budget:
                    yield from _findings(objective, sourced.node, sourced.node.budget, horizon)


def _findings(
    objective: Objective, clause: nodes.Exclude | nodes.Forgive, budget: nodes.Budget, horizon: Horizon
) -> Iterator[Diagnostic]:
    kind = budget.each.kind
    longest = max(horizon.periods(kind), key=lambda period: period.length, default=None)
    if longest is None or budget.length.microseconds < longest.length:
        return
    hours = duration_literal(longest.length)
    word = "excluded" if isinstance(clause, nodes.Exclude) else "forgiven"
    yield Diagnostic(
        BUDGET_OF_WHOLE_PERIOD,
        f"up to {budget.length.span.text} may be {word} each {kind} from `{objective.name}`, "
        f"and no {kind} is longer than {hours}: this limits nothing",
        Label(budget.span, "never reached"),
        help=f"write a length below {hours}, or take the limit out",
        witness=f"all {hours} of {longest.label} can be {word}",
    )


RULE = Rule((BUDGET_OF_WHOLE_PERIOD,), check)
