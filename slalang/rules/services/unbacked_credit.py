"""Credits that a supplier does not owe in turn.

What it finds
    A credit that is more than the supplier owes us where it is the supplier that failed: one without whom
    the service is down, whose promise is measured and judged as ours is.

Why it matters
    When the supplier fails, so do we. What we owe then beyond what it owes us is ours to pay, for every
    customer. Often that is meant, and it is for the record.

Bad
    service storage backed by hosting.uptime
    agreement hosting "Hosting" {
      provider "Hosting Inc"
      customer "Acme Ltd"
      term     2026-01-01 to 2026-12-31
      timezone "Europe/Berlin"
      fees     100 EUR each month
      round    half up to 0.01 EUR
      cap credits of each month at 100% of its fees
      objective uptime each month {
        target >= 99.9%
        no data counts as met
        credit {
          a miss pays 5% of fees
        }
      }
    }
    objective uptime of storage each month {
      target >= 99.5%
      no data counts as met
      credit {
        a miss pays 10% of fees
      }
    }

Good
    service storage backed by hosting.uptime
    agreement hosting "Hosting" {
      provider "Hosting Inc"
      customer "Acme Ltd"
      term     2026-01-01 to 2026-12-31
      timezone "Europe/Berlin"
      fees     2_000 EUR each month
      round    half up to 0.01 EUR
      cap credits of each month at 100% of its fees
      objective uptime each month {
        target >= 99.9%
        no data counts as met
        credit {
          a miss pays 5% of fees
        }
      }
    }
    objective uptime of storage each month {
      target >= 99.5%
      no data counts as met
      credit {
        a miss pays 10% of fees
      }
    }

How to fix
    Have the supplier owe as much, or promise a lower credit. `sla graph --ceilings` shows both credits for
    every share. Where the difference is meant, nothing needs to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.back_to_back import BackToBack, Exchange, back_to_back
from slalang.rules.budgets import kept_standings
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.rules.underneath import backing_of, place_of

CREDIT_NOT_BACKED = Kind("SLA221", "credit-not-backed", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Sets each credit of an agreement beside what the suppliers underneath owe in the same case."""
    for standing in kept_standings(survey):
        if standing.promise.first:
            for each in back_to_back(standing, survey.project):
                known = [(_gap(each, one), one) for one in _failed(each)]
                worst = max(known, key=lambda pair: pair[0], default=None)
                if worst and worst[0] > 0:
                    yield _finding(each, worst[1])


def _failed(each: BackToBack) -> Iterator[Exchange]:
    """What both owe where the supplier misses its promise: above that, it did not fail."""
    kept, exchanges = each.theirs.promise.share or Fraction(0), each.exchanges or ()
    ends = [*(one.share for one in exchanges[1:]), Fraction(0)]
    for one, end in zip(exchanges, ends, strict=True):
        if one.share <= kept:
            yield one
        elif end < kept:
            yield Exchange(kept, False, one.ours, one.theirs)


def _gap(each: BackToBack, exchange: Exchange) -> Fraction:
    """By how much more we owe; nothing where the two cannot be compared."""
    ours = each.ours.tariff.in_money(exchange.ours)
    theirs = each.theirs.tariff.in_money(exchange.theirs)
    alike = exchange.theirs.is_nothing or each.ours.tariff.currency == each.theirs.tariff.currency
    return ours - theirs if ours is not None and theirs is not None and alike else Fraction(0)


def _finding(each: BackToBack, exchange: Exchange) -> Diagnostic:
    standing, supplier = each.standing, each.theirs.promise
    name, service = standing.promise.objective.name, standing.service.name
    owed, due = each.ours.shown(exchange.ours), each.theirs.shown(exchange.theirs)
    back = "nothing" if exchange.theirs.is_nothing else due
    credit, promised = standing.promise.objective.credit, supplier.objective
    return Diagnostic(
        CREDIT_NOT_BACKED,
        f"if `{each.support.service.name}` fails, `{name}` of `{service}` costs us {owed}, and "
        f"`{supplier.owner.name}` owes us {back} for it",
        Label(credit.node.span if credit else place_of(standing), f"{owed} at most"),
        (
            Label(backing_of(each.support), f"`{service}` is down when `{each.support.service.name}` is"),
            Label((promised.credit or promised.head).node.span, f"{back} in the same case"),
        ),
        help="have the supplier owe as much, promise a lower credit, or leave it and know",
        witness=f"a {standing.promise.objective.each.kind} that is {exchange.words} good: {owed} owed, "
        f"{back} due from `{supplier.owner.name}`",
    )


RULE = Rule((CREDIT_NOT_BACKED,), check)
