"""Agreements that never pay a credit.

What it finds
    A least amount payable (`credits below 50 EUR are not paid`) that no credit can reach: a cap lies below
    it, or the highest credit does.

Why it matters
    All the rungs read like promises, and no credit of the agreement is ever paid.

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
    cap credits of each month at 5% of its fees
    credits below 60 EUR are not paid

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
    cap credits of each month at 5% of its fees
    credits below 6 EUR are not paid

How to fix
    Lower the least amount payable below the smallest credit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.contract import Version
from slalang.rules.extent import extents
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey, clause_text
from slalang.rules.totals import caps_of
from slalang.rules.worth import Tariff, tariff_of
from slalang.syntax import nodes

NOTHING_PAYABLE = Kind("SLA431", "nothing-payable")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the least amount payable with caps and credits."""
    for version in survey.versions():
        least = version.clauses.only(nodes.MinimumPayable)
        found = nothing_payable(least.node, version, survey) if least else None
        if found:
            yield found


def nothing_payable(least: nodes.MinimumPayable, version: Version, survey: Survey) -> Diagnostic | None:
    """Where not even the highest credit is as much as the least amount payable."""
    tariff = tariff_of(version)
    amount = least_of(least, tariff)
    if amount is None:
        return None
    for cap, stretch in caps_of(version):
        worth = tariff.worth(cap.amount, stretch)
        limit = tariff.in_money(worth) if worth else None
        if limit is not None and limit < amount:
            return _never_paid(least, tariff.text(limit), Label(cap.span, "the most that is paid"))
    worths = [extent.most for extent in extents(version, survey)]
    most = [tariff.in_money(worth) for worth in worths if worth]
    known = [each for each in most if each is not None]
    if known and len(known) == len(worths) and max(known) < amount:
        return _never_paid(least, tariff.text(max(known)))
    return None


def least_of(least: nodes.MinimumPayable, tariff: Tariff) -> Fraction | None:
    """The least amount payable, where it is in the currency of the agreement."""
    worth = tariff.worth(least.amount, Stretch("month"))
    return tariff.in_money(worth) if worth else None


def _never_paid(least: nodes.MinimumPayable, most: str, *others: Label) -> Diagnostic:
    return Diagnostic(
        NOTHING_PAYABLE,
        f"no credit is ever paid: the highest is {most}, and `{clause_text(least)}`",
        Label(least.span, "more than any credit"),
        others,
        help="lower the least amount payable below the smallest credit",
        witness=f"{most} is due, and nothing is paid",
    )


RULE = Rule((NOTHING_PAYABLE,), check)
