"""Graphs as JSON: every node and every edge, with where each is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from slalang.graph.parts import Edge, Graph, Node
from slalang.graph.reach import Impact, Way
from slalang.graph.unused import Unused
from slalang.source import Span

FORMAT_VERSION = 1


def graph_json(graph: Graph) -> str:
    """The nodes in the order of the files, and the edges by the numbers of their nodes."""
    numbers = {node: number for number, node in enumerate(graph.nodes)}
    return json_text(
        {
            "nodes": [_node(node) for node in graph.nodes],
            "edges": [_edge(edge, numbers) for edge in graph.edges],
        }
    )


def impact_json(impact: Impact) -> str:
    """What something decides: the ways that lead to it, each a list of nodes."""
    return json_text(
        {
            "about": [_node(node) for node in impact.about],
            "agreements": len(impact.money),
            "money": [{"agreement": _node(each), "ways": _ways(ways)} for each, ways in impact.money],
            "reported": _ways(impact.reported),
            "resting": _ways(impact.resting),
        }
    )


def unused_json(unused: Unused) -> str:
    """What nothing needs."""
    return json_text(
        {
            "unused": [_node(node) for node in unused.alone],
            "used_by_unused": [_node(node) for node in unused.behind],
            "imports": [{"name": each.name, "place": place(each.span)} for each in unused.imports],
        }
    )


def json_text(content: dict[str, Any]) -> str:
    """The text of a document, with the version of its format."""
    return json.dumps({"format_version": FORMAT_VERSION, **content}, indent=2, ensure_ascii=False) + "\n"


def _node(node: Node) -> dict[str, Any]:
    return {"kind": node.kind, "name": node.name, "file": node.path, "place": place(node.span)}


def _ways(ways: Iterable[Way]) -> list[list[dict[str, Any]]]:
    return [[_node(node) for node in way] for way in ways]


def _edge(edge: Edge, numbers: dict[Node, int]) -> dict[str, Any]:
    return {
        "source": numbers[edge.source],
        "target": numbers[edge.target],
        "kind": edge.kind,
        "place": place(edge.span),
    }


def place(span: Span) -> dict[str, Any]:
    """Where something is written: the path, and the one-based line and column it begins at."""
    return {"path": span.file.path, "line": span.line, "column": span.column}
