"""Services backed by a promise that is judged over longer periods.

What it finds
    A promise judged each month for a service that is backed by one judged each quarter, or over any longer
    time than ours. The two are not set against one another.

Why it matters
    A quarter can be as good as promised and have all its failures in one month. The supplier then owes
    nothing, and we owe a credit for that month.

Bad
    service storage backed by hosting.uptime
    agreement hosting "Hosting" {
      provider "Hosting Inc"
      customer "Acme Ltd"
      term     2026-01-01 to 2026-12-31
      timezone "Europe/Berlin"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      objective uptime each quarter {
        target >= 99.9%
        no data counts as met
        report only
      }
    }
    objective uptime of storage each month {
      target >= 99.9%
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
      target >= 99.9%
      no data counts as met
    }

How to fix
    Agree on our periods with the supplier, or promise over the supplier's.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.graph.supports import Promise, Standing, Support
from slalang.quantities import Period, format_duration, format_percent, period_holding
from slalang.rules.budgets import kept_standings
from slalang.rules.horizon import horizon_of
from slalang.rules.periods_under import is_longer, period_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import backing_of, place_of

LONGER_PERIOD_UNDERNEATH = Kind("SLA215", "longer-period-underneath", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for promises underneath that are judged over longer periods."""
    for standing in kept_standings(survey):
        for support in standing.supports:
            below, above = support.promise, standing.promise
            if below and support.reason == "other periods" and is_longer(below.objective, above.objective):
                yield _finding(standing, support, below)


def _finding(standing: Standing, support: Support, below: Promise) -> Diagnostic:
    above = standing.promise
    ours, theirs = period_of(above.objective), period_of(below.objective)
    return Diagnostic(
        LONGER_PERIOD_UNDERNEATH,
        f"`{above.objective.name}` of `{standing.service.name}` is judged {ours}, and `{below.said}` under "
        f"`{support.service.name}` {theirs}: the two are not compared",
        Label(place_of(standing), f"judged {ours}"),
        (
            Label(backing_of(support), f"`{below.said}` is judged {theirs}"),
            Label(below.objective.each.span, "promised to us here"),
        ),
        help=f"have `{support.service.name}` promised {ours}, or promise `{above.objective.name}` {theirs}",
        witness=_witness(standing, below),
    )


def _witness(standing: Standing, below: Promise) -> str | None:
    """A long period that is just good enough, and has all its bad time in one of ours that is not cut."""
    above, horizon = standing.promise.objective, horizon_of(standing.version)
    kinds = above.each.kind, below.objective.each.kind
    if horizon is None or below.share is None or below.measure.kind != "time":
        return None
    if above.looking_back or below.objective.looking_back or "contract year" in kinds:
        return None
    longer = [period for period in horizon.periods(kinds[1]) if period.whole]
    pairs = [(period_holding(longer, each), each) for each in horizon.periods(kinds[0]) if each.whole]
    known = [(whole, each) for whole, each in pairs if whole and whole.start <= each.start]
    if not known:
        return None
    whole, each = min(known, key=lambda pair: _left(pair[0], pair[1], below.share or Fraction(0)))
    bad = (1 - below.share) * whole.length
    return (
        f"{format_percent(below.share)} of {whole.label} leaves {format_duration(bad)} down; all of it in "
        f"{each.label} leaves {format_percent(_left(whole, each, below.share))} there"
    )


def _left(whole: Period, part: Period, share: Fraction) -> Fraction:
    return 1 - min(Fraction(1), (1 - share) * whole.length / part.length)


RULE = Rule((LONGER_PERIOD_UNDERNEATH,), check)
