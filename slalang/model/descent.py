"""The nodes inside a node, without recursion: however deep a contract nests, this does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TypeVar

from slalang.syntax import nodes

Wanted = TypeVar("Wanted", bound=nodes.Node)


def within(*roots: nodes.Node | None) -> Iterator[nodes.Node]:
    """The nodes and everything inside them, in the order in which they are written."""
    waiting: list[object] = list(reversed(roots))
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            waiting.extend(reversed(item))
        elif isinstance(item, nodes.Node):
            yield item
            waiting.extend(getattr(item, name) for name in _parts(type(item)))


def every(kind: type[Wanted], *roots: nodes.Node | None) -> Iterator[Wanted]:
    """The nodes of one kind inside the roots, the roots too."""
    return (node for node in within(*roots) if isinstance(node, kind))


_LEAVES = frozenset({"span", "tokens", "comments", "doc"})
_KNOWN: dict[type[nodes.Node], tuple[str, ...]] = {}


def _parts(kind: type[nodes.Node]) -> tuple[str, ...]:
    """The fields that can hold nodes, the last one first."""
    if kind not in _KNOWN:
        _KNOWN[kind] = tuple(part.name for part in reversed(fields(kind)) if part.name not in _LEAVES)
    return _KNOWN[kind]
