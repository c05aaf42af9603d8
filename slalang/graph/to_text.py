"""Graphs, and answers to questions about them, as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from slalang.graph.drawing import without_repeats
from slalang.graph.parts import Edge, EdgeKind, Graph, Node, line_of
from slalang.graph.reach import Impact, Way
from slalang.graph.unused import Unused

_FIRST: tuple[EdgeKind, ...] = ("takes", "extends", "promises", "reports", "states")


def graph_text(graph: Graph) -> str:
    """A tree below everything that nothing refers to, agreements first, then what is on a cycle alone.

    What a name refers to is shown where it comes first; later it has ``…`` behind it. Behind each line is
    where it is written, in the file of the line at the left where none is named.
    """
    return "".join(f"{line}\n" for line in _Tree(without_repeats(graph)).lines())


class _Tree:
    """The lines of a tree, and what they have shown so far."""

    def __init__(self, graph: Graph) -> None:
        self.below = {node: _below(node, graph) for node in graph.nodes}
        self.nodes = sorted(graph.nodes, key=lambda node: (node.kind == "file", node.kind != "agreement"))
        self.done: set[Node] = set()

    def lines(self) -> Iterator[str]:
        above = {edge.target for edges in self.below.values() for edge in edges}
        tops = [node for node in self.nodes if node not in above]
        for node in (*tops, *self.nodes):
            if node not in self.done and (node.kind != "file" or self.below[node]):
                yield f"{node.described}{'' if node.kind == 'file' else f'  ({node.place})'}"
                yield from self._inside(node)

    def _inside(self, top: Node) -> Iterator[str]:
        self.done.add(top)
        waiting = [(1, edge) for edge in reversed(self.below[top])]
        while waiting:
            depth, edge = waiting.pop()
            new, inner = edge.target not in self.done, self.below[edge.target]
            more = " …" if inner and not new else ""
            home = "" if edge.span.file.path == top.span.file.path else edge.span.file.path
            yield f"{'  ' * depth}{edge.kind} {edge.target.described}{more}  ({home}:{edge.span.line})"
            if new:
                self.done.add(edge.target)
                waiting += [(depth + 1, below) for below in reversed(inner)]


def _below(node: Node, graph: Graph) -> list[Edge]:
    """The edges below a node, each target once for each kind."""
    once: dict[tuple[Node, EdgeKind], Edge] = {}
    for edge in graph.leaving.get(node, ()):
        once.setdefault((edge.target, edge.kind), edge)
    return sorted(once.values(), key=lambda edge: (*_FIRST, edge.kind).index(edge.kind))


# --- questions ---------------------------------------------------------------------------------


def impact_text(impact: Impact, titles: Mapping[tuple[str, str], str]) -> str:
    """What something decides: the agreements counted, each with what in it depends on it and how.

    ``titles`` are those of agreements, by file and name.
    """
    about = impact.about[0]
    count = len(impact.money)
    agreements = "no agreement" if not count else _counted(count, "agreement")
    lines = [f"{about.described}  ({about.place}) decides money in {agreements}"]
    for agreement, ways in impact.money:
        title = titles.get((agreement.path, agreement.name))
        lines += ["", f"agreement {agreement.name}{f', {title}' if title else ''}  ({agreement.place})"]
        lines += [f"  {_way(way)}" for way in ways]
    lines += _section("measured with it, and without credit", impact.reported)
    lines += _section("promises of services that need it", impact.resting)
    return "\n".join(lines) + "\n"


def _section(title: str, ways: Sequence[Way]) -> list[str]:
    return ["", title, *(f"  {_way(way)}" for way in ways)] if ways else []


def _way(way: Way) -> str:
    return " > ".join(node.described for node in way)


def unused_text(unused: Unused) -> str:
    """What nothing needs, a line each."""
    if not (unused.alone or unused.behind or unused.imports):
        return "everything is used\n"
    lines = [f"{node.described}  ({node.place}): nothing refers to it" for node in unused.alone]
    lines += [f"{node.described}  ({node.place}): only what is unused refers to it" for node in unused.behind]
    lines += [f"import of {each.name}  ({line_of(each.span)}): not used here" for each in unused.imports]
    return "\n".join(lines) + "\n"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
