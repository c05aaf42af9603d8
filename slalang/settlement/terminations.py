"""Rights to terminate, in the period in which they arise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from slalang.plan.terms import Termination
from slalang.quantities import format_value
from slalang.settlement.breaches import in_the_last
from slalang.settlement.outcomes import Assessment, holds
from slalang.settlement.series import Series
from slalang.settlement.wording import of_whom
from slalang.statement import TerminationLine

Counts = Callable[[int, int], bool]
"""Whether the miss at the first index still counts at the second."""


def terminations_of(series: Series, counts: Counts, currency: str) -> Iterator[tuple[int, TerminationLine]]:
    """The rights that arise at the close of each period of a series, with that instant."""
    for index, one in enumerate(series.entries):
        for termination in one.terms.terminations:
            if termination.objective == series.objective:
                because = _because(termination, series.entries, index, counts, currency)
                if because:
                    line = TerminationLine(series.objective, one.period.label, because, termination.clause)
                    yield one.period.end, line


def _because(
    termination: Termination, entries: Sequence[Assessment], index: int, counts: Counts, currency: str
) -> str | None:
    one = entries[index]
    name = of_whom(one)
    if termination.value is not None:
        rung = termination.value
        if one.compared is None or one.excused or not holds(one.compared, rung.operator, rung.threshold):
            return None
        return f"{name} was {format_value(one.compared, one.objective.unit, currency)} in {one.period.label}"
    misses = _misses(termination, entries, index, counts)
    if not one.missed or len(misses) < (termination.consecutive or termination.times or 1):
        return None
    if termination.consecutive is not None:
        return f"{name} missed in {len(misses)} consecutive {one.period.kind}s: {_listed(misses)}"
    within = f" in {termination.months} months" if termination.months else ""
    return f"{name} missed {len(misses)} times{within}: {_listed(misses)}"


def _misses(termination: Termination, entries: Sequence[Assessment], index: int, counts: Counts) -> list[str]:
    if termination.consecutive is None:
        recent = in_the_last(entries, index, termination.months)
        return [one.period.label for number, one in recent if one.missed and counts(number, index)]
    run: list[str] = []
    for number, one in enumerate(entries[: index + 1]):
        follows = number > 0 and entries[number - 1].period.end == one.period.start
        missed = one.missed and counts(number, index)
        run = ([*run, one.period.label] if follows else [one.period.label]) if missed else []
    return run


def _listed(labels: Sequence[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last
