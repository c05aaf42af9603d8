"""Services that are backed for a part of the time only.

What it finds
    A promise for a service that is backed by a supplier whose promise begins later or ends earlier.

Why it matters
    On the days beyond, we owe credits and nobody owes us any. Often the supplier's contract is to be
    renewed; that it has to be is for the record.

Bad
    service storage backed by hosting.uptime
    agreement hosting "Hosting" {
      provider "Hosting Inc"
      customer "Acme Ltd"
      term     2026-01-01 to 2026-06-30
      timezone "Europe/Berlin"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      objective uptime each month {
        target >= 99.9%
        no data counts as met
        report only
      }
    }
    objective uptime of storage each month {
      target >= 99.5%
      no data counts as met
    }

Good
    service storage backed by hosting.uptime
    agreement hosting "Hosting" {
      provider "Hosting Inc"
      customer "Acme Ltd"
      term     2026-01-01 to 2026-12-31
      timezone "Europe/Berlin"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      objective uptime each month {
        target >= 99.9%
        no data counts as met
        report only
      }
    }
    objective uptime of storage each month {
      target >= 99.5%
      no data counts as met
    }

How to fix
    Renew the supplier's contract in time, or let both terms end together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.graph.supports import Promise, Standing, Support, promises_of_supplier
from slalang.rules.budgets import kept_standings
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import backing_of, place_of
from slalang.syntax import nodes

SUPPLIER_ENDS_EARLIER = Kind("SLA218", "supplier-ends-earlier", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Sets the days of each promise beside those of the suppliers underneath."""
    for standing in kept_standings(survey):
        for support in standing.supports:
            if support.declared and support.reason != "another subject":
                found = promises_of_supplier(support.service, survey.project, survey.typing)
                uncovered = _uncovered(standing.promise, found)
                if uncovered:
                    yield _finding(standing, support, found[0], *uncovered)


def _uncovered(above: Promise, found: list[Promise]) -> tuple[str, date] | None:
    """In words when the supplier's promise holds, and the first day on which ours does and it does not."""
    if above.first is None or above.last is None or not found:
        return None
    first, last = found[0].first, found[-1].last
    if first is None or last is None:
        return None
    if first > above.first:
        return f"from {first} on", above.first
    if last < above.last:
        return f"until {last}", max(above.first, last + timedelta(days=1))
    return None


def _finding(standing: Standing, support: Support, below: Promise, when: str, day: date) -> Diagnostic:
    promise = standing.promise
    term = standing.version.clauses.only(nodes.Term)
    ours = Label(term.node.span, f"`{promise.objective.name}` is promised for this time") if term else None
    return Diagnostic(
        SUPPLIER_ENDS_EARLIER,
        f"`{support.service.name}` is backed by `{below.said}` only {when}: on {day} nobody backs "
        f"`{promise.objective.name}` of `{standing.service.name}`",
        Label(place_of(standing), "promised beyond that"),
        (Label(backing_of(support), f"{when} only"), *([ours] if ours else [])),
        help="have the supplier's contract renewed in time, or let both terms end together",
        witness=f"{day}",
    )


RULE = Rule((SUPPLIER_ENDS_EARLIER,), check)
