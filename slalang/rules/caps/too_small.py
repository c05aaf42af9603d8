"""Rungs whose credit is too small to be paid.

What it finds
    A row whose credit lies below the least amount payable (`credits below 50 EUR are not paid`).

Why it matters
    The row reads like a promise and never pays.

Bad
    fees 1_000 EUR each month
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 2% of fees
        below 99.0% pays 10% of fees
      }
    }
    credits below 50 EUR are not paid

Good
    fees 1_000 EUR each month
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 2% of fees
        below 99.0% pays 10% of fees
      }
    }
    credits below 5 EUR are not paid

How to fix
    Lower the least amount below the smallest credit, or take the row out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.rules.caps.unpayable import least_of, nothing_payable
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey, clause_text
from slalang.rules.worth import Tariff, tariff_of
from slalang.syntax import nodes

TOO_SMALL = Kind("SLA432", "credit-below-least-payable", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each row with the least amount payable, where any credit is paid."""
    for version in survey.versions():
        least = version.clauses.only(nodes.MinimumPayable)
        if least and not nothing_payable(least.node, version, survey):
            yield from _too_small(least.node, version)


def _too_small(least: nodes.MinimumPayable, version: Version) -> Iterator[Diagnostic]:
    tariff = tariff_of(version)
    needed = least_of(least, tariff) or Fraction(0)
    for objective in version.objectives:
        for row, amount in _single_amounts(objective, tariff):
            if 0 < amount < needed:
                yield _unpaid(row, tariff.text(amount), least)


def _single_amounts(objective: Objective, tariff: Tariff) -> Iterator[tuple[nodes.CreditRow, Fraction]]:
    """The rows of a block of which one pays once, and what each comes to."""
    clauses = objective.credit.node.clauses if objective.credit else ()
    if objective.credit is None or objective.credit.node.for_each:
        return
    if any(isinstance(clause, nodes.AllAddUp | nodes.Repeat) for clause in clauses):
        return
    for clause in clauses:
        if isinstance(clause, nodes.CreditRow) and clause.per is None:
            worth = tariff.worth(clause.amount, Stretch(objective.each.kind))
            amount = tariff.in_money(worth) if worth else None
            if amount is not None:
                yield clause, amount


def _unpaid(row: nodes.CreditRow, amount: str, least: nodes.MinimumPayable) -> Diagnostic:
    return Diagnostic(
        TOO_SMALL,
        f"`{clause_text(row)}` comes to {amount}, and `{clause_text(least)}`",
        Label(row.amount.span, f"{amount}, never paid"),
        (Label(least.span, "the least that is paid"),),
        help="lower the least amount payable, or take the row out",
        witness=f"{amount} is due, and nothing is paid",
    )


RULE = Rule((TOO_SMALL,), check)
