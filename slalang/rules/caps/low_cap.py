"""Caps below the smallest credit, and caps of shorter periods than the credits they hold.

What it finds
    A cap that cuts every credit of an objective, because the smallest of them is above it. And a cap of a
    month over an objective that is judged by the quarter or the year, where its credit cannot fit.

Why it matters
    Under such a cap the rungs say nothing: a slight miss and a total failure cost the same. A credit of a
    quarter falls into the month that holds its last day, and is held against the cap of that month alone.

Bad
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 10% of fees
        below 99.0% pays 25% of fees
      }
    }
    objective success each quarter {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 4% of fees
      }
    }
    cap credits of each month at 5% of its fees

Good
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 5% of fees
        below 99.0% pays 10% of fees
      }
    }
    objective success each quarter {
      target >= 99.9%
      no data counts as met
      credit {
        a miss pays 2% of fees
      }
    }
    cap credits of each month at 8% of its fees

How to fix
    Raise the cap above the smallest credit, or write the credit that is meant. Cap the credits of a quarter
    by the quarter.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Version
from slalang.rules.extent import Extent, before_cap, extents
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch, is_longer
from slalang.rules.survey import Survey
from slalang.rules.totals import caps_of
from slalang.rules.worth import Tariff, Worth, tariff_of
from slalang.syntax import nodes

ALWAYS_REACHED = Kind("SLA416", "cap-below-every-credit", Severity.WARNING)
SHORTER = Kind("SLA425", "cap-shorter-than-period", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each cap with the credits of each objective."""
    for version in survey.versions():
        tariff = tariff_of(version)
        for cap, stretch in caps_of(version):
            for extent in extents(version, survey):
                if is_longer(extent.stretch, stretch):
                    yield from _shorter(cap, stretch, extent, tariff)
                else:
                    yield from _always(cap.amount, stretch, extent, tariff)
        yield from _of_objectives(version, tariff, survey)


def _of_objectives(version: Version, tariff: Tariff, survey: Survey) -> Iterator[Diagnostic]:
    """The caps of single objectives."""
    for objective in version.objectives:
        cap, extent = objective.clauses.only(nodes.ObjectiveCap), before_cap(objective, version, survey)
        if cap and extent:
            yield from _always(cap.node.amount, extent.stretch, extent, tariff)


def _always(amount: nodes.Amount, stretch: Stretch, extent: Extent, tariff: Tariff) -> Iterator[Diagnostic]:
    limit, least = tariff.worth(amount, stretch), extent.least
    if limit is None or least is None or not tariff.exceeds(least, limit):
        return
    smallest, most = tariff.shown(least, extent.stretch), tariff.shown(limit, stretch)
    yield Diagnostic(
        ALWAYS_REACHED,
        f"every credit of `{extent.objective.name}` is cut to this cap: the smallest is {smallest}, "
        f"and the cap {most}",
        Label(amount.span, "below every credit"),
        tuple(Label(row.amount.span, "the smallest credit") for row in _smallest(extent, least, tariff)),
        help="raise the cap above the smallest credit, or write the credit that is meant",
        witness=f"the smallest credit is {smallest}, and {most} is paid",
    )


def _smallest(extent: Extent, least: Worth, tariff: Tariff) -> Iterator[nodes.CreditRow]:
    credit = extent.objective.credit
    for clause in credit.node.clauses if credit else ():
        if isinstance(clause, nodes.CreditRow) and tariff.worth(clause.amount, extent.stretch) == least:
            yield clause
            return


def _shorter(cap: nodes.Cap, stretch: Stretch, extent: Extent, tariff: Tariff) -> Iterator[Diagnostic]:
    limit, most, objective = tariff.worth(cap.amount, stretch), extent.most, extent.objective
    if limit is None or most is None or tariff.amount is None or not tariff.exceeds(most, limit):
        return
    due, paid = tariff.shown(most, stretch), tariff.shown(limit, stretch)
    yield Diagnostic(
        SHORTER,
        f"`{objective.name}` is judged each {objective.each.kind}, and all of its credit falls into one "
        f"{stretch.kind} with a cap: up to {due} are due, and {paid} can be paid",
        Label(cap.span, f"of {stretch.name}"),
        (Label(objective.each.span, f"each {objective.each.kind}"),),
        help=f"cap the credits of each {objective.each.kind} instead, or raise the cap",
        witness=f"{due} are due, and {paid} is paid",
    )


RULE = Rule((ALWAYS_REACHED, SHORTER), check)
