"""From a resolved project to the graph of everything in it."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.graph.parts import Edge, EdgeKind, Graph
from slalang.graph.places import Places, versions_in
from slalang.graph.promised import edges_of_version
from slalang.graph.references import references
from slalang.model.contract import Declaration, Project, Scope
from slalang.model.descent import every
from slalang.model.imports import import_path
from slalang.model.typing import Typing
from slalang.syntax import nodes

_VERBS: dict[tuple[str, str], EdgeKind] = {
    ("indicator", "indicator"): "made of",
    ("clock", "event"): "follows",
    ("clock", "stream"): "follows",
    ("clock", "calendar"): "runs in",
}


def build_graph(project: Project) -> Graph:
    """The graph of a project. Names that could not be bound are in none of its edges."""
    places, typing = Places(project), Typing(project.scopes)
    edges = dict.fromkeys(_edges(project, places, typing))
    return Graph(places.every, tuple(edges))


def _edges(project: Project, places: Places, typing: Typing) -> Iterator[Edge]:
    for scope in project.scopes.values():
        yield from _imports(scope, places)
        for declaration in scope.own.values():
            yield from _of_declaration(declaration, scope, places, typing)
    for owner, version in versions_in(project):
        yield from edges_of_version(owner, version, places, typing)


def _imports(scope: Scope, places: Places) -> Iterator[Edge]:
    for node in every(nodes.Import, *scope.file.declarations):
        target = import_path(scope.path, node.path.value)
        if target and target in places.project.scopes:
            yield Edge(places.file(scope.path), places.file(target), "imports", node.path.span)


def _of_declaration(declaration: Declaration, scope: Scope, places: Places, typing: Typing) -> Iterator[Edge]:
    match declaration.node:
        case nodes.Service() as service:
            yield from _of_service(declaration, service, scope, places)
        case nodes.Tier(extends=names):
            yield from _tiers(declaration, "extends", names, scope, places)
        case nodes.Agreement() as agreement:
            taken = [name for each in every(nodes.TakesTier, agreement) for name in each.tiers]
            yield from _tiers(declaration, "takes", taken, scope, places)
        case nodes.Clock(clauses=clauses) as clock:
            limits = [clause for clause in clauses if isinstance(clause, nodes.Limit)]
            yield from _of_limits(declaration, limits, scope, places, typing)
            within = {span.start for limit in limits for _, span in references(limit, scope, typing)}
            yield from _named(declaration, clock, scope, places, typing, within)
        case node:
            yield from _named(declaration, node, scope, places, typing)


def _named(
    declaration: Declaration,
    node: nodes.Node,
    scope: Scope,
    places: Places,
    typing: Typing,
    but: set[int] | None = None,
) -> Iterator[Edge]:
    """What a declaration names, but for what begins at these places."""
    source = places.declared(declaration)
    for found, span in references(node, scope, typing):
        if span.start not in (but or ()):
            verb = _VERBS.get((declaration.kind, found.kind)) or _verb(declaration, found)
            yield Edge(source, places.declared(found), verb, span)


def _verb(declaration: Declaration, found: Declaration) -> EdgeKind:
    if found.kind == "table":
        return "looks up"
    return "measured over" if declaration.kind == "indicator" else "made of"


def _of_limits(
    clock: Declaration, limits: list[nodes.Limit], scope: Scope, places: Places, typing: Typing
) -> Iterator[Edge]:
    node = places.limit(clock)
    for limit in limits if node else ():
        if node:
            yield Edge(places.declared(clock), node, "limited by", limit.span)
            for found, span in references(limit, scope, typing):
                yield Edge(node, places.declared(found), "looks up", span)


def _tiers(
    declaration: Declaration,
    verb: EdgeKind,
    names: list[nodes.Name] | tuple[nodes.Name, ...],
    scope: Scope,
    places: Places,
) -> Iterator[Edge]:
    for name in names:
        found = scope.lookup(name.text)
        if found and found.kind == "tier":
            yield Edge(places.declared(declaration), places.declared(found), verb, name.span)


def _of_service(
    declaration: Declaration, service: nodes.Service, scope: Scope, places: Places
) -> Iterator[Edge]:
    node = places.declared(declaration)
    match service.basis:
        case nodes.Needs(need=need):
            for each in every(nodes.NeedService, need):
                found = scope.lookup(each.service.text)
                if found and found.kind == "service":
                    yield Edge(node, places.declared(found), "needs", each.service.span)
        case nodes.BackedBy(agreement=agreement, objective=objective) as basis:
            supplier = scope.lookup(agreement.text)
            promise = places.objective(supplier, objective.text) if supplier else None
            if promise:
                yield Edge(node, promise, "backed by", basis.span)
