"""The edges of what is promised: from agreements and tiers to their objectives, and from what these say."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.graph.parts import Edge, EdgeKind, Node
from slalang.graph.places import Places
from slalang.graph.references import references
from slalang.model.contract import Declaration, Objective, Scope, Sourced, Version
from slalang.model.typing import Typing
from slalang.source import Span
from slalang.syntax import nodes

_VERBS: dict[type[nodes.Node], EdgeKind] = {
    nodes.Exclude: "excludes",
    nodes.Forgive: "forgives",
    nodes.MeasuredWhile: "measured while",
    nodes.LowVolume: "counts",
    nodes.Target: "compared with",
    nodes.Minimum: "compared with",
    nodes.ObjectiveCap: "capped by",
    nodes.Cap: "capped by",
    nodes.Fees: "fees from",
    nodes.Claim: "claimed by",
    nodes.CreditsWhile: "pays only while",
    nodes.EarnBack: "weighted by",
}


def edges_of_version(owner: Declaration, version: Version, places: Places, typing: Typing) -> Iterator[Edge]:
    """The edges of an agreement in one version, or of a tier."""
    node = places.declared(owner)
    for objective in version.objectives:
        promise = places.objective(owner, objective.name)
        if promise:
            yield Edge(node, promise, _how(owner, objective), objective.parts[-1].node.name.span)
            yield from _of_objective(promise, owner, objective, places, typing)
    for statement in version.clauses.statements:
        yield from _said(node, owner, statement, places, typing)
        yield from _objectives_named(node, owner, statement.node, places)
    for earn_back in version.earn_backs:
        yield from _objectives_named(node, owner, earn_back.head.node, places)
        for choice in earn_back.clauses.statements:
            yield from _said(node, owner, choice, places, typing, "weighted by")


def _how(owner: Declaration, objective: Objective) -> EdgeKind:
    if owner.kind == "tier":
        return "states"
    return "promises" if objective.credit else "reports"


def _of_objective(
    promise: Node, owner: Declaration, objective: Objective, places: Places, typing: Typing
) -> Iterator[Edge]:
    yield Edge(promise, places.declared(objective.indicator), "measures", _measured(objective))
    if objective.service:
        yield Edge(promise, places.declared(objective.service), "of", _service(objective))
    for part in objective.parts:
        yield from _through(promise, owner, part.node.name.span, part, places)
    for statement in objective.clauses.statements:
        yield from _said(promise, owner, statement, places, typing)


def _measured(objective: Objective) -> Span:
    written = [part.node.measures for part in objective.parts if part.node.measures]
    return written[-1].span if written else objective.head.node.name.span


def _service(objective: Objective) -> Span:
    written = [part.node.service for part in objective.parts if part.node.service]
    return written[-1].span


def _said(
    node: Node,
    owner: Declaration,
    statement: Sourced[nodes.Node],
    places: Places,
    typing: Typing,
    verb: EdgeKind | None = None,
) -> Iterator[Edge]:
    """What a statement in force names, and the tier it came through."""
    kind = verb or _VERBS.get(type(statement.node), "pays by")
    for found, span in references(statement.node, statement.scope, typing):
        yield Edge(node, places.declared(found), kind, span)
    yield from _through(node, owner, statement.node.span, statement, places)


def _through(
    node: Node, owner: Declaration, span: Span, statement: Sourced[nodes.Node], places: Places
) -> Iterator[Edge]:
    tier = _tier(statement.through, statement.scope)
    if tier and tier != owner:
        yield Edge(node, places.declared(tier), "said by", span)


def _tier(through: str, scope: Scope) -> Declaration | None:
    kind, _, name = through.partition(" ")
    return scope.own.get(name) if kind == "tier" else None


# --- clauses about objectives ------------------------------------------------------------------


def _objectives_named(node: Node, owner: Declaration, clause: nodes.Node, places: Places) -> Iterator[Edge]:
    for kind, name in _objective_names(clause):
        found = places.objective(owner, name.text)
        if found:
            yield Edge(node, found, kind, name.span)


def _objective_names(clause: nodes.Node) -> Iterator[tuple[EdgeKind, nodes.Name]]:
    match clause:
        case nodes.EarnBack(objective=name):
            yield "earns back", name
        case nodes.Bank(objective=name):
            yield "banks", name
        case nodes.Bonus(objective=name):
            yield "bonus on", name
        case nodes.Stacking(groups=groups):
            yield from (("stacks", name) for group in groups for name in group)
        case nodes.MayTerminate(condition=condition):
            yield "may terminate on", condition.objective
        case _:
            yield from ()
