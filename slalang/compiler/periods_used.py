"""Which kinds of period a plan needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast, get_args

from slalang.plan.terms import MeanOf, PeriodKind, Terms
from slalang.quantities import PERIOD_KINDS


def kinds_used(versions: Sequence[Terms]) -> tuple[PeriodKind, ...]:
    """The kinds, shortest first; months always."""
    used = {"month", *(kind for terms in versions for kind in _used(terms))}
    return tuple(kind for kind in PERIOD_KINDS if kind in used)


def _used(terms: Terms) -> Iterator[PeriodKind]:
    if terms.fees:
        yield terms.fees.each
    for objective in terms.objectives:
        yield objective.each
        yield from (each.budget.each for each in objective.exclusions if each.budget)
    for cap in terms.caps:
        if cap.horizon in get_args(PeriodKind):
            yield cast(PeriodKind, cap.horizon)
    if terms.claim:
        yield terms.claim.each
    for stacking in terms.stacking:
        yield stacking.within
    for earn_back in terms.earn_backs:
        conditions = (stage.condition for stage in earn_back.stages)
        yield from (condition.each for condition in conditions if isinstance(condition, MeanOf))
