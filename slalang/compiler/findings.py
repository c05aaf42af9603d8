"""What keeps an agreement from being settled although it can be read and checked."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.findings import Findings
from slalang.model.mismatches import source_text
from slalang.syntax import nodes

CANNOT_SETTLE = Kind("SLA480", "cannot-settle-yet")
HOLIDAYS_NOT_KNOWN = Kind("SLA320", "holidays-not-known")


def refuse(findings: Findings, node: nodes.Node, why: str) -> None:
    """Says that a clause means something, but that nothing can reckon with it yet, and why."""
    text = source_text(node).partition("{")[0].strip()
    message = f"`{text}` is understood but cannot be settled yet: {why}"
    findings.report(CANNOT_SETTLE, message, Label(node.span, "not settled yet"))
