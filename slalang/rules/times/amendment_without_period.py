"""Amendments after which no period begins.

What it finds
    An amendment of an objective that comes so late in the term that no period of the objective begins
    after it.

Why it matters
    The terms in force at the start of a period govern the whole of it. Such an amendment was negotiated
    and signed, and never decides anything.

Bad
    objective uptime each quarter {
      target >= 99.9%
    }
    amendment "No. 1" from 2026-11-01 {
      objective uptime {
        target >= 99.95%
        credit {
          below 99.95% pays 10% of fees
        }
      }
    }

Good
    objective uptime each quarter {
      target >= 99.9%
    }
    amendment "No. 1" from 2026-10-01 {
      objective uptime {
        target >= 99.95%
        credit {
          below 99.95% pays 10% of fees
        }
      }
    }

How to fix
    Let it begin with the period it is meant for, or extend the term.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.contract import Objective, Version
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

AMENDMENT_WITHOUT_PERIOD = Kind("SLA322", "amendment-without-period")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a period that begins under each amendment."""
    for version, horizon in horizons(survey):
        if version.amendment and horizon.first <= version.effective <= horizon.last:
            yield from _findings(version, version.amendment.node, horizon)


def _findings(version: Version, amendment: nodes.Amendment, horizon: Horizon) -> Iterator[Diagnostic]:
    for objective in _touched(version, amendment):
        starts = [horizon.first_day(period) for period in horizon.periods(objective.each.kind)]
        if not any(start >= version.effective for start in starts):
            yield _finding(amendment, objective, max(starts, default=horizon.first), horizon.last)


def _touched(version: Version, amendment: nodes.Amendment) -> list[Objective]:
    """The objectives that the amendment says something of."""
    names = {clause.name.text for clause in amendment.clauses if isinstance(clause, nodes.Objective)}
    names |= {clause.objective.text for clause in amendment.clauses if isinstance(clause, nodes.EarnBack)}
    return [objective for objective in version.objectives if objective.name in names]


def _finding(amendment: nodes.Amendment, objective: Objective, before: date, last: date) -> Diagnostic:
    kind, title = objective.each.kind, amendment.title.value
    return Diagnostic(
        AMENDMENT_WITHOUT_PERIOD,
        f'amendment "{title}" never decides anything of `{objective.name}`: '
        f"no {kind} begins from {amendment.effective.value} to {last}, the end of the term",
        Label(amendment.effective.span, f"after the last {kind} has begun"),
        (Label(objective.each.span, f"judged each {kind}"),),
        help=f"write `from {before}` to have it govern the {kind} that began then",
        witness=f"the {kind} that begins on {before} goes by the terms before it",
    )


RULE = Rule((AMENDMENT_WITHOUT_PERIOD,), check)
