"""What a graph is made of: things with a name, and edges that say which refers to which, how and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Literal, TypeAlias

from slalang.model.contract import DeclarationKind
from slalang.source import Span
from slalang.values import Frozen, value

NodeKind: TypeAlias = Literal[DeclarationKind, "file", "objective", "limit"]

EdgeKind: TypeAlias = Literal[
    "imports",
    "extends",
    "takes",
    "states",
    "said by",
    "promises",
    "reports",
    "earns back",
    "banks",
    "bonus on",
    "stacks",
    "may terminate on",
    "measures",
    "of",
    "needs",
    "backed by",
    "made of",
    "measured over",
    "follows",
    "runs in",
    "limited by",
    "looks up",
    "excludes",
    "forgives",
    "measured while",
    "counts",
    "compared with",
    "pays by",
    "capped by",
    "fees from",
    "claimed by",
    "pays only while",
    "weighted by",
]
"""How one thing refers to another, as it reads between the two: agreement `a` *takes* tier `gold`.

A tier *states* its objectives, an agreement *promises* those with a credit and *reports* the others. What an
agreement or an objective has through a tier is *said by* that tier.
"""


@value
class Node(Frozen):
    """A named thing and the file that declares it. Equal where kind, name and file are.

    An objective is named after what it is part of (``globex.uptime``), a limit after its clock
    (``repair.limit``), a file after its path as it is shown. ``span`` is where its name is written.
    """

    kind: NodeKind
    name: str
    path: str
    span: Span = field(compare=False, repr=False)

    @property
    def described(self) -> str:
        """Its kind and its name, for people."""
        return f"{self.kind} {self.name}"

    @property
    def place(self) -> str:
        """``path:line``."""
        return self.span.file.path if self.kind == "file" else line_of(self.span)


@value
class Edge(Frozen):
    """``source`` refers to ``target``; ``span`` is what is written that makes it so."""

    source: Node
    target: Node
    kind: EdgeKind
    span: Span


@value
class Graph(Frozen):
    """Everything that is declared, and every reference that was bound, both in the order of the files."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def leaving(self) -> Mapping[Node, tuple[Edge, ...]]:
        """The edges by what refers."""
        return _grouped((edge.source, edge) for edge in self.edges)

    @cached_property
    def arriving(self) -> Mapping[Node, tuple[Edge, ...]]:
        """The edges by what is referred to."""
        return _grouped((edge.target, edge) for edge in self.edges)

    def among(self, nodes: Iterable[Node]) -> Graph:
        """The part with these nodes alone, and the edges between them."""
        kept = frozenset(nodes)
        edges = (edge for edge in self.edges if edge.source in kept and edge.target in kept)
        return Graph(tuple(node for node in self.nodes if node in kept), tuple(edges))


def _grouped(pairs: Iterable[tuple[Node, Edge]]) -> dict[Node, tuple[Edge, ...]]:
    found: dict[Node, list[Edge]] = {}
    for node, edge in pairs:
        found.setdefault(node, []).append(edge)
    return {node: tuple(edges) for node, edges in found.items()}


def line_of(span: Span) -> str:
    """The file and the line in which a range begins."""
    return f"{span.file.path}:{span.line}"
