"""What is under way beside the objectives: open clocks, open earn-backs, caps, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.plan.plan import Plan
from slalang.plan.reach import behind
from slalang.plan.reading import OpenCycle, Running
from slalang.plan.terms import Cap, Consecutive, MeanOf, OfTheNext
from slalang.quantities import format_percent, period_at
from slalang.quantities.period import Period
from slalang.settlement.amounts import Amounts
from slalang.settlement.evaluation import Evaluation
from slalang.settlement.fees import FeesBook
from slalang.settlement.horizons import Horizons, Limit
from slalang.settlement.returns import Standing
from slalang.settlement.stages import Progress
from slalang.settlement.wording import clause_text
from slalang.status import CapStatus, ClockLine, RunningLine, UpcomingLine, WindowStatus

# --- clocks ------------------------------------------------------------------------------------


def clock_lines(plan: Plan, running: Running) -> tuple[ClockLine, ...]:
    """The open clocks in the order in which somebody has to look at them."""
    users: dict[str, list[str]] = {}
    for objective in plan.terms_at(running.at).objectives:
        for name in behind(plan, objective):
            users.setdefault(name, []).append(objective.name)
    lines = [_clock_line(cycle, tuple(users.get(cycle.clock, ()))) for cycle in running.clocks]
    return tuple(sorted(lines, key=_urgency))


def _clock_line(cycle: OpenCycle, objectives: tuple[str, ...]) -> ClockLine:
    return ClockLine(
        clock=cycle.clock,
        thing=cycle.thing,
        state="over" if cycle.is_late else "paused" if cycle.is_paused else "running",
        start=cycle.start,
        elapsed=cycle.elapsed,
        limit=cycle.limit,
        left=None if cycle.limit is None else cycle.limit - cycle.elapsed,
        due=cycle.due,
        is_paused=cycle.is_paused,
        objectives=objectives,
    )


_NEVER = 1 << 62


def _urgency(line: ClockLine) -> tuple[int, int, int, str, tuple[str, ...]]:
    state = ("over", "running", "paused").index(line.state)
    left = _NEVER if line.left is None else line.left
    first = left if line.state != "running" else _NEVER if line.due is None else line.due
    return state, first, left, line.clock, line.thing


# --- earn-backs --------------------------------------------------------------------------------


def open_windows(evaluation: Evaluation) -> Iterator[WindowStatus]:
    """The earn-backs that are open, each with what it still needs."""
    for standing in evaluation.standings:
        if standing.open_amount:
            one = standing.paid.due.period
            yield WindowStatus(
                objective=one.objective.name,
                keys=one.keys,
                credit_period=one.period.label,
                amount=standing.open_amount,
                progress=standing.progress,
                needs=tuple(_needs(evaluation, standing, stage) for stage in standing.stages),
                clause=standing.clause,
            )


def _needs(evaluation: Evaluation, standing: Standing, stage: Progress) -> str:
    """What a stage still needs, and when it is decided."""
    credit = standing.paid.due.period.period
    returns = f"for {format_percent(stage.stage.returns)}"
    closes = [one for one in evaluation.timeline.of(credit.kind) if one.end > evaluation.readings.end]
    match stage.stage.condition:
        case Consecutive(periods):
            more = periods - len(stage.reached)
            return f"{_more(more, credit.kind, 'in a row')} {returns}{_at_the_close(closes, more)}"
        case OfTheNext(periods, window):
            more = periods - len(stage.reached)
            left = window - len(stage.reached) - stage.missed
            until = f"; the last that can count is {closes[left - 1].label}" if left <= len(closes) else ""
            return f"{_more(more, credit.kind, f'of the next {left}')} {returns}{until}"
        case MeanOf(each):
            horizon = evaluation.timeline.holding(each, credit)
            label = horizon.label if horizon else each
            return f"the mean of {label}, {returns}: decided at its close"


def _more(number: int, kind: str, how: str) -> str:
    return f"1 more {kind} {how}" if number == 1 else f"{number} more {kind}s {how}"


def _at_the_close(closes: Sequence[Period], more: int) -> str:
    if more > len(closes):
        return ": the term ends before"
    return f": at the close of {closes[more - 1].label} at the earliest"


# --- caps --------------------------------------------------------------------------------------


def horizons_of(evaluation: Evaluation, amounts: Amounts) -> Horizons:
    """The limits of the caps, with fees that were not seen counted as nothing where that is a bound."""
    book = FeesBook(evaluation.plan, evaluation.readings, evaluation.timeline, at_least=True)
    lower = Amounts(book, evaluation.money)
    return Horizons(evaluation.plan, evaluation.timeline, amounts, lower)


def limit_of(evaluation: Evaluation, horizons: Horizons, cap: Cap, close: Period) -> Limit:
    """What a cap allows where credits of a period meet it, after what was paid for those that are over."""
    paid = [(one.due.period.period, one.counts, one.counted_days) for one in evaluation.payments.paid]
    month = evaluation.timeline.month_of(close)
    return horizons.limit(cap, month, horizons.stretch(cap, close), paid)


def cap_lines(evaluation: Evaluation, horizons: Horizons) -> Iterator[CapStatus]:
    """The caps in force, for the stretch of time that runs; those of single outages have none."""
    plan, at = evaluation.plan, evaluation.readings.end
    for cap in plan.terms_at(at).caps:
        if cap.horizon == "interval":
            continue
        kind = cap.horizon if cap.horizon in ("day", "week") else "month"
        close = period_at(evaluation.timeline.of(kind), at)
        if close is not None:
            limit = limit_of(evaluation, horizons, cap, close)
            yield _cap_line(evaluation, cap, limit)


def _cap_line(evaluation: Evaluation, cap: Cap, limit: Limit) -> CapStatus:
    money, amount = evaluation.money, None if limit.is_lower_bound else limit.amount
    return CapStatus(
        clause=cap.clause,
        text=clause_text(evaluation.plan, cap.clause).strip("`"),
        horizon=limit.horizon,
        limit=amount,
        used=limit.before,
        left=None if amount is None else max(money.zero, money.sum(amount, -limit.before)),
        missing=limit.missing or None,
    )


# --- what comes --------------------------------------------------------------------------------


def upcoming(plan: Plan, at: int, lines: Sequence[RunningLine]) -> tuple[UpcomingLine, ...]:
    """Closes of the periods that run, amendments, and the end of the term, in order of time."""
    closing: dict[tuple[int, str], dict[str, None]] = {}
    for line in lines:
        closing.setdefault((line.period_end, line.period), {})[f"`{line.objective}`"] = None
    found = [
        UpcomingLine(end, f"{label} closes: {', '.join(names)}") for (end, label), names in closing.items()
    ]
    for terms in plan.versions[1:]:
        if terms.effective > at:
            found.append(UpcomingLine(terms.effective, f"{terms.title} comes into force"))
    found.append(UpcomingLine(plan.term_end, "the term ends"))
    return tuple(sorted(found, key=lambda line: line.at))
