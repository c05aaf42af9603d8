"""Explaining a statement: it is settled again, and what stands behind its numbers is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slalang.diagnostics import Outcome
from slalang.explanation import Wanted, explain
from slalang.trail import Explanation
from slalang.workspace.jobs import Call
from slalang.workspace.settling import settle_call

if TYPE_CHECKING:
    from slalang.events import Progress


def explain_call(call: Call, wanted: Wanted, progress: Progress | None = None) -> Outcome[Explanation | None]:
    """The explanation of the statement that the call makes, or of the part of it that is wanted.

    The call asks for traces and for the statement to date.
    """
    settled = settle_call(call, progress)
    found = settled.value
    if found is None or found.traced is None or found.to_date is None:
        return Outcome(None, settled.diagnostics)
    traced = found.traced
    explained = explain(traced.plan, traced.readings, found.statement, found.to_date, wanted)
    return Outcome(explained.value, (*settled.diagnostics, *explained.diagnostics))
