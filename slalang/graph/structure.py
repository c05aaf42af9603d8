"""What a service is up for: the services underneath, and how many of which have to be up."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.graph.gates import Gate, Gates
from slalang.model.contract import Declaration, Project, Scope
from slalang.model.descent import every
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Structure(Frozen):
    """A service down to those that need no other, its leaves, which are the ends of the gates in order."""

    leaves: tuple[Declaration, ...]
    gates: Gates

    @property
    def is_series(self) -> bool:
        """Whether every part is needed."""
        return all(gate.least == len(gate.inputs) for gate in self.gates.gates)


def structure_of(service: Declaration, project: Project) -> Structure | None:
    """The structure of a service; ``None`` where a name in it is unknown or it comes back to itself."""
    order = _order(service, project)
    if order is None:
        return None
    leaves = tuple(each for each in order if not _parts(each, project))
    drawn = _Drawn({leaf: number for number, leaf in enumerate(leaves)}, len(leaves))
    for each in order:
        basis = each.node.basis if isinstance(each.node, nodes.Service) else None
        if isinstance(basis, nodes.Needs):
            made = drawn.need(basis.need, project.scope_of(each))
            if made is None:
                return None
            drawn.numbers[each] = made
    return Structure(leaves, Gates(len(leaves), tuple(drawn.gates)))


class _Drawn:
    """The gates drawn so far, and the number each service has."""

    def __init__(self, numbers: dict[Declaration, int], first: int) -> None:
        self.numbers = numbers
        self.first = first
        self.gates: list[Gate] = []

    def need(self, need: nodes.Need, scope: Scope) -> int | None:
        """The number of what is needed. How deep needs nest is bounded where they are parsed."""
        match need:
            case nodes.NeedService(service=name):
                found = scope.lookup(name.text)
                return self.numbers.get(found) if found else None
            case nodes.NeedAll(parts=parts):
                return self._gate(len(parts), parts, scope)
            case nodes.NeedAny(parts=parts):
                return self._gate(1, parts, scope)
            case nodes.NeedSome(least=least, parts=parts):
                return self._gate(least, parts, scope)

    def _gate(self, least: int, parts: tuple[nodes.Need, ...], scope: Scope) -> int | None:
        inputs = [self.need(part, scope) for part in parts]
        known = tuple(each for each in inputs if each is not None)
        if len(known) < len(inputs) or not 1 <= least <= len(inputs):
            return None
        self.gates.append(Gate(least, known))
        return self.first + len(self.gates) - 1


def _parts(service: Declaration, project: Project) -> list[Declaration | None]:
    """The services that a service needs, ``None`` for a name that stands for no service."""
    basis = service.node.basis if isinstance(service.node, nodes.Service) else None
    if not isinstance(basis, nodes.Needs):
        return []
    scope = project.scope_of(service)
    named = [scope.lookup(each.service.text) for each in every(nodes.NeedService, basis.need)]
    return [found if found and found.kind == "service" else None for found in named]


def _order(service: Declaration, project: Project) -> tuple[Declaration, ...] | None:
    """The service and all it needs, each after what it needs; ``None`` where that cannot be."""
    done: dict[Declaration, None] = {}
    open_: dict[Declaration, Iterator[Declaration | None]] = {service: iter(_parts(service, project))}
    while open_:
        current, parts = next(reversed(open_.items()))
        part = next(parts, current)
        if part is None or (part is not current and part in open_):
            return None
        if part is current:
            done[current] = None
            del open_[current]
        elif part not in done:
            open_[part] = iter(_parts(part, project))
    return tuple(done)
