"""Settling compiled agreements over logs that they share, each read once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from slalang import __version__
from slalang.diagnostics import Diagnostic, Outcome, has_errors
from slalang.plan.plan import Plan
from slalang.plan.reading import Readings, Tracing
from slalang.plan.streams import Event
from slalang.statement import InputFile, LogRemark, Statement
from slalang.workspace.extremes import Trial, with_quarantine
from slalang.workspace.files import CallError
from slalang.workspace.windows import Window, instant_of_call

if TYPE_CHECKING:
    from slalang.events import EventLog, Log, Progress, SetAside
    from slalang.measurement import EngineName

ENGINES = ("duckdb", "sqlglot")


@dataclass(frozen=True)
class Call:
    """What a settlement is asked for: the agreement, its logs by event, and the period.

    ``as_of`` is a date or a time up to which the logs are complete, where the call says so. ``to_date`` asks
    for a second statement, from the start of the term. ``memory`` and ``scratch`` bound what the work takes
    of the machine (see ``Resources``), ``engine`` counts. Rows that cannot be read are set aside
    where there is a file for them, ``quarantine``. With ``trace``, the readings of the period name the first
    so many things that each number was made of; with ``trace_all`` those of earlier periods too.
    """

    agreement: str
    events: Mapping[str, Sequence[Log]]
    period: str
    folder: Path
    as_of: str | None = None
    to_date: bool = False
    memory: str | None = None
    scratch: Path | None = None
    engine: EngineName = "duckdb"
    quarantine: str | None = None
    trace: int = 0
    trace_all: bool = False


@dataclass(frozen=True)
class Settled:
    """The statement of the period; ``to_date`` reaches from the start of the term to where the period or the
    logs end, where the call asks for it. ``set_aside`` are the rows of its logs that cannot be read.
    ``traced`` is what it was settled from."""

    statement: Statement
    to_date: Statement | None = None
    set_aside: tuple[SetAside, ...] = ()
    traced: Traced | None = None


@dataclass(frozen=True)
class Traced:
    """What a statement was settled from."""

    plan: Plan
    readings: Readings


@dataclass(frozen=True)
class Job:
    """One agreement to settle: its plan, the time it is asked about, and the folder of its file, where the
    logs that it names itself lie."""

    plan: Plan
    window: Window
    home: Path


def settle_jobs(
    jobs: Sequence[Job], call: Call, progress: Progress | None = None
) -> Outcome[tuple[Settled, ...]]:
    """The statement of each job; none at all where anything keeps one from being made.

    Raises ``CallError`` where the memory or the disk that the call allows is too small.
    """
    from slalang.events import OutOfMemory, within_resources

    if call.scratch is not None and not call.scratch.is_dir():
        raise CallError(f"`{call.scratch}` is no folder, so no temporary folder can be made in it")
    _require(call.engine)
    found: list[Diagnostic] = []
    settled: dict[int, Settled] = {}
    batches = _batches(jobs, call)
    known = {name for batch in batches for name in batch.events}
    try:
        with within_resources():
            for batch in batches:
                of_batch = _settle(batch, call, known, progress)
                found += (one for one in of_batch.diagnostics if one not in found)
                settled |= of_batch.value
    except OutOfMemory as problem:
        raise CallError(f"the memory or the disk that may be taken is too small: {problem}") from None
    if has_errors(found) or len(settled) < len(jobs):
        return Outcome((), tuple(found))
    return Outcome(tuple(settled[number] for number, _ in enumerate(jobs)), tuple(found))


def _require(engine: EngineName) -> None:
    """Raises ``CallError`` where what the engine needs is not installed."""
    if engine != "spark":
        return
    if find_spec("pyspark") is None:
        raise CallError("--engine spark needs pyspark: pip install 'slalang[spark]'")
    if which("java") is None and "JAVA_HOME" not in os.environ:
        raise CallError("--engine spark needs Java 17 or later, and none was found")


# --- which jobs share their logs ---------------------------------------------------------------


@dataclass
class _Batch:
    """Jobs whose events are read in the same way from the same files."""

    home: Path
    currency: str
    events: dict[str, Event] = field(default_factory=dict)
    jobs: dict[int, Job] = field(default_factory=dict)

    def takes(self, job: Job, call: Call) -> bool:
        """Whether the job reads the same rows as the others, from every log that they share."""
        events = [*self.events.values(), *job.plan.events]
        has_own_file = any(event.path is not None and event.name not in call.events for event in events)
        has_money = any(each.type == "money" for event in events for each in event.fields)
        return (
            all(self.events.get(event.name, event) == event for event in job.plan.events)
            and (job.home == self.home or not has_own_file)
            and (job.plan.currency == self.currency or not has_money)
        )

    def add(self, number: int, job: Job) -> None:
        """Takes the job with this number."""
        self.jobs[number] = job
        self.events |= {event.name: event for event in job.plan.events}


def _batches(jobs: Sequence[Job], call: Call) -> list[_Batch]:
    batches: list[_Batch] = []
    for number, job in enumerate(jobs):
        fitting = next((batch for batch in batches if batch.takes(job, call)), None)
        if fitting is None:
            fitting = _Batch(job.home, job.plan.currency)
            batches.append(fitting)
        fitting.add(number, job)
    return batches


# --- one reading for many ----------------------------------------------------------------------


def _settle(
    batch: _Batch, call: Call, known: set[str], progress: Progress | None
) -> Outcome[dict[int, Settled]]:
    """The statements of a batch by the numbers of its jobs. What no job knows is given too, to be refused."""
    from slalang.events import Resources, read_events
    from slalang.measurement import measure_all

    files = {name: paths for name, paths in call.events.items() if name in batch.events or name not in known}
    read = read_events(
        tuple(batch.events.values()),
        files,
        default_currency=batch.currency,
        root=batch.home,
        resources=Resources(call.memory, call.scratch),
        progress=progress,
        set_aside=call.quarantine is not None,
    )
    found = list(read.diagnostics)
    if read.value is None:
        return Outcome({}, read.diagnostics)
    jobs = list(batch.jobs.values())
    with read.value as log:
        as_of = [None if call.as_of is None else instant_of_call(job.plan, call.as_of) for job in jobs]
        ends = [min(job.window.end, of or job.window.end) for job, of in zip(jobs, as_of, strict=True)]
        if call.trace:
            measured = [
                _traced(job, log, end, of, call) for job, end, of in zip(jobs, ends, as_of, strict=True)
            ]
        else:
            plans = [job.plan for job in jobs]
            measured = measure_all(plans, log, ends=ends, as_of=as_of, engine=call.engine)
        found += (one for each in measured for one in each.diagnostics)
        if has_errors(found):
            return Outcome({}, tuple(found))
        counts = _Counts(log)
        settled = [
            _statements(job, readings, counts, to_date=end if call.to_date else None)
            for job, readings, end in zip(jobs, measured, ends, strict=True)
        ]
        if call.quarantine is not None:
            trials = [
                Trial(job.plan, job.window, end, of) for job, end, of in zip(jobs, ends, as_of, strict=True)
            ]
            settled = [
                _quarantined(each, trial, log, call.quarantine)
                for each, trial in zip(settled, trials, strict=True)
            ]
    found += (one for each in settled for one in each.diagnostics)
    made = {number: each.value for number, each in zip(batch.jobs, settled, strict=True) if each.value}
    return Outcome(made, tuple(found))


def _traced(job: Job, log: EventLog, end: int, as_of: int | None, call: Call) -> Outcome[Readings]:
    from slalang.measurement import measure

    since = job.plan.term_start if call.trace_all else job.window.start
    tracing = Tracing(call.trace, since, job.window.end)
    return measure(job.plan, log, end=end, as_of=as_of, traced=tracing)


def _statements(
    job: Job, measured: Outcome[Readings], counts: _Counts, to_date: int | None
) -> Outcome[Settled | None]:
    """The statement, and that from the start of the term to an instant where it is asked for."""
    plan, window = job.plan, job.window
    windows = [window] if to_date is None else [window, Window(window.label, plan.term_start, to_date)]
    remarks = tuple(map(_remark, (*counts.remarks(plan), *measured.diagnostics)))
    inputs = tuple(counts.inputs(plan, window))
    made = [_statement(plan, measured.value, each, inputs, remarks) for each in windows]
    first, *rest = [each.value for each in made]
    found = tuple(dict.fromkeys(one for each in made for one in each.diagnostics))
    traced = Traced(plan, measured.value)
    return Outcome(Settled(first, rest[0] if rest else None, traced=traced) if first else None, found)


def _quarantined(
    settled: Outcome[Settled | None], trial: Trial, log: EventLog, file: str
) -> Outcome[Settled | None]:
    """What was settled, with what the rows set aside could make of it."""
    aside = tuple(one for event in trial.plan.events for one in log.tables[event.name].aside)
    if settled.value is None or not aside:
        return settled
    statement = with_quarantine(settled.value.statement, trial, log, file)
    to_date = settled.value.to_date
    whole = replace(
        settled.value,
        statement=statement,
        to_date=to_date and replace(to_date, final=False),
        set_aside=aside,
    )
    return Outcome(whole, settled.diagnostics)


def _statement(
    plan: Plan,
    readings: Readings,
    window: Window,
    inputs: tuple[InputFile, ...],
    remarks: tuple[LogRemark, ...],
) -> Outcome[Statement | None]:
    from slalang.settlement import settle

    return settle(
        plan,
        readings,
        window=window.as_tuple,
        inputs=inputs,
        remarks=remarks,
        versions=versions(plan),
    )


class _Counts:
    """What statements say of the logs behind them; what several of them say is counted once."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._rows: dict[tuple[str, int, int, int, int], tuple[tuple[int, int], ...]] = {}

    def remarks(self, plan: Plan) -> Iterator[Diagnostic]:
        """What was found in the logs of the agreement's events."""
        for event in plan.events:
            yield from self._log.tables[event.name].remarks

    def inputs(self, plan: Plan, window: Window) -> Iterator[InputFile]:
        """The files of the agreement's events, with how many of their rows the statement can be about."""
        for event in plan.events:
            counted = self._counted(event.name, plan, window)
            table = self._log.tables[event.name]
            for file, counts in zip(table.files, counted, strict=True):
                aside = sum(one.file == file.path for one in table.aside)
                yield InputFile(event.name, file.path, file.rows, file.sha256, *counts, aside)

    def _counted(self, name: str, plan: Plan, window: Window) -> tuple[tuple[int, int], ...]:
        from slalang.events import rows_in_time

        term, period = (plan.term_start, plan.term_end), (window.start, window.end)
        if (name, *term, *period) not in self._rows:
            self._rows[(name, *term, *period)] = rows_in_time(self._log, self._log.tables[name], term, period)
        return self._rows[(name, *term, *period)]


def _remark(found: Diagnostic) -> LogRemark:
    if found.data:
        record = "" if found.data.record is None else f":{found.data.record}"
        return LogRemark(found.message, found.data.file + record)
    span = found.primary.span if found.primary else None
    return LogRemark(found.message, f"{span.file.path}:{span.line}" if span else None)


@cache
def _engines() -> tuple[tuple[str, str], ...]:
    return tuple((name, version(name)) for name in ENGINES)


def versions(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What the statement depends on beside its inputs: slalang, its data, its engine."""
    return (("slalang", __version__), *plan.data_versions, *_engines())
