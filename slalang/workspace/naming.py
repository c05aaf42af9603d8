"""What a name in a call stands for."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from slalang.workspace.files import SUFFIX, CallError

if TYPE_CHECKING:
    from slalang.graph.parts import Graph, Node


def named_nodes(graph: Graph, wanted: str) -> tuple[Node, ...]:
    """The one thing called ``NAME`` or ``FILE.sla:NAME``; a file is called by its path.

    Paths may be those that are shown, from the current folder, or those from the top of the project.
    Raises ``CallError`` where there is none, or more than one.
    """
    path, colon, name = wanted.rpartition(":")
    if not (colon and path.endswith(SUFFIX)):
        path, name = "", wanted
    found = [node for node in graph.nodes if name in _names(node) and path in ("", *_paths(node))]
    if not found:
        near = get_close_matches(name, sorted({node.name for node in graph.nodes}), n=1)
        asked = f"; did you mean `{near[0]}`?" if near else ""
        raise CallError(f"nothing is called `{wanted}`{asked}")
    if len(found) > 1:
        places = ", ".join(f"{node.described} in {node.place}" for node in found)
        raise CallError(f"`{wanted}` can be {places}: write FILE{SUFFIX}:NAME")
    return tuple(found)


def _names(node: Node) -> tuple[str, ...]:
    return (node.name, *_paths(node)) if node.kind == "file" else (node.name,)


def _paths(node: Node) -> tuple[str, str]:
    return node.path, node.span.file.path
