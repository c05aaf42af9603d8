"""The readings of one objective: its measures in every period and for every value of its keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from slalang.diagnostics import Diagnostic
from slalang.measurement import sql
from slalang.measurement.aggregates import Found, aggregated, covered, time_in, without_rows
from slalang.measurement.behind import NAMED, Finder
from slalang.measurement.dependencies import sources_behind, streams_used
from slalang.measurement.engine import Key
from slalang.measurement.exclusions import (
    Clause,
    Exclusions,
    clipped,
    everything_outside,
    length_of,
    windows_of,
    within_budget,
)
from slalang.measurement.keys import existing_keys, in_order, key_types, listed_keys, load_keys
from slalang.measurement.lineage import Lineage
from slalang.measurement.origins import Origins, by_place, cause_fields, told_apart
from slalang.measurement.placing import Place, Placing, keys_of
from slalang.measurement.relation import Relation
from slalang.measurement.row_values import fields_of
from slalang.measurement.sql import column
from slalang.measurement.streams import Streams
from slalang.measurement.tracing import Tracer
from slalang.measurement.undecided import Undecided
from slalang.measurement.unended import Unended
from slalang.plan.plan import Period
from slalang.plan.reading import MeasureReading, OpenCycle, Reading, Stretch, Tracing
from slalang.plan.streams import Measure, Where
from slalang.plan.terms import Objective, Terms
from slalang.quantities.opening import Segment, subtract


@dataclass(frozen=True)
class Spans:
    """The periods to measure, and the stretch of time each is measured over (a longer one where the
    objective looks back).

    Of a period that is not over, ``windows`` end where its rows are known, and ``whole`` is the stretch of
    all of it: what is decided in it belongs to it.
    """

    periods: tuple[Period, ...]
    windows: tuple[Segment, ...]
    whole: tuple[Segment, ...] | None = None


def readings_of(
    streams: Streams, terms: Terms, objective: Objective, spans: Spans, traced: Tracing | None = None
) -> tuple[list[Reading], list[Diagnostic]]:
    """One reading for each period and each value of the keys that has rows in it; with ``traced``, some name
    the first so many things that their measures were made of."""
    work = _Work(streams, terms, objective, spans, traced)
    return list(work.readings()), work.findings()


def running_of(
    streams: Streams, terms: Terms, objective: Objective, spans: Spans
) -> tuple[list[Reading], list[Diagnostic], list[OpenCycle]]:
    """The same, with the cycles that have not stopped of the clocks behind the objective."""
    work = _Work(streams, terms, objective, spans)
    return list(work.readings()), work.findings(), work.open_cycles()


class _Work:
    """Everything that is reckoned once for all periods of the objective."""

    def __init__(
        self,
        streams: Streams,
        terms: Terms,
        objective: Objective,
        spans: Spans,
        traced: Tracing | None = None,
    ) -> None:
        self._streams, self._objective, self._spans = streams, objective, spans
        self._plan, self._engine = streams.plan, streams.engine
        base, end = self._plan.term_start, streams.view.end
        self._placing = Placing(
            self._engine, spans.whole or spans.windows, objective.keys, base, end, objective.counted_when
        )
        over = [measure.over for measure in objective.measures if measure.over]
        self._reached = sources_behind(self._plan, over, streams.given)
        self._keys = self._existing(terms)
        every_key = sorted({key for keys in self._keys.values() for key in keys}, key=in_order)
        self._placing.known = load_keys(self._engine, self._placing, every_key)
        if objective.keys:
            self._streams = streams = streams.knowing(every_key)
        self._exclusions = self._made_exclusions(every_key)
        self._excluded = self._load_removed(every_key, self._exclusions.excluded, self._exclusions.excludes)
        is_needed = self._exclusions.forgives or self._exclusions.excludes
        self._removed = self._load_removed(every_key, self._exclusions.removed, is_needed)
        clocks = {clock.name for clock in self._plan.clocks}
        if self._exclusions.excludes and any(name in clocks for name in self._reached):
            stopped = {key: self._exclusions.excluded(key) for key in every_key}
            self._streams = streams.with_stopped(stopped)
        self._terms, self._tables = terms, {table.name: table for table in self._plan.tables}
        self._behind = Finder(self._engine, self._placing)
        lineage = Lineage(self._streams, self._streams.log)
        self._tracer = None
        if traced:
            numbers = frozenset(n for n, period in enumerate(spans.periods) if traced.wants(period.end))
            self._tracer = Tracer(self._engine, self._placing, lineage, traced.most, numbers)
        self._clocks = [name for name in self._reached if name in clocks]
        self._decided = self._cycles()
        for number, key in self._decided:
            self._keys[number].add(key)

    def readings(self) -> Iterator[Reading]:
        """The readings, in order of time and then of the keys."""
        objective = self._objective
        found = {measure.id: self._measured(measure) for measure in objective.measures}
        missing = {measure.id: without_rows(measure) for measure in objective.measures}
        rows = self._rows()
        filled, empty = self._buckets()
        undecided = self._undecided()
        unended = Unended(self._engine, self._streams, self._placing, self._used())
        causes, intervals = self._causes(), self._intervals()
        paired, still_open, awaited = unended.paired(), unended.still_open(), unended.awaited()
        if self._tracer:
            self._trace_exclusions(self._tracer)
        for number, period in enumerate(self._spans.periods):
            for key in sorted(self._keys[number], key=in_order):
                place = (number, key)
                measures = {name: at.get(place, missing[name]) for name, at in found.items()}
                start, end = self._spans.windows[number]
                yield Reading(
                    objective=objective.name,
                    period=period.label,
                    keys=tuple(map(str, key)),
                    measures=measures,
                    rows=None if rows is None else rows.get(place, 0),
                    buckets=None if filled is None else filled.get(place, 0) + empty.get(place, 0),
                    empty_buckets=None if filled is None else empty.get(place, 0),
                    excluded=length_of(clipped(self._exclusions.excluded(key), start, end)),
                    exclusions=tuple(
                        (clause.clause, length_of(clipped(clause.windows[key], start, end)))
                        for clause in self._exclusions.clauses
                    ),
                    notes=(*self._notes(number, key), *still_open.get(place, ())),
                    cycles=self._decided.get(place, 0) if self._clocks else None,
                    paired=paired.get(place, 0),
                    undecided=(*undecided.get(place, ()), *awaited.get(place, ())),
                    behind=tuple(self._behind.found.get(place, ())),
                    intervals=tuple((name, at.get(place, ())) for name, at in intervals.items()),
                    causes=causes.get(place, ()),
                    traces=self._tracer.traces(place) if self._tracer else (),
                )

    def findings(self) -> list[Diagnostic]:
        """What the clocks found."""
        return [finding for rows in self._streams.clocks.values() for finding in rows.findings]

    def open_cycles(self) -> list[OpenCycle]:
        """The cycles that have not stopped."""
        return [cycle for name in self._clocks for cycle in self._streams.clocks[name].open]

    # --- measures --------------------------------------------------------------------------------

    def _measured(self, measure: Measure) -> Found:
        if measure.aggregate == "period":
            return self._period_lengths()
        if measure.over is None:
            raise TypeError(f"{measure.aggregate} is over nothing")
        if measure.inside:
            return self._inside(measure, self._streams.relation(measure.over))
        relation = self._rows_of(measure)
        if measure.aggregate == "time":
            merged = covered(self._engine, self._placing, relation)
            self._behind.time(measure.over, merged, self._removed)
            if self._tracer:
                self._tracer.time(measure, merged, self._removed)
            return dict(time_in(self._engine, self._placing, merged, self._removed))
        relation = self._streams.settled(relation, fields_of(measure.value))
        removed = self._removed if relation.shape == "intervals" else self._excluded
        if self._tracer:
            self._tracer.rows(measure, relation, removed, self._tables)
        return aggregated(self._engine, self._placing, relation, measure, removed, self._tables)

    def _rows_of(self, measure: Measure) -> Relation:
        relation = self._streams.relation(measure.over or "")
        return relation if measure.where is None else self._streams.where(relation, Where(measure.where))

    def _causes(self) -> Mapping[Place, tuple[tuple[str, tuple[str, ...]], ...]]:
        origins = Origins(self._engine, self._placing, self._removed)
        found: dict[str, dict[Place, set[str]]] = {}
        for field in cause_fields(self._terms, self._objective):
            values = found.setdefault(field, defaultdict(set))
            for measure in self._objective.measures:
                if measure.over is not None:
                    for place, causes in origins.causes(measure, self._rows_of(measure), field).items():
                        values[place] |= causes
        return by_place(found)

    def _intervals(self) -> Mapping[str, Mapping[Place, tuple[Stretch, ...]]]:
        names = told_apart(self._terms, self._objective)
        origins = Origins(self._engine, self._placing, self._removed)
        measures = [measure for measure in self._objective.measures if measure.id in names]
        return {
            measure.id: origins.intervals(self._streams.settled(self._rows_of(measure), fields_of(None)))
            for measure in measures
        }

    def _inside(self, measure: Measure, relation: Relation) -> Found:
        """What is measured of the parts of rows that lie in the periods. A condition on their length is one
        on that of the part."""
        of_part = "length" in fields_of(measure.where)
        if measure.where is not None and not of_part:
            relation = self._streams.where(relation, Where(measure.where))
        relation = self._streams.each_by_itself(relation)
        own = measure if of_part else replace(measure, where=None)
        if self._tracer:
            self._tracer.rows(own, relation, self._removed, self._tables)
        return aggregated(self._engine, self._placing, relation, own, self._removed, self._tables)

    def _period_lengths(self) -> Found:
        lengths: dict[Place, MeasureReading] = {}
        for number, (start, end) in enumerate(self._spans.windows):
            for key in self._keys[number]:
                taken = length_of(clipped(self._exclusions.excluded(key), start, end))
                lengths[number, key] = Fraction(end - start - taken)
        return lengths

    def _rows(self) -> dict[Place, int] | None:
        """The rows of the point events behind the objective, and of streams given in their place.

        What is given is data even in time that is excluded: it says that the rest was measured.
        """
        if not self._objective.point_events:
            return None
        given = [name for name in self._reached if name in self._streams.given]
        counted: dict[Place, int] = defaultdict(int)
        for name in (*self._objective.point_events, *given):
            inside = name in given
            measure = Measure(name, "count", name, inside=inside)
            relation = self._streams.given_rows(name) if inside else self._streams.relation(name)
            removed = None if inside else self._excluded
            for place, rows in aggregated(
                self._engine, self._placing, relation, measure, removed, self._tables
            ).items():
                counted[place] += int(rows) if isinstance(rows, Fraction) else 0
        return counted

    def _buckets(self) -> tuple[dict[Place, int] | None, dict[Place, int]]:
        """How many buckets have rows and how many are empty, ``None`` where there are none at all."""
        filled: dict[Place, int] = defaultdict(int)
        empty: dict[Place, int] = defaultdict(int)
        relations = [(name, self._streams.bucketed(name)) for name in self._reached]
        cut = [(name, relation) for name, relation in relations if relation and relation.buckets]
        for name, relation in cut:
            self._behind.no_data(name, relation, self._excluded)
            for row in self._engine.fetch(self._bucket_counts(relation)):
                period, key = keys_of(row, len(self._placing.groups))
                is_empty, length = row[-2:]
                if not isinstance(length, int) or relation.buckets is None:
                    raise TypeError("a whole number was expected")
                (empty if is_empty else filled)[period, key] += length // relation.buckets.width
        return (filled if cut else None), empty

    def _bucket_counts(self, relation: Relation) -> sql.Query:
        by = {name: column(name, "r") for name in self._placing.by}
        is_empty = sql.as_integer(sql.compare("=", column("rows", "r"), sql.literal(0)))
        rows = sql.nested(self._placing.remaining(relation, self._excluded, False), "r")
        length = {"empty": is_empty, "length": sql.total(column("net", "r"))}
        return sql.select(by | length, rows, group=[*by.values(), column("empty")])

    def _cycles(self) -> dict[Place, int]:
        """The decided cycles of the clocks behind the objective: what falls due in a period is data, also
        where the log has no row there."""
        counted: dict[Place, int] = defaultdict(int)
        for name in self._clocks:
            measure = Measure(name, "count", name)
            relation = self._streams.relation(name)
            self._behind.late(name, relation)
            for place, cycles in aggregated(
                self._engine, self._placing, relation, measure, None, self._tables
            ).items():
                counted[place] += int(cycles) if isinstance(cycles, Fraction) else 0
        return counted

    def _undecided(self) -> Mapping[Place, tuple[str, ...]]:
        if not self._clocks:
            return {}
        finder = Undecided(self._engine, self._plan, self._streams.unfinished(), self._placing, self._reached)
        return finder.by_place(self._objective.measures)

    def _used(self) -> Sequence[str]:
        """Everything that decides the rows and the time of the objective."""
        objective = self._objective
        names = [*self._reached, *(exclusion.stream for exclusion in objective.exclusions)]
        names += [objective.measured_while] if objective.measured_while else []
        return streams_used(self._plan, names, self._streams.given)

    def _notes(self, number: int, key: Key) -> tuple[str, ...]:
        """The cycles that still run are in neither count: said with the period in which the log ends."""
        if self._spans.windows[number][1] != self._streams.view.end:
            return ()
        notes = []
        for name, rows in self._streams.clocks.items():
            fields = zip(self._objective.keys, key, strict=True)
            own = tuple(cell for field, cell in fields if field in rows.relation.columns)
            if name in self._reached and rows.running[own]:
                notes.append(_still_running(name, rows.running[own], rows.paused[own]))
        return tuple(notes)

    def _existing(self, terms: Terms) -> Mapping[int, set[Key]]:
        given = [name for name in self._reached if name in self._streams.given]
        names = (*self._objective.point_events, *self._objective.interval_events, *given)
        listed = self._listed(terms)
        members = self._streams.view.members
        if members and members.fields == self._objective.keys:
            return {number: set(members.keys) for number, _ in enumerate(self._spans.windows)}
        relations = [self._streams.relation(name) for name in names if self._objective.keys]
        return existing_keys(self._placing, self._objective, relations, listed)

    def _listed(self, terms: Terms) -> tuple[Key, ...]:
        members = self._streams.view.members
        if members is None:
            return listed_keys(self._plan, terms, self._objective)
        own = replace(self._objective, keys=self._objective.keys[len(members.fields) :])
        listed = listed_keys(self._plan, terms, own)
        return tuple((*member, *key) for member in members.keys for key in listed)

    # --- exclusions ------------------------------------------------------------------------------

    def _made_exclusions(self, keys: Sequence[Key]) -> Exclusions:
        clauses = []
        for exclusion in self._objective.exclusions:
            windows = self._windows(exclusion.stream, keys)
            if exclusion.budget:
                length = exclusion.budget.length
                horizons = [(at.start, at.end) for at in self._plan.periods_of(exclusion.budget.each)]
                windows = {key: within_budget(spans, length, horizons) for key, spans in windows.items()}
            clauses.append(Clause(exclusion.clause, exclusion.effect == "forgive", windows))
        outside = None
        if self._objective.measured_while is not None:
            windows = self._windows(self._objective.measured_while, keys)
            outside = {key: everything_outside(at) for key, at in windows.items()}
        return Exclusions(tuple(clauses), outside)

    def _trace_exclusions(self, tracer: Tracer) -> None:
        """What each clause took out, what its budget left in, and what was no window of it."""
        every_key = {key for keys in self._keys.values() for key in keys}
        places = [(number, key) for number, keys in self._keys.items() for key in sorted(keys, key=in_order)]
        for exclusion, clause in zip(self._objective.exclusions, self._exclusions.clauses, strict=True):
            windows = self._windows(exclusion.stream, every_key)
            for place in places:
                taken, whole = clause.windows[place[1]], windows[place[1]]
                tracer.windows(place, clause.clause, "taken", exclusion.stream, taken)
                left = subtract(whole, taken)
                tracer.windows(place, clause.clause, "over budget", exclusion.stream, left)
            tracer.passed_over(clause.clause, exclusion.stream, self._keys)
        for place in places if self._exclusions.outside else ():
            outside = (self._exclusions.outside or {}).get(place[1], ())
            tracer.windows(place, "", "outside", self._objective.measured_while or "", outside)

    def _windows(self, stream: str, keys: Iterable[Key]) -> Mapping[Key, tuple[Segment, ...]]:
        return windows_of(self._engine, self._streams.relation(stream), self._objective.keys, keys)

    def _load_removed(
        self, keys: Sequence[Key], of: Callable[[Key], tuple[Segment, ...]], is_needed: bool
    ) -> str | None:
        if not is_needed:
            return None
        kinds = key_types(self._placing) | {"s": sql.BIGINT, "e": sql.BIGINT}
        return self._engine.load(kinds, [(*key, start, end) for key in keys for start, end in of(key)])


def _still_running(clock: str, names: Sequence[str], paused: int) -> str:
    running = len(names)
    cycles = "1 cycle" if running == 1 else f"{running:,} cycles"
    halted = f", {paused:,} of them paused" if paused else ""
    more = f" and {running - NAMED:,} more" if running > NAMED else ""
    return f"{cycles} of `{clock}` still running, in neither count{halted}: {', '.join(names[:NAMED])}{more}"
