"""Graphs as Mermaid flowcharts, which code hosts draw inside Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slalang.graph.drawing import Drawing, drawing_of
from slalang.graph.parts import Graph

_PLAIN = re.compile(r"[^A-Za-z0-9 ._/-]")


def graph_mermaid(graph: Graph) -> str:
    """A flowchart with a box for each file, drawn from left to right."""
    return "\n".join(_lines(drawing_of(graph))) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "flowchart LR"
    for number, (path, nodes) in enumerate(drawing.files.items(), start=1):
        yield f"  subgraph f{number}[{_quoted(path)}]"
        for node in nodes:
            opening, closing = ("([", "])") if node.kind == "objective" else ("[", "]")
            yield f"    {drawing.ids[node]}{opening}{_quoted(node.described)}{closing}"
        yield "  end"
    for source, target, words in drawing.arrows:
        yield f"  {drawing.ids[source]} -->|{_quoted(words)}| {drawing.ids[target]}"


def _quoted(text: str) -> str:
    """A text in quotes; every sign that Mermaid or HTML could read as its own is written by its number."""
    return '"' + _PLAIN.sub(lambda sign: f"#{ord(sign[0])};", text) + '"'
