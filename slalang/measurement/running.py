"""Measuring the periods that are not over, up to an instant."""

from __future__ import annotations

from collections.abc import Iterator
from math import lcm

from slalang.diagnostics import Outcome
from slalang.events import EventLog
from slalang.measurement.counted import with_counts
from slalang.measurement.engine import opened
from slalang.measurement.evaluation import Evaluation
from slalang.measurement.findings import Unmeasurable
from slalang.measurement.objectives import Spans, running_of
from slalang.plan.plan import Period, Plan
from slalang.plan.reach import behind
from slalang.plan.reading import OpenCycle, Running, RunningReading
from slalang.plan.streams import Every
from slalang.plan.terms import Objective, Terms
from slalang.quantities.opening import Segment


def measured_running(plan: Plan, log: EventLog, at: int) -> Outcome[Running]:
    """See ``measure_running``."""
    with opened(log) as engine:
        evaluation = _RunningEvaluation(plan, log, engine, at, at, {})
        readings = tuple(evaluation.running())
        cycles = tuple(sorted(dict.fromkeys(evaluation.cycles), key=_in_order))
        return Outcome(Running(at, readings, cycles), tuple(dict.fromkeys(evaluation.diagnostics)))


def _in_order(cycle: OpenCycle) -> tuple[str, int, tuple[str, ...]]:
    return cycle.clock, cycle.start, cycle.thing


class _RunningEvaluation(Evaluation):
    """An evaluation of the one period of each objective that holds its end."""

    def running(self) -> Iterator[RunningReading]:
        """The readings of all objectives that have a period which is not over."""
        self.cycles: list[OpenCycle] = []
        for terms in self.plan.versions:
            for objective in terms.objectives:
                try:
                    yield from self._running_of(terms, objective)
                except Unmeasurable as problem:
                    self._report(problem, f"objective `{objective.name}`", objective.clause)

    def _running_of(self, terms: Terms, objective: Objective) -> Iterator[RunningReading]:
        period = self._running_period(terms, objective)
        if period is None:
            return
        self.engine.begin(f"objective {objective.name}")
        until = whole_buckets(self.plan, objective, self.end)
        whole = self._whole(period, objective)
        cut = (whole[0], max(whole[0], min(whole[1], until)))
        seen = (cut,) if objective.looking_back else self._windows(objective.each, max(until, cut[1]))
        known = max(until, self.plan.term_start)
        streams = self._seen(objective.narrow, objective.keys, seen, known, cut=True)
        spans = Spans((period,), (cut,), (whole,))
        readings, findings, cycles = running_of(streams, terms, with_counts(objective), spans)
        self.diagnostics += findings
        self.cycles += cycles
        for reading in readings:
            yield RunningReading(reading, period, *cut)

    def _running_period(self, terms: Terms, objective: Objective) -> Period | None:
        """The period that this version governs and that is not over, where there is one."""
        for period in self.plan.periods_of(objective.each):
            is_running = period.start <= self.end < period.end
            has_begun = objective.effective is None or period.start >= objective.effective
            if is_running and has_begun and self.plan.terms_at(period.start) is terms:
                return period
        return None

    def _whole(self, period: Period, objective: Objective) -> Segment:
        back = objective.looking_back
        return (period.start, period.end) if back is None else self._longer(period, back)


def whole_buckets(plan: Plan, objective: Objective, at: int) -> int:
    """The last instant up to ``at`` at which no bucket behind the objective is unfinished: of one that is
    not over it is not known what it will be."""
    reached = behind(plan, objective)
    steps = [step for stream in plan.streams if stream.name in reached for step in stream.steps]
    widths = [step.width for step in steps if isinstance(step, Every)]
    return at - (at - plan.term_start) % lcm(*widths) if widths else at
