"""Terms without one whole period of an objective.

What it finds
    An objective judged in periods of which the term holds no whole one: each quarter of a term of two
    months.

Why it matters
    A period cut by the term is measured over the part that exists, and its credit is taken of the fees of
    that part. Where there are only such parts, the period is not what was agreed.

Bad
    term 2026-02-01 to 2026-03-31
    objective uptime each quarter {
      target >= 99.9%
    }

Good
    term 2026-01-01 to 2026-03-31
    objective uptime each quarter {
      target >= 99.9%
    }

How to fix
    Judge the objective in shorter periods, or in contract years where it is the anniversary that counts,
    or let the term begin and end with a period.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

NO_WHOLE_PERIOD = Kind("SLA321", "no-whole-period", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a whole period in the term of each objective."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            if not any(period.whole for period in horizon.periods(objective.each.kind)):
                yield from _finding(objective, version, horizon)


def _finding(objective: Objective, version: Version, horizon: Horizon) -> Iterator[Diagnostic]:
    kind, term = objective.each.kind, version.clauses.only(nodes.Term)
    longest = max(horizon.periods(kind), key=lambda period: period.days, default=None)
    if term and longest:
        part = f"{longest.label} has {longest.days} of its {longest.whole_days} days in it"
        yield Diagnostic(
            NO_WHOLE_PERIOD,
            f"`{objective.name}` is judged each {kind}, and the term from {horizon.first} to {horizon.last} "
            f"has no whole {kind}: {part}",
            Label(objective.each.span, f"no whole {kind}"),
            (Label(term.node.span, "the term"),),
            help=f"judge it in shorter periods, or let the term begin and end with a {kind}",
            witness=part,
        )


RULE = Rule((NO_WHOLE_PERIOD,), check)
