"""Counts behind a share, a percentile or a mean: what one has to know to say how many more may fail.

A share is handed on as one number. Of a period that is not over the two numbers that it is made of are
measured too, as measures of their own beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from slalang.plan.counts import HELD, ROWS, SUM, count_of
from slalang.plan.expressions import Comparison, Number
from slalang.plan.streams import Measure
from slalang.plan.terms import Bound, Objective


def with_counts(objective: Objective) -> Objective:
    """The objective with the counts behind its measures as further measures."""
    further = (count for measure in objective.measures for count in _counts(objective, measure))
    return replace(objective, measures=(*objective.measures, *further))


def _counts(objective: Objective, measure: Measure) -> Iterator[Measure]:
    match measure.aggregate:
        case "share":
            yield replace(measure, id=count_of(measure.id, ROWS), aggregate="count", value=None)
            yield replace(measure, id=count_of(measure.id, HELD), aggregate="count")
        case "percentile":
            yield replace(measure, id=count_of(measure.id, ROWS), aggregate="count", percentile=None)
            for bound in (objective.target, objective.minimum):
                if bound:
                    yield _within(measure, bound)
        case "mean":
            yield replace(measure, id=count_of(measure.id, ROWS), aggregate="count")
            yield replace(measure, id=count_of(measure.id, SUM), aggregate="sum")
        case _:
            return


def _within(measure: Measure, bound: Bound) -> Measure:
    """The rows whose value alone stands in the relation to the threshold."""
    if measure.value is None:
        raise TypeError("a percentile is that of a value")
    condition = Comparison(bound.operator, measure.value, Number(bound.threshold))
    name = count_of(measure.id, f"{HELD} {bound.clause}")
    return replace(measure, id=name, aggregate="count", percentile=None, value=condition)
