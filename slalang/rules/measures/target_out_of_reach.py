"""Targets that every value meets, or none.

What it finds
    A target or a minimum that lies beyond what its indicator can come to, such as more than 100% of a
    share, or at most 100% of it.

Why it matters
    A target that no value meets pays a credit in every period, one that every value meets never pays any.
    Either way the promise is not the one that was meant.

Bad
    objective uptime each month {
      target >= 100.5%
    }
    objective success each month {
      target <= 100%
      no data counts as met
    }

Good
    objective uptime each month {
      target >= 99.5%
    }
    objective success each month {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Write a value that the indicator can reach and can miss; mostly a digit slipped, or the sign was turned.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import written
from slalang.model.contract import Objective
from slalang.model.strictness import UP, holds
from slalang.rules.bounds import Values, as_compared, threshold_of, values_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NEVER_MET = Kind("SLA265", "target-never-met")
ALWAYS_MET = Kind("SLA266", "target-always-met", Severity.WARNING)

_DIRECTED = (">=", ">", "<=", "<")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each target and minimum with the values of its indicator."""
    for objective in survey.objectives():
        node = objective.indicator.node
        if isinstance(node, nodes.Indicator):
            scope = survey.project.scope_of(objective.indicator)
            values = _rounded(values_of(node.value, scope, survey), objective)
            for sourced in (objective.target, objective.minimum):
                if sourced and values.only is None:
                    threshold = threshold_of(sourced.node.threshold, sourced.scope, objective, survey)
                    if threshold is not None:
                        yield from _findings(sourced.node, threshold, values, objective, survey)


def _rounded(values: Values, objective: Objective) -> Values:
    """The values as they are compared."""
    low, high = (None if end is None else as_compared(end, objective) for end in (values.low, values.high))
    return Values(low, high, values.is_certain)


def _findings(
    bound: nodes.Target | nodes.Minimum,
    threshold: Fraction,
    values: Values,
    objective: Objective,
    survey: Survey,
) -> Iterator[Diagnostic]:
    if bound.operator not in _DIRECTED:
        return
    best, worst = (values.high, values.low) if bound.operator in UP else (values.low, values.high)
    unit = survey.unit(objective)
    if best is not None and not holds(bound.operator, best, threshold):
        yield _never(bound, objective, written(best, unit), is_high=bound.operator in UP)
    elif worst is not None and holds(bound.operator, worst, threshold) and not _is_turned(bound, objective):
        yield _always(bound, objective, written(worst, unit), written(threshold, unit))


def _is_turned(bound: nodes.Target | nodes.Minimum, objective: Objective) -> bool:
    """Whether a rung pays on the side on which the target is met: that is found by itself."""
    clauses = objective.credit.node.clauses if objective.credit else ()
    rungs = [row.trigger for row in clauses if isinstance(row, nodes.CreditRow)]
    signs = {rung.operator for rung in rungs if isinstance(rung, nodes.Rung)}
    return any((sign in UP) == (bound.operator in UP) for sign in signs)


def _never(bound: nodes.Target | nodes.Minimum, objective: Objective, best: str, is_high: bool) -> Diagnostic:
    return Diagnostic(
        NEVER_MET,
        f"`{clause_text(bound)}` can never be met: `{objective.indicator.name}` is "
        f"{'at most' if is_high else 'never below'} {best}",
        Label(bound.span, "no value does"),
        (Label(objective.indicator.span, f"{best} at best"),),
        help=f"write a value {'below' if is_high else 'above'} {best}",
        witness=f"{best} is a miss",
    )


def _always(
    bound: nodes.Target | nodes.Minimum, objective: Objective, worst: str, threshold: str
) -> Diagnostic:
    word = clause_text(bound).split()[0]
    turned = f"`{word} >= {threshold}`, or a value below {worst}"
    return Diagnostic(
        ALWAYS_MET,
        f"`{clause_text(bound)}` is met by every value: `{objective.indicator.name}` is {worst} at worst",
        Label(bound.span, "never missed"),
        (Label(objective.indicator.span, f"{worst} at worst"),),
        help=f"write a value above {worst}" if bound.operator in UP else f"write {turned}",
        witness=f"{worst} meets it",
    )


RULE = Rule((NEVER_MET, ALWAYS_MET), check)
