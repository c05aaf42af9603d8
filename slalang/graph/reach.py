"""What something decides, and what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from slalang.graph.parts import Edge, EdgeKind, Graph, Node
from slalang.values import Frozen, value

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    Network: TypeAlias = MultiDiGraph[Node]

Way: TypeAlias = tuple[Node, ...]
"""Things each of which refers to the next."""

_WITHOUT_MONEY: frozenset[EdgeKind] = frozenset(
    {"imports", "extends", "takes", "states", "reports", "may terminate on", "needs", "backed by"}
)
"""References over which no amount is handed on. What a tier says counts where it is in force, so what it
extends and who takes it need not be asked."""

_RESTS_ON: frozenset[EdgeKind] = frozenset({"of", "needs", "backed by"})


def network_of(edges: Iterable[Edge], nodes: Iterable[Node] = ()) -> Network:
    """The edges as a network of networkx: each with its ``kind`` and the ``span`` that caused it."""
    from networkx import MultiDiGraph

    network: Network = MultiDiGraph()
    network.add_nodes_from(nodes)
    for edge in edges:
        network.add_edge(edge.source, edge.target, kind=edge.kind, span=edge.span)
    return network


@value
class Impact(Frozen):
    """What some things decide.

    ``money`` has, for each agreement, the shortest way from each of its objectives (or from itself, where
    a clause on all its credits is concerned) to what decides its amounts. ``reported`` are the objectives
    without a credit that are measured with it, ``resting`` those of services that need it.
    """

    about: tuple[Node, ...]
    money: tuple[tuple[Node, tuple[Way, ...]], ...]
    reported: tuple[Way, ...]
    resting: tuple[Way, ...]

    @property
    def nodes(self) -> frozenset[Node]:
        """Everything on one of the ways, and what was asked about."""
        ways = [*self.reported, *self.resting, *(way for _, found in self.money for way in found)]
        return frozenset((*self.about, *(node for way in ways for node in way), *map(_first, self.money)))


def _first(pair: tuple[Node, tuple[Way, ...]]) -> Node:
    return pair[0]


def impact_of(graph: Graph, about: Iterable[Node]) -> Impact:
    """Everything whose money these decide, and what else depends on them."""
    asked = tuple(about)
    money = _ways(graph, asked, lambda edge: edge.kind not in _WITHOUT_MONEY)
    paying = {edge.target: edge.source for edge in graph.edges if edge.kind == "promises"}
    agreements = {
        node: tuple(way for end, way in money.items() if end == node or paying.get(end) == node)
        for node in graph.nodes
        if node.kind == "agreement" and node in money
    }
    return Impact(
        asked,
        tuple((node, _specific(node, ways)) for node, ways in agreements.items()),
        tuple(money[node] for node in _reported(graph) if node in money),
        tuple(_resting(graph, asked)),
    )


def _specific(agreement: Node, ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """The ways from objectives; that of the agreement itself where it does not go over one of them."""
    inner = tuple(way for way in ways if way[0] != agreement)
    own = next(way for way in ways if way[0] == agreement)
    direct = len(own) < 2 or own[1] not in {way[0] for way in inner}
    return (own, *inner) if direct else inner


def _reported(graph: Graph) -> list[Node]:
    """The objectives of agreements that have no credit."""
    paying = {edge.target for edge in graph.edges if edge.kind == "promises"}
    return [edge.target for edge in graph.edges if edge.kind == "reports" and edge.target not in paying]


def _resting(graph: Graph, about: tuple[Node, ...]) -> Iterable[Way]:
    """The ways from promises of agreements to the services, or their suppliers' promises, asked about."""
    promised = {edge.target for edge in graph.edges if edge.kind in ("promises", "reports")}
    for node, way in _ways(graph, about, lambda edge: edge.kind in _RESTS_ON).items():
        if node in promised and len(way) > 2:
            yield way


def _ways(graph: Graph, about: Iterable[Node], follows: Callable[[Edge], bool]) -> dict[Node, Way]:
    """The shortest way from everything that leads to one of these, over such edges alone."""
    from networkx import multi_source_dijkstra_path

    known = frozenset(graph.nodes)
    starts = [node for node in about if node in known]
    backwards = network_of(filter(follows, graph.edges), graph.nodes).reverse(copy=False)
    found = multi_source_dijkstra_path(backwards, set(starts), weight=None) if starts else {}
    return {node: tuple(reversed(found[node])) for node in graph.nodes if node in found}
