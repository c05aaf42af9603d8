"""Services backed by a promise that is measured in another way.

What it finds
    A promise for a service, and underneath one of a supplier that counts something else: requests instead
    of time, other hours, or shorter periods. The two are not set against one another.

Why it matters
    99.9% of the time and 99.9% of the requests are different things, and so are 99.9% of the office hours
    and of all hours. Nobody can say whether the one carries the other; that is for the record.

Bad
    service storage backed by hosting.success
    agreement hosting "Hosting" {
      provider "Hosting Inc"
      customer "Acme Ltd"
      term     2026-01-01 to 2026-12-31
      timezone "Europe/Berlin"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      objective success each month {
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
    Agree with the supplier on the same measure, the same hours and the same periods, or leave it and know.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.graph.measure import IN_WORDS
from slalang.graph.supports import Promise, Standing, Support
from slalang.rules.budgets import budgets, kept_standings
from slalang.rules.periods_under import is_longer, period_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import backing_of, place_of
from slalang.syntax import nodes

SUPPLIER_MEASURED_OTHERWISE = Kind("SLA214", "supplier-measured-otherwise", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at each promise underneath that is not compared, and says why."""
    for standing in kept_standings(survey):
        for support in standing.supports:
            difference = _difference(support, standing.promise)
            if difference:
                yield _finding(standing, support, *difference)
    for budget in budgets(survey):
        if budget.fit in ("other hours", "other fields"):
            words = "hours" if budget.fit == "other hours" else "kinds of ticket"
            for support in budget.supports:
                yield _finding(
                    budget.standing, support, f"has its limit for other {words}", "has one of its own"
                )


def _difference(support: Support, above: Promise) -> tuple[str, str] | None:
    """What is said of the promise underneath, and of the one above, where they differ."""
    below = support.promise
    if below is None:
        return None
    match support.reason:
        case "another measure" if above.measure.kind != "other" and above.measure.kind != "in time":
            return f"is measured {IN_WORDS[below.measure.kind]}", IN_WORDS[above.measure.kind]
        case "other hours":
            return f"is measured {_hours(below)}", _hours(above)
        case "other periods" if not is_longer(below.objective, above.objective):
            return f"is judged {period_of(below.objective)}", period_of(above.objective)
        case _:
            return None


def _hours(promise: Promise) -> str:
    written = [
        source.span.text
        for statement in promise.objective.clauses.every(nodes.MeasuredWhile)
        for source in statement.node.sources
    ]
    return f"while `{' or '.join(written)}`" if written else "all the time"


def _finding(standing: Standing, support: Support, below: str, above: str) -> Diagnostic:
    promise = support.promise
    said = promise.said if promise else ""
    name = standing.promise.objective.name
    places = [Label(backing_of(support), f"`{said}` {below}")]
    if promise:
        places.append(Label(promise.objective.head.node.name.span, "promised to us here"))
    return Diagnostic(
        SUPPLIER_MEASURED_OTHERWISE,
        f"`{said}` under `{support.service.name}` {below}, and `{name}` of "
        f"`{standing.service.name}` {above}: the two are not compared",
        Label(place_of(standing), f"`{name}` {above}"),
        tuple(places),
        help="agree on the same measure, hours and periods with both sides, or leave it and know",
    )


RULE = Rule((SUPPLIER_MEASURED_OTHERWISE,), check)
