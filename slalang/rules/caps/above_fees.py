"""Credits above the fees.

What it finds
    Credits that together can come to more than the fees of a month, where there is no cap at all.

Why it matters
    The provider stands to pay more than the service costs. Sometimes that is agreed; then a reader should
    see that it was meant.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 60% of fees
        each further breach in a row pays double
      }
    }

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 60% of fees
        each further breach in a row pays double
      }
    }
    cap credits of each month at 100% of its fees

How to fix
    Write a cap, or lower the credits.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import written
from slalang.model.contract import Version
from slalang.rules.extent import Extent, extents
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey
from slalang.rules.totals import most_over
from slalang.rules.worth import NOTHING, Tariff, Worth, tariff_of
from slalang.syntax import nodes

ABOVE_FEES = Kind("SLA423", "credits-above-fees", Severity.WARNING)

_MONTH = Stretch("month")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Adds up what can be due in a month where no cap limits it."""
    for version in survey.versions():
        if not version.clauses.only(nodes.Cap):
            yield from _above_fees(version, tariff_of(version), survey)


def _above_fees(version: Version, tariff: Tariff, survey: Survey) -> Iterator[Diagnostic]:
    fees = tariff.fees_of(_MONTH)
    most, terms = most_over(_MONTH, version, survey), version.clauses.only(nodes.Fees)
    if fees is None or most is None or terms is None or not tariff.exceeds(most, Worth(fees)):
        return
    highest = [extent for extent in extents(version, survey) if (extent.most or NOTHING) != NOTHING]
    due = _due(most, Worth(fees), tariff)
    yield Diagnostic(
        ABOVE_FEES,
        f"more than the fees can be due: up to {due} in one month, and there is no cap",
        Label(terms.node.span, "the fees"),
        tuple(Label(each.objective.head.node.name.span, _share(each, tariff)) for each in highest),
        help="write a cap, for example `cap credits of each month at 100% of its fees`",
        witness=f"{due} in a month in which all is missed",
    )


def _due(most: Worth, fees: Worth, tariff: Tariff) -> str:
    """An amount beside the fees it is more than."""
    amounts = tariff.in_money(most), tariff.in_money(fees)
    if amounts[0] is None or amounts[1] is None:
        return f"{written(most.fees / fees.fees, 'ratio')} of the fees"
    return f"{tariff.text(amounts[0])} on fees of {tariff.text(amounts[1])}"


def _share(extent: Extent, tariff: Tariff) -> str:
    return f"pays up to {tariff.shown(extent.most or NOTHING, extent.stretch)}"


RULE = Rule((ABOVE_FEES,), check)
