"""What nothing refers to: declarations that no agreement needs, and names imported for nothing."""

from __future__ import annotations

from slalang.graph.parts import Graph, Node
from slalang.graph.reach import network_of
from slalang.model.contract import Project, Scope
from slalang.source import Span
from slalang.syntax import nodes
from slalang.values import Frozen, value

_TOPS = frozenset({"file", "agreement", "objective", "limit"})
_OWNING = frozenset({"promises", "reports", "states"})


@value
class UnusedImport(Frozen):
    """A name that a file imports and does not use, and where it says so."""

    name: str
    span: Span


@value
class Unused(Frozen):
    """Declarations that nothing refers to, those to which only such do, and imports for nothing."""

    alone: tuple[Node, ...]
    behind: tuple[Node, ...]
    imports: tuple[UnusedImport, ...]


def unused_in(project: Project, graph: Graph) -> Unused:
    """What no agreement needs, file after file."""
    from networkx import descendants

    network = network_of(graph.edges, graph.nodes)
    agreements = [node for node in graph.nodes if node.kind == "agreement"]
    needed = set[Node]().union(*(descendants(network, node) for node in agreements))
    idle = [node for node in graph.nodes if node.kind not in _TOPS and node not in needed]
    alone = [node for node in idle if not graph.arriving.get(node)]
    behind = [node for node in idle if node not in alone]
    return Unused(tuple(alone), tuple(behind), _unused_imports(project, graph))


def _unused_imports(project: Project, graph: Graph) -> tuple[UnusedImport, ...]:
    owners = {edge.target: edge.source for edge in graph.edges if edge.kind in _OWNING}
    named: dict[str, set[tuple[str, str]]] = {}
    for edge in graph.edges:
        target = owners.get(edge.target, edge.target)
        named.setdefault(edge.span.file.path, set()).add((target.path, target.name))
    return tuple(
        UnusedImport(imported.local.text, imported.local.span)
        for scope in project.scopes.values()
        for statement in scope.file.declarations
        if isinstance(statement, nodes.Import)
        for imported in statement.names
        if _is_idle(imported.local, scope, named.get(scope.file.span.file.path, set()))
    )


def _is_idle(local: nodes.Name, scope: Scope, named: set[tuple[str, str]]) -> bool:
    found = scope.imported.get(local.text)
    tested = {each.agreement.text for each in scope.file.declarations if isinstance(each, nodes.Test)}
    return found is not None and (found.path, found.name) not in named and local.text not in tested
