"""The nodes of a project: each declaration, file, objective and limit has one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from slalang.graph.parts import Node
from slalang.model.contract import Declaration, Project, Scope, Version
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Places(Frozen):
    """Looks the nodes of a project up."""

    project: Project

    @cached_property
    def every(self) -> tuple[Node, ...]:
        """All nodes: each file, then what it declares in order, objectives after what they are part of."""
        return tuple(node for scope in self.project.scopes.values() for node in self._in(scope))

    def file(self, path: str) -> Node:
        """The node of a file of the project."""
        return _file(self.project.scopes[path])

    def declared(self, declaration: Declaration) -> Node:
        """The node of a declaration."""
        return Node(declaration.kind, declaration.name, declaration.path, declaration.span)

    def limit(self, clock: Declaration) -> Node | None:
        """The limit of a clock, if it has one."""
        clauses = clock.node.clauses if isinstance(clock.node, nodes.Clock) else ()
        limits = [clause for clause in clauses if isinstance(clause, nodes.Limit)]
        return Node("limit", f"{clock.name}.limit", clock.path, limits[0].span) if limits else None

    def objective(self, owner: Declaration, name: str) -> Node | None:
        """An objective of an agreement or a tier, if it has it in one of its versions."""
        return self._objectives.get(owner, {}).get(name)

    @cached_property
    def _objectives(self) -> Mapping[Declaration, Mapping[str, Node]]:
        found: dict[Declaration, dict[str, Node]] = {}
        for owner, version in versions_in(self.project):
            of_owner = found.setdefault(owner, {})
            for objective in version.objectives:
                name = f"{owner.name}.{objective.name}"
                span = objective.parts[-1].node.name.span
                of_owner.setdefault(objective.name, Node("objective", name, owner.path, span))
        return found

    def _in(self, scope: Scope) -> Iterator[Node]:
        yield _file(scope)
        for declaration in scope.own.values():
            yield self.declared(declaration)
            limit = self.limit(declaration)
            if limit:
                yield limit
            yield from self._objectives.get(declaration, {}).values()


def versions_in(project: Project) -> Iterator[tuple[Declaration, Version]]:
    """The versions of every agreement and what every tier comes to, with what each belongs to."""
    for agreement in project.agreements:
        for version in agreement.versions:
            yield agreement.declaration, version
    for bundle in project.bundles:
        yield bundle.declaration, bundle.version


def _file(scope: Scope) -> Node:
    return Node("file", scope.file.span.file.path, scope.path, scope.file.span)
