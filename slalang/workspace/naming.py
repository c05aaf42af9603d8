"""What a name in a call stands for."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from slalang.workspace.files import SUFFIX, CallError

if TYPE_CHECKING:
    from slalang.graph.parts import Graph, Node


def named_nodes(graph: Graph, wanted: str) -> tuple[Node, ...]:
    """The one thing called ``NAME`` or ``FILE.sla:NAME``; a file is called by its path.

    Raises ``CallError`` where there is none, or more than one.
    """
    path, colon, name = wanted.rpartition(":")
    if not (colon and path.endswith(SUFFIX)):
        path, name = "", wanted
    found = [node for node in graph.nodes if node.name == name and path in ("", node.path)]
    if not found:
        near = get_close_matches(name, sorted({node.name for node in graph.nodes}), n=1)
        asked = f"; did you mean `{near[0]}`?" if near else ""
        raise CallError(f"nothing is called `{wanted}`{asked}")
    if len(found) > 1:
        places = ", ".join(f"{node.described} in {node.place}" for node in found)
        raise CallError(f"`{wanted}` can be {places}: write FILE{SUFFIX}:NAME")
    return tuple(found)
