"""Clauses of an agreement that mean something, and that nothing reckons with yet."""

from __future__ import annotations

from slalang.compiler.findings import refuse
from slalang.compiler.ground import Ground
from slalang.model.contract import Version
from slalang.syntax import nodes

WHOLLY_REFUSED: dict[type[nodes.Node], str] = {
    nodes.Claim: "claims are not read, and without one every credit is paid",
    nodes.CreditsWhile: "credits are not tied to a stream",
}
"""Whole kinds of clauses with the reason; what is refused for a part of it is refused where it is read."""


def refuse_clauses(version: Version, ground: Ground) -> None:
    """Reports the clauses of a version that cannot be settled at all."""
    for sourced in version.clauses.statements:
        why = WHOLLY_REFUSED.get(type(sourced.node))
        if why is not None:
            refuse(ground.findings, sourced.node, why)
