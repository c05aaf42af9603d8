"""Settling one agreement: from its plan and exact readings to a statement."""

from __future__ import annotations

from slalang.diagnostics import Outcome
from slalang.plan.plan import Plan
from slalang.plan.reading import Readings
from slalang.settlement.assembly import assembled
from slalang.settlement.evaluation import evaluated
from slalang.settlement.support import unsupported
from slalang.settlement.window import Window
from slalang.statement import InputFile, LogRemark, Statement


def settle(
    plan: Plan,
    readings: Readings,
    *,
    window: tuple[str, int, int],
    inputs: tuple[InputFile, ...] = (),
    remarks: tuple[LogRemark, ...] = (),
    versions: tuple[tuple[str, str], ...] = (),
) -> Outcome[Statement | None]:
    """The statement of an agreement for a window (its label, its start and its end, not included).

    The calculation runs from the start of the term to the end of the readings. The statement shows what
    closed in the window, but the state of each credit as it is at the end of the readings. ``inputs`` are
    the logs behind the readings, ``remarks`` what was found in them, ``versions`` those of the programs and
    data that made them. A clause that cannot be settled is an error that names it, and there is no
    statement.
    """
    findings = unsupported(plan)
    if findings:
        return Outcome(None, findings)
    return Outcome(assembled(evaluated(plan, readings), Window(*window), inputs, remarks, versions))
