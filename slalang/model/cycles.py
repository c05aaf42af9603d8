"""Cycles in what refers to what: none costs next to nothing, one is explained by its shortest form."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, TypeVar

from slalang.source import Span

if TYPE_CHECKING:
    from networkx import DiGraph

Item = TypeVar("Item", bound=Hashable)
Edges = Mapping[Item, Mapping[Item, Span]]
"""For each item those it refers to, and where it says so."""


def ordered(edges: Edges[Item]) -> tuple[Item, ...]:
    """The items, each after those it refers to; items on a cycle, and those that need them, come last."""
    sorter = _sorter(edges)
    try:
        return tuple(sorter.static_order())
    except CycleError:
        return _as_far_as_possible(edges)


def shortest_cycles(edges: Edges[Item], name: Callable[[Item], str]) -> tuple[tuple[Item, ...], ...]:
    """One shortest cycle for each knot of items that refer to one another, in the order of their names."""
    try:
        _sorter(edges).prepare()
    except CycleError:
        return _cycles(edges, name)
    return ()


def _sorter(edges: Edges[Item]) -> TopologicalSorter[Item]:
    return TopologicalSorter({item: tuple(targets) for item, targets in edges.items()})


def _as_far_as_possible(edges: Edges[Item]) -> tuple[Item, ...]:
    done: dict[Item, None] = {}
    waiting = dict.fromkeys(edges)
    while ready := [item for item in waiting if all(target not in waiting for target in edges[item])]:
        for item in ready:
            done[item] = None
            del waiting[item]
    return (*done, *waiting)


def _cycles(edges: Edges[Item], name: Callable[[Item], str]) -> tuple[tuple[Item, ...], ...]:
    import networkx

    graph: DiGraph[Item] = networkx.DiGraph()
    graph.add_edges_from((item, target) for item, targets in edges.items() for target in targets)
    knots = (graph.subgraph(knot) for knot in networkx.strongly_connected_components(graph))
    cycles = (_shortest(knot, name) for knot in knots if knot.number_of_edges())
    return tuple(sorted(cycles, key=lambda cycle: [name(item) for item in cycle]))


_TRIED = 100
"""Through how many references a shortest way back is looked for: in a larger knot any short one will do."""


def circle(names: Sequence[str], verb: str = "needs") -> str:
    """The cycle in words, back to its start, without its middle where it is long."""
    shown = [f"`{name}`" for name in (*names, names[0])]
    if len(shown) > _SHOWN:
        shown = [*shown[: _SHOWN - 3], f"{len(shown) - _SHOWN + 1} more", *shown[-2:]]
    return f" {verb} ".join(shown)


_SHOWN = 10


def _shortest(knot: DiGraph[Item], name: Callable[[Item], str]) -> tuple[Item, ...]:
    import networkx

    starts = sorted(knot.edges, key=lambda edge: (name(edge[0]), name(edge[1])))[:_TRIED]
    paths = (networkx.shortest_path(knot, target, source) for source, target in starts)
    cycle = min(paths, key=len)
    first = cycle.index(min(cycle, key=name))
    return tuple(cycle[first:] + cycle[:first])
