"""All objectives and fees of a plan, version by version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from slalang.diagnostics import Diagnostic, Outcome
from slalang.events import EventLog
from slalang.measurement.deciding import deciding_rows, deciding_streams
from slalang.measurement.dependencies import sources_behind
from slalang.measurement.engine import Engine, Opening, opened
from slalang.measurement.fees import fees_readings
from slalang.measurement.findings import Unmeasurable, placed
from slalang.measurement.knowledge import known_until
from slalang.measurement.members import Members
from slalang.measurement.objectives import Spans, readings_of
from slalang.measurement.streams import Streams, View
from slalang.plan.lengths import CalendarLength, Days
from slalang.plan.plan import Period, Plan
from slalang.plan.reading import DecidingRow, FeesReading, GivenRow, Reading, Readings
from slalang.plan.terms import InvoicedFees, Narrowing, Objective, PeriodKind, Terms
from slalang.quantities import format_instant, looking_back, looking_back_months
from slalang.quantities.opening import Segment


def evaluated(
    plan: Plan,
    log: EventLog,
    end: int,
    as_of: int | None,
    given: tuple[GivenRow, ...],
    opening: Opening = opened,
) -> Outcome[Readings]:
    """See ``measure``."""
    with opening(log) as engine:
        evaluation = Evaluation(plan, log, engine, end, as_of, _by_stream(plan, given))
        objectives, fees = tuple(evaluation.objectives()), tuple(evaluation.fees())
        readings = Readings(end, objectives, fees, evaluation.deciding(), evaluation.claims_until())
        return Outcome(readings, tuple(dict.fromkeys(evaluation.diagnostics)))


def _by_stream(plan: Plan, given: tuple[GivenRow, ...]) -> dict[str, tuple[GivenRow, ...]]:
    names = {row.over for row in given} & {stream.name for stream in plan.streams}
    return {name: tuple(row for row in given if row.over == name) for name in names}


@dataclass
class Evaluation:
    """One run over a log. Streams that several objectives see alike are made once."""

    plan: Plan
    log: EventLog
    engine: Engine
    end: int
    as_of: int | None
    given: Mapping[str, tuple[GivenRow, ...]]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _streams: dict[View, Streams] = field(default_factory=dict)

    def objectives(self) -> Iterator[Reading]:
        """The readings of all objectives of all versions, in order of the versions."""
        for terms in self.plan.versions:
            for objective in terms.objectives:
                try:
                    yield from self.readings_of(terms, objective)
                except Unmeasurable as problem:
                    self._report(problem, f"objective `{objective.name}`", objective.clause)

    def readings_of(
        self, terms: Terms, objective: Objective, members: Members | None = None
    ) -> Iterator[Reading]:
        """The readings of one objective; of that of all ``members``, whose fields come first in its keys."""
        self.engine.begin(f"objective {objective.name}{_since(terms)}")
        periods = self._periods(terms, objective.each, objective.effective)
        known = known_until(self.plan, self.log, objective, self.given, end=self.end, as_of=self.as_of)
        for spans, windows in self._spans(objective, periods, known):
            streams = self._seen(objective.narrow, objective.keys, windows, known, members)
            readings, findings = readings_of(streams, terms, objective, spans)
            self.diagnostics += findings
            yield from readings

    def _spans(
        self, objective: Objective, periods: tuple[Period, ...], known: int
    ) -> Iterator[tuple[Spans, tuple[Segment, ...]]]:
        """The periods to measure together. Those that look back overlap and are measured one by one."""
        if objective.looking_back is None:
            windows = tuple((period.start, period.end) for period in periods)
            if periods:
                yield Spans(periods, windows), self._windows(objective.each, known)
            return
        for period in periods:
            window = self._longer(period, objective.looking_back)
            yield Spans((period,), (window,)), (window,)

    def _longer(self, period: Period, back: CalendarLength) -> Segment:
        if isinstance(back, Days):
            start, end = looking_back(period, back.days, self.plan.timezone)
        else:
            start, end = looking_back_months(period, back.months, self.plan.timezone)
        return max(start, self.plan.term_start), end

    def _windows(self, kind: PeriodKind, known: int) -> tuple[Segment, ...]:
        """All periods that have begun, the last of them as far as its rows are known."""
        begun = (period for period in self.plan.periods_of(kind) if period.start < known)
        return tuple((period.start, min(period.end, known)) for period in begun)

    def _periods(self, terms: Terms, kind: PeriodKind, effective: int | None = None) -> tuple[Period, ...]:
        """The periods that are over and that this version governs."""
        return tuple(
            period
            for period in self.plan.periods_of(kind)
            if period.end <= self.end
            and (effective is None or period.start >= effective)
            and self.plan.terms_at(period.start) is terms
        )

    def _seen(
        self,
        narrow: tuple[Narrowing, ...],
        keys: tuple[str, ...],
        windows: tuple[Segment, ...],
        known: int,
        members: Members | None = None,
        cut: bool = False,
    ) -> Streams:
        fixed = tuple(sorted(narrow, key=lambda one: (one.field, one.value)))
        view = View(fixed, keys, windows, known, members, cut)
        if view not in self._streams:
            self._streams[view] = Streams(self.engine, self.plan, self.log, self.given, view)
        return self._streams[view]

    # --- fees ------------------------------------------------------------------------------------

    def fees(self) -> Iterator[FeesReading]:
        """What was invoiced, in all and for the values of each combination of `for each` fields."""
        for terms in self.plan.versions:
            if isinstance(terms.fees, InvoicedFees):
                try:
                    yield from self._invoiced(terms, terms.fees)
                except Unmeasurable as problem:
                    self._report(problem, "the fees", terms.fees.clause)

    def _invoiced(self, terms: Terms, fees: InvoicedFees) -> Iterator[FeesReading]:
        self.engine.begin(f"fees{_since(terms)}")
        periods = self._periods(terms, fees.each)
        for keys in dict.fromkeys([(), *(objective.keys for objective in terms.objectives)]):
            streams = self._seen(fees.narrow, keys, self._windows(fees.each, self.end), self.end)
            yield from fees_readings(streams, fees, keys, periods)

    # --- claims ----------------------------------------------------------------------------------

    def deciding(self) -> tuple[DecidingRow, ...]:
        """The rows that decide about credits, of all versions; each once."""
        found: dict[DecidingRow, None] = {}
        for terms in self.plan.versions:
            for name, narrow, clause in deciding_streams(terms):
                known = self._known(name)
                self.engine.begin(f"`{name}`{_since(terms)}")
                try:
                    streams = self._seen(narrow, (), self._windows("month", known), known)
                    rows = deciding_rows(self.engine, self.plan, name, streams.relation(name))
                    found |= dict.fromkeys(rows)
                except Unmeasurable as problem:
                    self._report(problem, f"`{name}`", clause)
        return tuple(found)

    def claims_until(self) -> int | None:
        """The instant up to which claims are known, where any are needed."""
        claims = [terms.claim for terms in self.plan.versions if terms.claim]
        return min((self._known(claim.over) for claim in claims), default=None)

    def _known(self, name: str) -> int:
        if self.as_of is not None:
            return max(self.end, self.as_of)
        reached = sources_behind(self.plan, [name], self.given)
        last = [self.log.tables[event.name].last for event in self.plan.events if event.name in reached]
        return max(self.end, max((each + 1 for each in last if each is not None), default=self.end))

    def _report(self, problem: Unmeasurable, user: str, used_by: str) -> None:
        found = placed(problem.diagnostic, self.plan, problem.clause, user=user, used_by=used_by)
        self.diagnostics.append(found)


def _since(terms: Terms) -> str:
    return f" from {format_instant(terms.effective)}"
