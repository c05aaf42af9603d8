"""What keeps an agreement from being settled although it can be read and checked."""

from __future__ import annotations

from slalang.compiler.clauses import before_block
from slalang.diagnostics import Kind, Label
from slalang.model.findings import Findings
from slalang.syntax import nodes

CANNOT_SETTLE = Kind("SLA480", "cannot-settle")
HOLIDAYS_NOT_KNOWN = Kind("SLA320", "holidays-not-known")


_MOST = 80


def refuse(findings: Findings, node: nodes.Node, why: str) -> None:
    """Says that a clause cannot be reckoned with as it stands, and why."""
    text = " ".join(before_block(node.span.text).split())
    shown = text if len(text) <= _MOST else text[: _MOST - 1] + "…"
    message = f"`{shown}` cannot be settled: {why}"
    findings.report(CANNOT_SETTLE, message, Label(node.span, "nothing is settled by this"))
