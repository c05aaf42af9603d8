"""What one closing period did to an earn-back, in words that somebody else can check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias, assert_never

from slalang.plan.terms import Consecutive, EarnBack, Level, MeanOf, OfTheNext
from slalang.quantities import format_percent, format_value
from slalang.quantities.period import Period
from slalang.settlement.conditions import level_text
from slalang.settlement.levels import Judgement, judge
from slalang.settlement.means import mean_text
from slalang.settlement.outcomes import Assessment, holds
from slalang.settlement.stages import Progress
from slalang.settlement.track import Track
from slalang.statement import WindowLine


def window_line(
    clause: EarnBack,
    close: Period,
    before: Sequence[Progress],
    after: Sequence[Progress],
    track: Track,
) -> WindowLine | None:
    """The line of a period; ``None`` where no stage looked at it."""
    judged = [_judged(clause, was, close, track) for was in before]
    found = [one for one in judged if one is not None]
    if not found:
        return None
    judgement, _, path = found[0]
    whys = list(dict.fromkeys(why for _, why, _ in found))
    progress = [_progress(one) for one, seen in zip(after, judged, strict=True) if seen is not None]
    return WindowLine(close.label, judgement, f"{'; '.join(whys)}: {'; '.join(progress)}", path)


_Judged: TypeAlias = tuple[Literal["reached", "missed", "skipped", "waited"], str, str]


def _judged(clause: EarnBack, stage: Progress, close: Period, track: Track) -> _Judged | None:
    """How a stage judged the close, why, and by which clause; ``None`` where it did not look at it."""
    condition, found = stage.stage.condition, track.at(close)
    if stage.status == "failed":
        return None
    match condition:
        case Consecutive(level=level):
            if stage.returned and clause.on_miss != "takes back":
                return None
        case OfTheNext(level=level):
            if stage.returned:
                return None
        case MeanOf():
            return None if stage.returned else _of_the_mean(clause, condition, stage, close, track)
        case _:
            assert_never(condition)
    judgement = judge(clause, level, found, track.arose(close))
    why = why_judged(level, found, track.arose(close), track.currency)
    return judgement, why, _clause(clause, stage, judgement, found)


def _clause(clause: EarnBack, stage: Progress, judgement: Judgement, found: Assessment | None) -> str:
    choices = dict(clause.choices)
    if found is not None and found.excused:
        return choices.get("on_excused", clause.clause)
    if judgement == "missed" and isinstance(stage.stage.condition, Consecutive):
        return choices.get("on_miss", clause.clause)
    return stage.stage.clause


def why_judged(level: Level, found: Assessment | None, credit_arose: bool, currency: str) -> str:
    """Why a period reached a level, or did not: ``99.97% is above 99.95%``."""
    return " ".join(_why(level, found, credit_arose, currency))


def _why(level: Level, found: Assessment | None, credit_arose: bool, currency: str) -> Iterator[str]:
    if found is None:
        yield "nothing was measured for it"
        return
    if found.excused:
        yield f"{found.outcome}, as {found.ruling.because}" if found.ruling else found.outcome
        return
    if level.without_credit:
        yield "it brought a credit" if credit_arose else "it brought no credit"
        return
    if found.ruling or found.compared is None:
        yield f"{found.outcome}, as {found.ruling.because}" if found.ruling else found.outcome
        return
    unit = found.objective.unit
    value = format_value(found.compared, unit, currency)
    if level.operator is None or level.threshold is None:
        target = found.objective.target
        bound = (
            f" against {target.operator} {format_value(target.threshold, unit, currency)}" if target else ""
        )
        yield f"{value}{bound}, {found.outcome}"
    else:
        held = holds(found.compared, level.operator, level.threshold)
        yield f"{value} is {'' if held else 'not '}{level_text(level, found, currency)}"


def _of_the_mean(
    clause: EarnBack, condition: MeanOf, stage: Progress, close: Period, track: Track
) -> _Judged:
    inside = track.inside(condition.each, close)
    text = mean_text(condition, inside, track.currency, clause.on_excused)
    return "waited", text, stage.stage.clause


def _progress(one: Progress) -> str:
    condition, returns = one.stage.condition, f" for {format_percent(one.stage.returns)}"
    reached = len(one.reached)
    done = {"open": "", "returned": ", reached", "failed": ", lost"}[one.status]
    match condition:
        case Consecutive(periods):
            return f"{reached} of {periods} in a row{returns}{done}"
        case OfTheNext(periods, window):
            return f"{reached} of {periods}{returns}, after {reached + one.missed} of {window}{done}"
        case MeanOf(each):
            decided = {"open": f"decided at the close of the {each}", "returned": "reached", "failed": "lost"}
            return f"{decided[one.status]}{returns}"
        case _:
            assert_never(condition)
