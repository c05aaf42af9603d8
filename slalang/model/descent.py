"""The nodes inside a node, without recursion: however deep a contract nests, this does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from slalang.syntax import nodes
from slalang.values import names_of

Wanted = TypeVar("Wanted", bound=nodes.Node)


def every(kind: type[Wanted], *roots: nodes.Node | None) -> Iterator[Wanted]:
    """The nodes of one kind inside the roots, the roots too, in the order in which they are written."""
    return (node for root in roots if root for node in _inside(root) if isinstance(node, kind))


def _inside(root: nodes.Node) -> tuple[nodes.Node, ...]:
    """The node and everything inside it. Kept with the node, for many ask for the same one."""
    kept: tuple[nodes.Node, ...] | None = root.__dict__.get("_inside")
    if kept is None:
        kept = root.__dict__["_inside"] = tuple(_walk(root))
    return kept


def _walk(root: nodes.Node) -> Iterator[nodes.Node]:
    waiting: list[object] = [root]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend(reversed(item))
        elif isinstance(item, nodes.Node):
            yield item
            inside = item.__dict__
            waiting.extend([inside[name] for name in _parts(type(item))])


_LEAVES = frozenset({"span", "tokens", "comments", "doc"})
_KNOWN: dict[type[nodes.Node], tuple[str, ...]] = {}


def _parts(kind: type[nodes.Node]) -> tuple[str, ...]:
    """The fields that can hold nodes, the last one first."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(name for name in reversed(names_of(kind)) if name not in _LEAVES)
    return _KNOWN[kind]
