"""What drawings of a graph have in common: short ids, boxes for files, and one arrow where several go."""

from __future__ import annotations

from collections.abc import Mapping

from slalang.graph.parts import Graph, Node
from slalang.values import Frozen, value


@value
class Drawing(Frozen):
    """Nodes by the file they stand in, their ids, and arrows with all that is said of a pair of nodes.

    A file is drawn as a node where it imports or is imported, and as the box of what it declares.
    """

    files: Mapping[str, tuple[Node, ...]]
    ids: Mapping[Node, str]
    arrows: tuple[tuple[Node, Node, str], ...]


def drawing_of(graph: Graph) -> Drawing:
    """The drawing of a graph."""
    graph = without_repeats(graph)
    words: dict[tuple[Node, Node], dict[str, None]] = {}
    for edge in graph.edges:
        words.setdefault((edge.source, edge.target), {})[edge.kind] = None
    linked = {node for pair in words for node in pair}
    drawn = [node for node in graph.nodes if node.kind != "file" or node in linked]
    files: dict[str, list[Node]] = {}
    for node in drawn:
        files.setdefault(node.path, []).append(node)
    return Drawing(
        {path: tuple(nodes) for path, nodes in files.items()},
        {node: f"n{number}" for number, node in enumerate(drawn, start=1)},
        tuple((source, target, ", ".join(kinds)) for (source, target), kinds in words.items()),
    )


def without_repeats(graph: Graph) -> Graph:
    """The graph without what agreements repeat of the tiers they take.

    Left out are the objectives of a tier that is taken or extended, which stand again in the agreement, and
    which statement was said by which tier.
    """
    built_on = {edge.target for edge in graph.edges if edge.kind in ("takes", "extends")}
    again = {edge.target for edge in graph.edges if edge.kind == "states" and edge.source in built_on}
    kept = graph.among(node for node in graph.nodes if node not in again)
    return Graph(kept.nodes, tuple(edge for edge in kept.edges if edge.kind != "said by"))
