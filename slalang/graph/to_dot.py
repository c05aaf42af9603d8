"""Graphs in the DOT language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.graph.drawing import Drawing, drawing_of
from slalang.graph.parts import Graph

_SHAPES = {
    "agreement": "box",
    "tier": "box",
    "objective": "ellipse",
    "service": "component",
    "file": "folder",
}


def graph_dot(graph: Graph) -> str:
    """A directed graph with a cluster for each file, drawn from left to right."""
    return "\n".join(_lines(drawing_of(graph))) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "digraph agreements {"
    yield "  rankdir=LR;"
    yield '  node [shape=plaintext, fontname="sans-serif"];'
    yield '  edge [fontname="sans-serif", fontsize=10];'
    for number, (path, nodes) in enumerate(drawing.files.items(), start=1):
        yield f"  subgraph cluster_{number} {{"
        yield f"    label={_quoted(path)};"
        for node in nodes:
            shape = f", shape={_SHAPES[node.kind]}" if node.kind in _SHAPES else ""
            yield f"    {drawing.ids[node]} [label={_quoted(node.described)}{shape}];"
        yield "  }"
    for source, target, words in drawing.arrows:
        yield f"  {drawing.ids[source]} -> {drawing.ids[target]} [label={_quoted(words)}];"
    yield "}"


def _quoted(text: str) -> str:
    """A text in quotes, to be shown as it is: nothing in it is read as an escape of a label."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
