"""Settling agreements: from their files and their logs to statements."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from slalang.compiler import compile_agreement
from slalang.diagnostics import Outcome, Severity, has_errors
from slalang.model.contract import Agreement
from slalang.plan.plan import Plan
from slalang.workspace.checking import Checked, all_agreements, find_agreement, find_agreements
from slalang.workspace.files import CallError
from slalang.workspace.jobs import Call, Job, Settled, settle_jobs, versions
from slalang.workspace.windows import Window, named_window, touches_term, window_of

if TYPE_CHECKING:
    from slalang.events import Progress
    from slalang.measurement import EngineName as Dialect


def compile_plan(wanted: str, folder: Path) -> Outcome[Plan | None]:
    """The plan of the agreement a call means, or what keeps it from having one."""
    checked, agreement = find_agreement(wanted, folder)
    if agreement is None or checked.failed:
        return Outcome(None, checked.diagnostics)
    compiled = compile_agreement(checked.project, agreement)
    return Outcome(compiled.value, (*checked.diagnostics, *compiled.diagnostics))


def queries_of(wanted: str, folder: Path, dialect: Dialect) -> Outcome[str | None]:
    """The queries that measure the agreement a call means, in the dialect of an engine."""
    from slalang.events import log_from_rows
    from slalang.measurement import queries

    compiled = compile_plan(wanted, folder)
    plan = compiled.value
    if plan is None or compiled.failed:
        return Outcome(None, compiled.diagnostics)
    empty = log_from_rows(plan.events, (), plan.currency)
    if empty.value is None:
        return Outcome(None, (*compiled.diagnostics, *empty.diagnostics))
    with empty.value as log:
        script = queries(plan, log, dialect)
    return Outcome(script.value, (*compiled.diagnostics, *script.diagnostics))


def settle_call(call: Call, progress: Progress | None = None) -> Outcome[Settled | None]:
    """The statement of a period, from the start of the term on, or what keeps it from being made.

    What a check of the contract says for the record only is not said again.
    """
    settled = settle_agreements([call.agreement], call, progress)
    return Outcome(settled.value[0] if settled.value else None, settled.diagnostics)


def settle_agreements(
    wanted: Sequence[str], call: Call, progress: Progress | None = None
) -> Outcome[tuple[Settled, ...]]:
    """The statements of several agreements, each as ``settle_call`` makes it alone, in their order.

    Logs that they share are read once. Where anything keeps one of them from being settled, none is.
    """
    checked, agreements = find_agreements(wanted, call.folder)
    return _settled(checked, agreements, call, progress)


def settle_all(call: Call, progress: Progress | None = None) -> Outcome[tuple[Settled, ...]]:
    """The statements of all agreements below the folder that are in force in the period."""
    checked, agreements = all_agreements(call.folder)
    return _settled(checked, agreements, call, progress, leave_out=True)


def _settled(
    checked: Checked,
    agreements: Sequence[Agreement | None],
    call: Call,
    progress: Progress | None,
    leave_out: bool = False,
) -> Outcome[tuple[Settled, ...]]:
    chosen = [each for each in agreements if each is not None]
    if checked.failed or len(chosen) < len(agreements):
        return Outcome((), checked.diagnostics)
    compiled = [compile_agreement(checked.project, each) for each in chosen]
    found = [*checked.diagnostics, *(one for each in compiled for one in each.diagnostics)]
    if has_errors(found):
        return Outcome((), tuple(dict.fromkeys(found)))
    jobs = [
        Job(plan, window, call.folder / Path(agreement.node.span.file.path).parent)
        for agreement, plan in zip(chosen, (each.value for each in compiled), strict=True)
        if plan is not None and (window := _window(plan, call.period, leave_out)) is not None
    ]
    if not jobs:
        raise CallError(f"no agreement below this folder is in force in {call.period}")
    settled = settle_jobs(jobs, call, progress)
    of_contract = [one for one in dict.fromkeys(found) if one.severity is not Severity.INFO]
    return Outcome(settled.value, (*of_contract, *settled.diagnostics))


def _window(plan: Plan, period: str, leave_out: bool) -> Window | None:
    """The window of the call. Where all agreements are settled, ``None`` for one whose term does not touch
    it; one that judges nothing in it has an empty statement beside the others."""
    if not leave_out:
        return window_of(plan, period)
    return named_window(plan, period) if touches_term(plan, period) else None


__all__ = [
    "Call",
    "CallError",
    "Checked",
    "Settled",
    "compile_plan",
    "queries_of",
    "settle_agreements",
    "settle_all",
    "settle_call",
    "versions",
]
