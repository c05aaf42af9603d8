"""What an objective came to in each of its periods, one combination of keys at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.oracle.exclusions import Taken
from tests.oracle.expressions import value
from tests.oracle.periods import Period, local_day
from tests.oracle.plain import Json, fraction, rounded
from tests.oracle.spans import length, shared

MISSES = ("missed", "minimum missed")


@dataclass
class Result:
    """One objective in one period: its value, its outcome, and what is paid for it."""

    objective: Json
    keys: tuple[str, ...]
    period: Period
    measures: dict[str, Any] = field(default_factory=dict)
    value: Fraction | None = None
    compared: Fraction | None = None
    outcome: str = "pending"
    by_clause: bool = False
    breach: bool = False
    excluded: int = 0
    exclusions: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def value_pays(self) -> bool:
        """Whether rungs are read: not where a clause lets the period count as met or excused."""
        return not self.by_clause or self.outcome in MISSES

    @property
    def name(self) -> tuple[str, tuple[str, ...]]:
        """The objective and the keys it is promised for."""
        return self.objective["name"], self.keys


def judge(result: Result, plan: Json, has_data: bool, taken: Taken, window: tuple[int, int]) -> None:
    """Fills in the value and the outcome of a period that was measured."""
    objective = result.objective
    result.value = value(objective["value"], result.measures, plan)
    result.excluded = length(shared(taken.of("exclude"), [window]))
    result.exclusions = [
        (clause, effect, length(shared(spans, [window]))) for clause, effect, spans in taken.clauses
    ]
    if not has_data or result.value is None:
        result.value = None
        result.outcome, result.by_clause = objective["no_data"] or _by_volume(result) or "unmeasured", True
        return
    result.compared = as_compared(objective, result.value)
    ruled = _by_volume(result)
    result.outcome, result.by_clause = ruled or _by_value(objective, result.compared), ruled is not None


def as_compared(objective: Json, number: Fraction) -> Fraction:
    """A value as it is compared: rounded only where the contract says so."""
    rounding = objective["rounding"]
    return number if rounding is None else rounded(number, fraction(rounding["quantum"]), rounding["mode"])


def _by_value(objective: Json, compared: Fraction) -> str:
    if not _holds(objective["minimum"], compared):
        return "minimum missed"
    return "met" if _holds(objective["target"], compared) else "missed"


def _by_volume(result: Result) -> str | None:
    """What a clause about low volume makes of it."""
    for clause in result.objective["low_volume"]:
        if result.measures[clause["measure"]] >= clause["fewer_than"]:
            continue
        if clause["counts_as"] is not None:
            return str(clause["counts_as"])
        if result.value is not None and result.measures[clause["misses"]] <= clause["allows"]:
            return "met"
    return None


def _holds(bound: Json | None, compared: Fraction) -> bool:
    return bound is None or stands(bound["operator"], compared, fraction(bound["threshold"]))


def stands(operator: str, left: Fraction, right: Fraction) -> bool:
    """Whether the relation holds."""
    return {
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
        "=": left == right,
        "!=": left != right,
    }[operator]


# --- breaches ----------------------------------------------------------------------------------


def find_breaches(results: Sequence[Result], plan: Json) -> None:
    """Which of the periods of one objective and key, in order of time, are breaches."""
    for index, result in enumerate(results):
        rules = result.objective["breach"]
        earlier = results[: index + 1]
        if not rules:
            result.breach = result.outcome in MISSES
        else:
            result.breach = any(_breaks(rule, earlier, plan) for rule in rules)


def _breaks(rule: Json, results: Sequence[Result], plan: Json) -> bool:
    """Whether the last of the periods breaks the rule."""
    wanted = MISSES if rule["missed"] == "target" else ("minimum missed",)
    last = results[-1]
    if last.outcome not in wanted:
        return False
    if not rule["on_crossing"] or len(results) == 1:
        return _reached(rule, wanted, results, plan)
    return _reached(rule, wanted, results, plan) and not _reached(rule, wanted, results[:-1], plan)


def _reached(rule: Json, wanted: Sequence[str], results: Sequence[Result], plan: Json) -> bool:
    """Whether so many of the periods up to the last one count."""
    last = results[-1].period
    counted = [
        one for one in results if one.outcome in wanted and within(one.period, last, rule["months"], plan)
    ]
    return len(counted) >= int(rule["times"])


def terminations(results: Sequence[Result], rights: Sequence[Json], plan: Json) -> list[tuple[str, str]]:
    """The rights to terminate that arise at the close of the last of some periods: clause and period."""
    last = results[-1]
    own = [right for right in rights if right["objective"] == last.objective["name"]]
    return [(right["clause"], last.period.label) for right in own if _may_go(right, results, plan)]


def _may_go(right: Json, results: Sequence[Result], plan: Json) -> bool:
    last = results[-1]
    if right["value"] is not None:
        bound, decided = right["value"], last.outcome not in ("excused", "unmeasured")
        return decided and last.compared is not None and _holds(bound, last.compared)
    if last.outcome not in MISSES:
        return False
    if right["consecutive"] is None:
        counted = [one for one in results if one.outcome in MISSES]
        inside = [one for one in counted if within(one.period, last.period, right["months"], plan)]
        return len(inside) >= right["times"]
    row = results[-right["consecutive"] :]
    touching = all(one.period.end == other.period.start for one, other in pairwise(row))
    return len(row) == right["consecutive"] and touching and all(one.outcome in MISSES for one in row)


def month_number(at: int, plan: Json) -> int:
    """The months counted through, to tell how far apart two are."""
    day = local_day(at, plan["timezone"])
    return day.year * 12 + day.month


def within(period: Period, last: Period, months: int | None, plan: Json) -> bool:
    """Whether a period is among those of the last so many months."""
    if months is None:
        return True
    return month_number(last.last, plan) - month_number(period.last, plan) < months
