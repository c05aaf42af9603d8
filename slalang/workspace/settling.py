"""Settling an agreement: from its files and its logs to a statement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from slalang import __version__
from slalang.compiler import compile_agreement
from slalang.diagnostics import Diagnostic, Outcome, Severity, has_errors
from slalang.plan.plan import Plan
from slalang.statement import InputFile, LogRemark, Statement
from slalang.workspace.checking import Checked, find_agreement
from slalang.workspace.files import CallError
from slalang.workspace.windows import Window, instant_of_call, window_of

if TYPE_CHECKING:
    from slalang.events import EventLog, LogTable, Progress

ENGINES = ("duckdb", "sqlglot")


@dataclass(frozen=True)
class Call:
    """What a settlement is asked for: the agreement, its logs by event, and the period.

    ``as_of`` is a date or a time up to which the logs are complete, where the call says so. ``to_date`` asks
    for a second statement, from the start of the term.
    """

    agreement: str
    events: Mapping[str, Sequence[Path]]
    period: str
    folder: Path
    as_of: str | None = None
    to_date: bool = False


@dataclass(frozen=True)
class Settled:
    """The statement of the period; ``to_date`` reaches from the start of the term to where the period or the
    logs end, where the call asks for it."""

    statement: Statement
    to_date: Statement | None = None


def compile_plan(wanted: str, folder: Path) -> Outcome[Plan | None]:
    """The plan of the agreement a call means, or what keeps it from having one."""
    return _compiled(wanted, folder)[0]


def _compiled(wanted: str, folder: Path) -> tuple[Outcome[Plan | None], Path]:
    """The plan, and the folder of the agreement: where the logs that it names itself lie."""
    checked, agreement = find_agreement(wanted, folder)
    if agreement is None or checked.failed:
        return Outcome(None, checked.diagnostics), folder
    compiled = compile_agreement(checked.project, agreement)
    home = folder / Path(agreement.node.span.file.path).parent
    return Outcome(compiled.value, (*checked.diagnostics, *compiled.diagnostics)), home


def settle_call(call: Call, progress: Progress | None = None) -> Outcome[Settled | None]:
    """The statement of a period, from the start of the term on, or what keeps it from being made.

    What a check of the contract says for the record only is not said again.
    """
    compiled, home = _compiled(call.agreement, call.folder)
    if compiled.value is None or compiled.failed:
        return Outcome(None, compiled.diagnostics)
    window = window_of(compiled.value, call.period)
    settled = settle_plan(compiled.value, call, window, home, progress)
    of_contract = tuple(one for one in compiled.diagnostics if one.severity is not Severity.INFO)
    return Outcome(settled.value, (*of_contract, *settled.diagnostics))


def settle_plan(
    plan: Plan, call: Call, window: Window, home: Path, progress: Progress | None = None
) -> Outcome[Settled | None]:
    """The statement of a window of time under a plan; ``home`` holds the logs that the plan names."""
    from slalang.events import read_events
    from slalang.measurement import measure
    from slalang.settlement import settle

    found: list[Diagnostic] = []
    read = read_events(plan.events, call.events, default_currency=plan.currency, root=home, progress=progress)
    found += read.diagnostics
    if read.value is None:
        return Outcome(None, tuple(found))
    with read.value as log:
        as_of = None if call.as_of is None else instant_of_call(plan, call.as_of)
        end = min(window.end, as_of or window.end)
        measured = measure(plan, log, end=end, as_of=as_of)
        found += measured.diagnostics
        if has_errors(found):
            return Outcome(None, tuple(found))
        inputs = tuple(each for table in log.tables.values() for each in _inputs(plan, log, table, window))
    remarks = tuple(map(_remark, found))

    def settled(window: Window) -> Statement | None:
        outcome = settle(
            plan,
            measured.value,
            window=window.as_tuple,
            inputs=inputs,
            remarks=remarks,
            versions=versions(plan),
        )
        found.extend(one for one in outcome.diagnostics if one not in found)
        return outcome.value

    statement = settled(window)
    to_date = settled(Window(window.label, plan.term_start, end)) if call.to_date else None
    return Outcome(Settled(statement, to_date) if statement else None, tuple(found))


def _inputs(plan: Plan, log: EventLog, table: LogTable, window: Window) -> Iterator[InputFile]:
    """The files of an event, with how many of their rows the statement can be about."""
    from slalang.events import rows_in_time

    term, period = (plan.term_start, plan.term_end), (window.start, window.end)
    for file, counts in zip(table.files, rows_in_time(log, table, term, period), strict=True):
        yield InputFile(table.event.name, file.path, file.rows, file.sha256, *counts)


def _remark(found: Diagnostic) -> LogRemark:
    if found.data:
        record = "" if found.data.record is None else f":{found.data.record}"
        return LogRemark(found.message, found.data.file + record)
    span = found.primary.span if found.primary else None
    return LogRemark(found.message, f"{span.file.path}:{span.line}" if span else None)


def versions(plan: Plan) -> tuple[tuple[str, str], ...]:
    """What the statement depends on beside its inputs: slalang, its data, its engine."""
    engines = tuple((name, version(name)) for name in ENGINES)
    return (("slalang", __version__), *plan.data_versions, *engines)


__all__ = [
    "Call",
    "CallError",
    "Checked",
    "Settled",
    "compile_plan",
    "settle_call",
    "settle_plan",
    "versions",
]
