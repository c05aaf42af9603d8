"""Credits that nothing limits.

What it finds
    A credit that grows with every late ticket, every interval or every half hour, under no cap at all.

Why it matters
    The provider stands to pay more than the service costs. Sometimes that is agreed; then a reader should
    see that it was meant.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        when missed each full 30m of outage in total pays 5% of fees
      }
    }

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        when missed each full 30m of outage in total pays 5% of fees
      }
    }
    cap credits of each month at 50% of its fees

How to fix
    Write a cap: for one objective `cap at 20% of fees`, for all of them
    `cap credits of each month at 50% of its fees`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.extent import Extent, extents
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.rules.worth import Tariff, Worth, tariff_of
from slalang.syntax import nodes

WITHOUT_LIMIT = Kind("SLA422", "credits-without-limit", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for credits that grow with what happens."""
    for version in survey.versions():
        if version.clauses.only(nodes.Cap):
            continue
        tariff = tariff_of(version)
        for extent in extents(version, survey):
            if extent.is_open:
                yield from _without_limit(extent, tariff)


def _without_limit(extent: Extent, tariff: Tariff) -> Iterator[Diagnostic]:
    row = _growing(extent)
    if row:
        yield Diagnostic(
            WITHOUT_LIMIT,
            f"nothing limits what `{extent.objective.name}` pays: it grows with {_what(row, extent)}, "
            "and there is no cap",
            Label(row.span, "without an end"),
            (Label(extent.objective.head.node.name.span, "no `cap at`, and no cap in the agreement"),),
            help="write a cap, for example `cap credits of each month at 50% of its fees`",
            witness=_more_than_fees(row, extent, tariff),
        )


def _growing(extent: Extent) -> nodes.CreditRow | None:
    credit = extent.objective.credit
    rows = [each for each in credit.node.clauses if isinstance(each, nodes.CreditRow)] if credit else []
    return next((row for row in rows if row.per), rows[0] if rows else None)


def _what(row: nodes.CreditRow, extent: Extent) -> str:
    credit = extent.objective.credit
    if row.per is not None:
        return f"`{clause_text(row.per)}`"
    if credit and credit.node.for_each:
        return f"each `{credit.node.for_each.text}`"
    return "each " + ", ".join(f"`{key.text}`" for key in extent.objective.for_each)


def _more_than_fees(row: nodes.CreditRow, extent: Extent, tariff: Tariff) -> str | None:
    """How many it takes to come to more than the fees of the period."""
    worth, fees = tariff.worth(row.amount, extent.stretch), tariff.fees_of(extent.stretch)
    if worth is None or fees is None or worth.is_nothing:
        return None
    one, all_fees = tariff.in_money(worth), tariff.in_money(Worth(fees))
    if worth.money and (one is None or all_fees is None):
        return None
    number = int((all_fees or Fraction(1)) / one if one and all_fees else fees / worth.fees) + 1
    return f"{number} times {clause_text(row.amount)} is more than the fees of {extent.stretch.name}"


RULE = Rule((WITHOUT_LIMIT,), check)
