"""What a credit depends on beside its objective: a claim, and a time in which credits arise."""

from __future__ import annotations

from slalang.compiler.from_objective import narrowings
from slalang.compiler.from_stream import Streams
from slalang.compiler.ground import Ground
from slalang.compiler.literals import length_of
from slalang.model.contract import Version
from slalang.plan.terms import Claim, CreditsWhile
from slalang.syntax import nodes


def claim_of(version: Version, ground: Ground, streams: Streams) -> Claim | None:
    """The claim without which credits lapse."""
    sourced = version.clauses.only(nodes.Claim)
    if sourced is None:
        return None
    clause, node = ground.path("claim", sourced), sourced.node
    over = streams.named(node.claim, sourced.scope)
    text = f"a row of `{over}` claims every credit that it does not tell apart by a field"
    ground.assumptions.assume(text, clause)
    narrow = tuple(narrowings(version, ground))
    return Claim(clause, over, length_of(node.within), node.period.kind, narrow)


def credits_while_of(version: Version, ground: Ground, streams: Streams) -> CreditsWhile | None:
    """The time in which credits arise."""
    sourced = version.clauses.only(nodes.CreditsWhile)
    if sourced is None:
        return None
    clause = ground.path("credits-while", sourced)
    stream = streams.joined(sourced.node.sources, sourced.scope, "credits.while")
    ground.assumptions.assume("a credit arises at the last instant of its period", clause)
    return CreditsWhile(clause, stream, tuple(narrowings(version, ground)))
