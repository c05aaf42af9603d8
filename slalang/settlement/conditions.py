"""The conditions of earn-backs in words."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.plan.terms import Consecutive, Level, MeanOf, OfTheNext, Stage
from slalang.quantities import format_percent, format_value
from slalang.quantities.period import Period
from slalang.settlement.outcomes import Assessment

_RELATIONS = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above"}


def condition_text(stage: Stage, credit: Assessment, reached: Sequence[str], currency: str) -> str:
    """``3 consecutive months at target: 2026-02, 2026-03, 2026-04; 50% of the credit paid``."""
    share = f"{format_percent(stage.returns)} of the credit {stage.of}"
    counted = f": {', '.join(reached)}" if reached else ""
    return f"{_condition(stage, credit, currency)}{counted}; {share}"


def progress_text(stage: Stage, reached: Sequence[str], missed: int, kind: str, several: bool) -> str:
    """``2 of 3 months so far: 2026-03, 2026-04``; of several stages with the share that each returns."""
    counted = f": {', '.join(reached)}" if reached else ""
    returns = f" for {format_percent(stage.returns)}" if several else ""
    match stage.condition:
        case Consecutive(periods):
            return f"{len(reached)} of {_periods(periods, kind)} so far{returns}{counted}"
        case OfTheNext(periods, window):
            so_far = f"{len(reached)} of {_periods(periods, kind)} so far"
            return f"{so_far}, after {len(reached) + missed} of {window}{returns}{counted}"
        case MeanOf(each):
            return f"decided by the mean of the {each}, at its close{returns}"


def _periods(number: int, kind: str) -> str:
    return f"1 {kind}" if number == 1 else f"{number} {kind}s"


def shortfall_text(stage: Stage, found: Assessment | None, close: Period, currency: str) -> str:
    """Why a period did not do: ``2026-05 missed the target``."""
    if isinstance(stage.condition, MeanOf):
        condition = stage.condition
        wanted = level_text(condition.level, found, currency) if found else "at the level"
        return f"the mean of the {condition.each} is not {wanted}"
    if found and found.excused:
        return f"{close.label} is {found.outcome}, which counts as missed"
    level = stage.condition.level
    if level.without_credit:
        return f"{close.label} brought a credit"
    if found is None or level.threshold is None:
        return f"{close.label} missed the target"
    return f"{close.label} was not {level_text(level, found, currency)}"


def _condition(stage: Stage, credit: Assessment, currency: str) -> str:
    kind = credit.period.kind
    match stage.condition:
        case Consecutive(periods, level):
            return f"{periods} consecutive {kind}s {level_text(level, credit, currency)}"
        case OfTheNext(periods, window, level):
            return f"{periods} of the next {window} {kind}s {level_text(level, credit, currency)}"
        case MeanOf(each, weight, level):
            of = "weighted mean" if weight else "mean"
            return f"the {of} of the {each} is {level_text(level, credit, currency)}"


def level_text(level: Level, of: Assessment, currency: str) -> str:
    """``above 99.95%``, ``at target``."""
    if level.without_credit:
        return "without credit"
    if level.operator is None or level.threshold is None:
        return "at target"
    return f"{_RELATIONS[level.operator]} {format_value(level.threshold, of.objective.unit, currency)}"
