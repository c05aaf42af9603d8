"""Buckets that lie across the end of a period.

What it finds
    Buckets (`every 7h`) that do not come out even with the periods of an objective, counted from the first
    instant of the term.

Why it matters
    A bucket counts whole, in the period that holds its last instant. One that lies across midnight on the
    31st takes the errors of the old month into the new one.

Bad
    stream shifts = request every 7h { failed = share(status >= 500) when empty 0% }
    indicator quality = 1 - mean(failed over shifts)
    objective quality each month {
      target >= 99.9%
      no data counts as met
    }

Good
    stream shifts = request every 1h { failed = share(status >= 500) when empty 0% }
    indicator quality = 1 - mean(failed over shifts)
    objective quality each month {
      target >= 99.9%
      no data counts as met
    }

How to fix
    Take a length that divides the day, and where the clocks are changed in the zone of the agreement one
    that divides the hour.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.aggregates import function_of
from slalang.model.contract import Objective
from slalang.model.descent import every
from slalang.model.evidence import evidence_of
from slalang.quantities import MINUTE
from slalang.rules.horizon import Horizon, horizons
from slalang.rules.reach import rows_behind
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

BUCKET_OVER_PERIODS = Kind("SLA274", "bucket-across-periods", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the buckets behind each objective with the ends of its periods."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            widths = _widths(objective, survey)
            for declaration in rows_behind(objective, survey) if widths else ():
                for buckets in every(nodes.Every, declaration.node):
                    if buckets.width.microseconds in widths:
                        yield from _findings(objective, buckets, horizon)


def _widths(objective: Objective, survey: Survey) -> set[int]:
    """How long the buckets are that count whole; of a time only the part inside the period counts."""
    evidence = evidence_of(objective.indicator, survey.project.scopes, survey.typing)
    return {each.rows.width for each in evidence if each.rows.width and function_of(each.aggregate) != "time"}


def _findings(objective: Objective, buckets: nodes.Every, horizon: Horizon) -> Iterator[Diagnostic]:
    width, periods = buckets.width.microseconds, horizon.periods(objective.each.kind)
    if width <= 0 or (15 * MINUTE) % width == 0:
        return
    cut = (each for each in periods[1:] if (each.start - periods[0].start) % width)
    first = next(cut, None)
    if first:
        begins = first.start - (first.start - periods[0].start) % width
        across = f"the one from {horizon.shown(begins)} to {horizon.shown(begins + width)}"
        kind = objective.each.kind
        yield Diagnostic(
            BUCKET_OVER_PERIODS,
            f"buckets of {buckets.width.span.text} do not come out even with each {kind}: "
            f"{across} counts whole in {first.label}",
            Label(buckets.width.span, f"lies across the end of a {kind}"),
            (Label(objective.each.span, f"judged each {kind}"),),
            help="take a length that divides the hour",
            witness=across,
        )


RULE = Rule((BUCKET_OVER_PERIODS,), check)
