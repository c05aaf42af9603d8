"""Periods without a row that nothing decides.

What it finds
    An objective with a credit, of an indicator that has no value in a period without rows, and no `no
    data` clause.

Why it matters
    A period in which nothing was logged is neither met nor missed: no data is not 100% and not 0%. Where
    the contract is silent the period stays unmeasured, its credit open and the statement not final.

Bad
    event ping {
      at instant
      up boolean
    }
    indicator answered = share(up over ping)
    objective answered each month {
      target >= 99.9%
      credit {
        a miss pays 10% of fees
      }
    }

Good
    event ping {
      at instant
      up boolean
    }
    indicator answered = share(up over ping)
    objective answered each month {
      target >= 99.9%
      no data counts as missed
      credit {
        a miss pays 10% of fees
      }
    }

How to fix
    Say what such a period counts as: `no data counts as met`, `missed`, `minimum missed` or `excused`.
    `else` alone does not help where the rows are those of a log of moments, since an empty log says
    nothing about what happened.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.model.evidence import evidence_of
from slalang.model.suggestions import listed
from slalang.rules.bounds import values_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

EMPTY_PERIOD = Kind("SLA260", "empty-period-undecided", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for objectives of agreements that pay, and have no `no data` clause."""
    for version in survey.versions():
        for objective in version.objectives:
            if objective.target and objective.credit and not _is_decided(objective):
                rows = rows_needed(objective, survey)
                if rows:
                    yield _finding(objective, rows)


def _is_decided(objective: Objective) -> bool:
    """Whether a clause says what becomes of a period with no rows, or nothing is promised anyway."""
    verdicts = [clause.node.verdict for clause in objective.clauses.every(nodes.LowVolume)]
    silent = objective.clauses.only(nodes.NoData) is None and not any(verdicts)
    return not silent or objective.clauses.only(nodes.ReportOnly) is not None


def rows_needed(objective: Objective, survey: Survey) -> list[str]:
    """The events without whose rows the objective has no value, as messages name them."""
    evidence = evidence_of(objective.indicator, survey.project.scopes, survey.typing)
    if not all(each.rows.known for each in evidence):
        return []
    events = {event.name: event for each in evidence for event in each.rows.events}
    moments = [name for name, event in events.items() if survey.typing.rows(event).shape == "points"]
    node = objective.indicator.node
    scope = survey.project.scope_of(objective.indicator)
    certain = not isinstance(node, nodes.Indicator) or values_of(node.value, scope, survey).is_certain
    return moments or ([] if certain else list(events))


def _finding(objective: Objective, rows: list[str]) -> Diagnostic:
    empty = f"a {objective.each.kind} without a row of {listed(rows, 'or')}"
    return Diagnostic(
        EMPTY_PERIOD,
        f"{empty} leaves `{objective.name}` unmeasured: whether its credit is due is not said",
        Label(objective.head.node.name.span, "no `no data` clause"),
        help="add `no data counts as met`, `no data counts as missed` or `no data counts as excused`",
        witness=empty,
    )


RULE = Rule((EMPTY_PERIOD,), check)
