"""The status of agreements: from their files and their logs to how their running periods stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slalang.compiler import compile_agreement
from slalang.diagnostics import Diagnostic, Outcome, Severity, has_errors
from slalang.model.contract import Agreement
from slalang.plan.plan import Plan
from slalang.statement import InputFile
from slalang.status import Status
from slalang.workspace.checking import Checked, all_agreements, find_agreements
from slalang.workspace.files import CallError
from slalang.workspace.jobs import versions
from slalang.workspace.windows import instant_of_call

if TYPE_CHECKING:
    from slalang.events import EventLog, Log, Progress


@dataclass(frozen=True)
class StatusCall:
    """What a status is asked for: the logs by event, and the date or time up to which they are complete."""

    events: Mapping[str, Sequence[Log]]
    as_of: str
    folder: Path


def statuses(
    wanted: Sequence[str], call: StatusCall, progress: Progress | None = None
) -> Outcome[tuple[Status, ...]]:
    """The status of each agreement. Where anything keeps one from being made, there is none."""
    checked, agreements = find_agreements(wanted, call.folder)
    return _statuses(checked, agreements, call, progress, leave_out=False)


def all_statuses(call: StatusCall, progress: Progress | None = None) -> Outcome[tuple[Status, ...]]:
    """The status of every agreement below the folder that is in force at the instant."""
    checked, agreements = all_agreements(call.folder)
    return _statuses(checked, agreements, call, progress, leave_out=True)


def _statuses(
    checked: Checked,
    agreements: Sequence[Agreement | None],
    call: StatusCall,
    progress: Progress | None,
    leave_out: bool,
) -> Outcome[tuple[Status, ...]]:
    chosen = [each for each in agreements if each is not None]
    if checked.failed or len(chosen) < len(agreements):
        return Outcome((), checked.diagnostics)
    compiled = [compile_agreement(checked.project, each) for each in chosen]
    found = [*checked.diagnostics, *(one for each in compiled for one in each.diagnostics)]
    if has_errors(found):
        return Outcome((), tuple(dict.fromkeys(found)))
    plans = [
        (plan, call.folder / Path(agreement.node.span.file.path).parent)
        for agreement, plan in zip(chosen, (each.value for each in compiled), strict=True)
        if plan is not None
    ]
    in_force = [one for one in plans if _is_in_force(one[0], call.as_of, must=not leave_out)]
    if not in_force:
        raise CallError(f"no agreement below this folder is in force at {call.as_of}")
    _require_known_events([plan for plan, _ in plans], call)
    made = [_status(plan, home, call, progress) for plan, home in in_force]
    of_contract = [one for one in found if one.severity is not Severity.INFO]
    all_found = tuple(dict.fromkeys((*of_contract, *(one for each in made for one in each.diagnostics))))
    statuses = tuple(each.value for each in made if each.value is not None)
    return Outcome(statuses if len(statuses) == len(made) else (), all_found)


def _is_in_force(plan: Plan, as_of: str, must: bool) -> bool:
    """Whether the term holds the instant. Raises ``CallError`` where it must and does not."""
    at = instant_of_call(plan, as_of)
    if plan.term_start <= at < plan.term_end:
        return True
    if must:
        raise CallError(f"{as_of} lies outside the term of `{plan.agreement}`")
    return False


def _require_known_events(plans: Sequence[Plan], call: StatusCall) -> None:
    """Raises ``CallError`` for the log of an event that no agreement has."""
    known = {event.name for plan in plans for event in plan.events}
    for name in call.events:
        if name not in known:
            raise CallError(f"no agreement of this call has an event `{name}`")


def _status(plan: Plan, home: Path, call: StatusCall, progress: Progress | None) -> Outcome[Status | None]:
    from slalang.events import read_events
    from slalang.measurement import measure, measure_running
    from slalang.settlement.running import status_of

    at = instant_of_call(plan, call.as_of)
    own = {event.name for event in plan.events}
    files = {name: paths for name, paths in call.events.items() if name in own}
    read = read_events(plan.events, files, default_currency=plan.currency, root=home, progress=progress)
    if read.value is None or has_errors(read.diagnostics):
        return Outcome(None, read.diagnostics)
    with read.value as log:
        closed = measure(plan, log, end=at, as_of=at)
        running = measure_running(plan, log, at)
        found = (*read.diagnostics, *closed.diagnostics, *running.diagnostics)
        if has_errors(found):
            return Outcome(None, tuple(dict.fromkeys(found)))
        inputs, remarks = tuple(_inputs(plan, log)), tuple(_remarks(plan, log, found))
    made = status_of(
        plan, closed.value, running.value, inputs=inputs, remarks=remarks, versions=versions(plan)
    )
    return Outcome(made.value, tuple(dict.fromkeys((*found, *made.diagnostics))))


def _inputs(plan: Plan, log: EventLog) -> Iterator[InputFile]:
    for event in plan.events:
        for file in log.tables[event.name].files:
            yield InputFile(event.name, file.path, file.rows, file.sha256)


def _remarks(plan: Plan, log: EventLog, found: Sequence[Diagnostic]) -> Iterator[str]:
    """What was found in the logs and while measuring, each once."""
    of_logs = [one for event in plan.events for one in log.tables[event.name].remarks]
    yield from dict.fromkeys(one.message for one in (*of_logs, *found))
