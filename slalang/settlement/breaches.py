"""Which periods are breaches, and how many there are in a stretch of months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from slalang.plan.terms import BreachRule
from slalang.quantities import months_back
from slalang.settlement.outcomes import Assessment


def with_breaches(series: Sequence[Assessment]) -> tuple[Assessment, ...]:
    """The assessments of one objective and key, in order of time, each told whether it is a breach.

    Without a clause each missed target is a breach. A miss that brings the count of a rolling number of
    months to its mark is one, and so is each later miss while the count stands (``on crossing``: only
    the first). Excused and unmeasured periods are no misses and leave the months as they are.
    """
    return tuple(
        replace(one, breach=_is_breach(series, index), breach_rules=tuple(_why(series, index)))
        for index, one in enumerate(series)
    )


def in_the_last(
    series: Sequence[Assessment], index: int, months: int | None
) -> Iterator[tuple[int, Assessment]]:
    """The assessments of the months that end with the one at ``index`` (all before, without months)."""
    inside = None if months is None else set(months_back(series[index].period.month, months))
    for number, one in enumerate(series[: index + 1]):
        if inside is None or one.period.month in inside:
            yield number, one


def just_before(series: Sequence[Assessment], index: int) -> Assessment | None:
    """The assessment of the period right before, where there is one."""
    before = series[index - 1] if index else None
    return before if before and before.period.end == series[index].period.start else None


def _is_breach(series: Sequence[Assessment], index: int) -> bool:
    one = series[index]
    if not one.missed:
        return False
    rules = one.objective.breach
    return any(_breaks(rule, series, index) for rule in rules) if rules else True


def _why(series: Sequence[Assessment], index: int) -> Iterator[tuple[str, str]]:
    """The rules that make the period a breach, in words with the misses they counted, and as clauses."""
    for rule in series[index].objective.breach if series[index].missed else ():
        if _breaks(rule, series, index):
            yield _said(rule, series, index), rule.clause


def _said(rule: BreachRule, series: Sequence[Assessment], index: int) -> str:
    if rule.times == 1:
        return f"a breach: the {rule.missed} was missed"
    misses = _minimum_missed if rule.missed == "minimum" else _target_missed
    *first, last = [one.period.label for _, one in in_the_last(series, index, rule.months) if misses(one)]
    within = f" in {rule.months} months" if rule.months else ""
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"a breach: the {rule.missed} was missed {len(first) + 1} times{within}: {listed}"


def _breaks(rule: BreachRule, series: Sequence[Assessment], index: int) -> bool:
    misses = _minimum_missed if rule.missed == "minimum" else _target_missed
    if not misses(series[index]) or _count(rule, series, index, misses) < rule.times:
        return False
    reached_before = index > 0 and _count(rule, series, index - 1, misses) >= rule.times
    return not (rule.on_crossing and reached_before)


def _count(
    rule: BreachRule, series: Sequence[Assessment], index: int, misses: Callable[[Assessment], bool]
) -> int:
    if rule.times == 1 and rule.months is None:
        return int(misses(series[index]))
    return sum(misses(one) for _, one in in_the_last(series, index, rule.months))


def _target_missed(one: Assessment) -> bool:
    return one.missed


def _minimum_missed(one: Assessment) -> bool:
    return one.outcome == "minimum missed"
