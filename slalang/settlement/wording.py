"""How clauses and outcomes are named in the texts of a statement."""

from __future__ import annotations

from slalang.plan.plan import Plan
from slalang.settlement.outcomes import Assessment


def clause_text(plan: Plan, path: str) -> str:
    """The clause as it is written, between backticks; its path where the plan does not say."""
    clause = plan.clause(path)
    return f"`{clause.text if clause else path}`"


def of_whom(one: Assessment) -> str:
    """The objective with its keys: ``uptime (region eu)``."""
    keys = ", ".join(f"{field} {value}" for field, value in one.keys)
    return f"{one.objective.name} ({keys})" if keys else one.objective.name


def of_when(one: Assessment) -> str:
    """The objective with its period and keys: ```uptime` of 2026-03 (region eu)``."""
    keys = ", ".join(f"{field} {value}" for field, value in one.keys)
    return f"`{one.objective.name}` of {one.period.label}" + (f" ({keys})" if keys else "")
