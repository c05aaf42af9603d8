"""Money put aside that no credit takes.

What it finds
    A pool that no credit is a share of, an amount at risk that neither a credit nor a pool is a share of,
    and a table of points for which no credit pays points.

Why it matters
    The clause reads like money at stake, and none of it is.

Bad
    at risk 10% of fees
    pool servers = 50% of at risk
    pool desk    = 30% of at risk
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 40% of servers
      }
    }

Good
    at risk 10% of fees
    pool servers = 50% of at risk
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 40% of servers
      }
    }

How to fix
    Let a credit take its share of it, or take the clause out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.completeness import statements_of
from slalang.model.contract import Version
from slalang.model.descent import every
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

UNUSED_POOL = Kind("SLA437", "unused-pool", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for what takes a share of each pool."""
    for agreement in survey.agreements():
        taken = {name for version in agreement.versions for name in _taken(version)}
        for version in agreement.versions:
            for pool in version.clauses.every(nodes.Pool):
                if pool.node.name.text not in taken:
                    yield _finding(f"no credit is a share of pool `{pool.node.name.text}`", pool.node.name)
            risk, points = version.clauses.only(nodes.AtRisk), version.clauses.only(nodes.PointsTable)
            if risk and _AT_RISK not in taken:
                yield _finding("no credit is a share of what is at risk", risk.node)
            if points and _POINTS not in taken:
                yield _finding("no credit pays points", points.node)


_AT_RISK, _POINTS = "at risk", "points of credits"


def _taken(version: Version) -> Iterator[str]:
    """What a share is taken of, by whatever clause but a limit on the shares."""
    for sourced in statements_of(version):
        if isinstance(sourced.node, nodes.Allocations):
            continue
        for base in every(nodes.Base, sourced.node):
            if base.kind == "at risk":
                yield _AT_RISK
            elif base.pool:
                yield base.pool.text
        if next(every(nodes.Points, sourced.node), None):
            yield _POINTS


def _finding(message: str, place: nodes.Node) -> Diagnostic:
    return Diagnostic(
        UNUSED_POOL,
        message,
        Label(place.span, "never drawn on"),
        help="let a credit draw on it, or take the clause out",
    )


RULE = Rule((UNUSED_POOL,), check)
