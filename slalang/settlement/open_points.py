"""What keeps a statement from being final."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.plan.terms import EarnBack, MeanOf
from slalang.settlement.bonuses import Unearned
from slalang.settlement.evaluation import Evaluation
from slalang.settlement.means import missing_weights
from slalang.settlement.outcomes import Assessment
from slalang.settlement.window import Window
from slalang.settlement.wording import of_when


def open_points(evaluation: Evaluation, window: Window) -> tuple[str, ...]:
    """Everything missing in the window, and before it where it can still move money in it."""
    points = (
        *_pending(evaluation, window),
        *_unmeasured(evaluation, window),
        *_undecided(evaluation, window),
        *_unknown(evaluation, window),
        *_unearned(evaluation, window),
        *(text for at, text in evaluation.payments.open_points if at <= window.end),
        *_months_not_over(evaluation, window),
        *_weights(evaluation, window),
    )
    return tuple(dict.fromkeys(points))


def _pending(evaluation: Evaluation, window: Window) -> Iterator[str]:
    pending = [one.period for one in evaluation.measured.pending if window.holds(one.period.end)]
    for label in dict.fromkeys(period.label for period in sorted(pending, key=lambda one: one.start)):
        yield f"{label} is not over: its outcomes are pending"


def _unmeasured(evaluation: Evaluation, window: Window) -> Iterator[str]:
    for one in _deciding(evaluation, window):
        if one.outcome == "unmeasured":
            yield f"{of_when(one)} is unmeasured: {one.ruling.because if one.ruling else ''}"


def _undecided(evaluation: Evaluation, window: Window) -> Iterator[str]:
    """A value that is given needs no rows."""
    for one in _deciding(evaluation, window):
        if one.reading.value is None:
            yield from (f"{of_when(one)} may change: {what}" for what in one.reading.undecided)


def _deciding(evaluation: Evaluation, window: Window) -> Iterator[Assessment]:
    """What is in the window, and before it what can still move money in it."""
    for series in evaluation.measured.series:
        for one in series.entries:
            is_here = window.holds(one.period.end)
            if is_here or (_moves_money(one) and one.period.end <= window.end):
                yield one


def _moves_money(one: Assessment) -> bool:
    return one.objective.credit is not None and not one.objective.report_only


def _unknown(evaluation: Evaluation, window: Window) -> Iterator[str]:
    for unknown in evaluation.unknown:
        if unknown.period.period.end <= window.end:
            yield f"the credit of {of_when(unknown.period)} cannot be worked out: {unknown.reason}"


def _unearned(evaluation: Evaluation, window: Window) -> Iterator[str]:
    for one in evaluation.bonuses:
        if isinstance(one, Unearned) and one.period.period.end <= window.end:
            yield f"the bonus of {of_when(one.period)} cannot be worked out: {one.reason}"


def _months_not_over(evaluation: Evaluation, window: Window) -> Iterator[str]:
    """Caps and stacking look at all credits of a month."""
    for standing in evaluation.standings:
        period = standing.paid.due.period.period
        month = evaluation.timeline.month_of(period)
        terms = evaluation.plan.terms_at(month.start)
        if (
            window.holds(period.end)
            and month.end > evaluation.readings.end
            and (terms.caps or terms.stacking)
        ):
            yield f"{month.label} is not over: what is paid of its credits is settled at its end"


def _weights(evaluation: Evaluation, window: Window) -> Iterator[str]:
    for series in evaluation.measured.series:
        for one in series.entries:
            for clause in one.terms.earn_backs:
                if clause.objective == one.objective.name and one.period.end <= window.end:
                    yield from _missing(clause, one)


def _missing(clause: EarnBack, one: Assessment) -> Iterator[str]:
    for stage in clause.stages:
        if isinstance(stage.condition, MeanOf) and missing_weights(stage.condition, [one]):
            yield f"the weight of {of_when(one)} in the mean of its {stage.condition.each} was not measured"
