"""What cannot be settled: clauses that are refused, and amounts that something is missing for."""

from __future__ import annotations

from slalang.diagnostics import Diagnostic, Kind
from slalang.plan.plan import Plan

FEES_NOT_BY_KEY = Kind("SLA471", "fees-not-by-key")
NO_BASE = Kind("SLA472", "amount-without-base")
CHOICE_LEFT_OPEN = Kind("SLA473", "earn-back-choice-left-open")
AT_ODDS = Kind("SLA475", "earn-backs-at-odds")


class Unsettled(Exception):
    """An amount cannot be worked out from what was read; ``reason`` says what is missing.

    It never leaves this package: it becomes an open point of the statement.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refused(kind: Kind, plan: Plan, path: str, why: str) -> Diagnostic:
    """The clause with this path is refused; ``why`` follows the clause in the message."""
    clause = plan.clause(path)
    return Diagnostic(kind, f"`{clause.text if clause else path}` {why}", plan.label(path))
