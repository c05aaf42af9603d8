"""Which declaration refers to which, as far as one is needed to understand the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Declaration, Scope
from slalang.model.cycles import Edges, circle, ordered, shortest_cycles
from slalang.model.descent import every
from slalang.model.findings import Findings
from slalang.source import Span
from slalang.syntax import nodes

DEFINITION_CYCLE = Kind("SLA116", "definition-cycle")
DEFINITIONS_TOO_DEEP = Kind("SLA140", "definitions-too-deep")

MOST_DEEP = 100
"""How many definitions may build on one another. Contracts have a few, and every phase follows them down."""

_Names: TypeAlias = Callable[[nodes.Node], Iterable[nodes.Name]]


def row_edges(scopes: Mapping[str, Scope]) -> dict[Declaration, dict[Declaration, Span]]:
    """Which stream, clock or event the rows of each are made of."""
    return _edges(scopes, ("event", "stream", "clock"), row_names)


def indicator_edges(scopes: Mapping[str, Scope]) -> dict[Declaration, dict[Declaration, Span]]:
    """Which indicator is made of which others."""
    return _edges(scopes, ("indicator",), indicator_names)


def service_edges(scopes: Mapping[str, Scope]) -> dict[Declaration, dict[Declaration, Span]]:
    """Which service needs which others."""
    return _edges(
        scopes, ("service",), lambda node: (need.service for need in every(nodes.NeedService, node))
    )


def row_names(node: nodes.Node) -> Iterator[nodes.Name]:
    """The names of the rows that rows are made of."""
    match node:
        case nodes.Clock(event=event):
            yield event
        case nodes.Stream():
            for rows in every(nodes.Rows, node.rows):
                yield from (source for source in rows.sources if isinstance(source, nodes.Name))
            for step in every(nodes.Node, node.rows):
                yield from _step_sources(step)


def _step_sources(step: nodes.Node) -> Iterator[nodes.Name]:
    match step:
        case nodes.Outside(source=source) | nodes.Inside(source=source):
            found: nodes.Source | None = source
        case nodes.AtOnce(alive_in=alive_in):
            found = alive_in
        case nodes.Followed(notice=notice):
            found = notice
        case _:
            return
    if isinstance(found, nodes.Name):
        yield found


def indicator_names(node: nodes.Node) -> Iterator[nodes.Name]:
    """The bare words of an indicator that do not stand inside an aggregate."""
    waiting: list[nodes.Node] = [node.value] if isinstance(node, nodes.Indicator) else []
    while waiting:
        match waiting.pop():
            case nodes.NameRef(name=name):
                yield name
            case nodes.Negative(operand=operand) | nodes.Not(operand=operand):
                waiting.append(operand)
            case nodes.Binary(left=left, right=right) | nodes.Compare(left=left, right=right):
                waiting += [right, left]
            case nodes.Else(value=value, otherwise=otherwise):
                waiting += [otherwise, value]
            case nodes.And(operands=operands) | nodes.Or(operands=operands):
                waiting += reversed(operands)


def _edges(
    scopes: Mapping[str, Scope], kinds: Iterable[str], names: _Names
) -> dict[Declaration, dict[Declaration, Span]]:
    edges: dict[Declaration, dict[Declaration, Span]] = {}
    for scope in scopes.values():
        for declaration in scope.own.values():
            if declaration.kind in kinds:
                bound = [(scope.lookup(name.text), name.span) for name in names(declaration.node)]
                edges[declaration] = {found: span for found, span in bound if found and found.kind in kinds}
    return edges


def check_cycles(edges: Edges[Declaration], findings: Findings) -> frozenset[Declaration]:
    """Reports what is made of itself, and returns what stands on a cycle."""
    cycles = shortest_cycles(edges, _name)
    for cycle in cycles:
        findings.look_at(cycle[0].path)
        steps = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
        labels = [Label(edges[one][other], f"`{one.name}` needs `{other.name}`") for one, other in steps]
        kind = cycle[0].kind
        findings.report(
            DEFINITION_CYCLE,
            f"{kind} `{cycle[0].name}` comes back to itself: {circle([each.name for each in cycle])}",
            *labels,
            help="take one of these references out",
        )
    return frozenset(each for cycle in cycles for each in cycle)


def check_depth(edges: Edges[Declaration], findings: Findings) -> frozenset[Declaration]:
    """Reports where too many definitions build on one another, and returns those above that."""
    depths: dict[Declaration, int] = {}
    for each in ordered(edges):
        depths[each] = 1 + max((depths.get(below, 0) for below in edges.get(each, ())), default=0)
    for each, depth in depths.items():
        if depth == MOST_DEEP + 1:
            findings.look_at(each.path)
            findings.report(
                DEFINITIONS_TOO_DEEP,
                f"{each.kind} `{each.name}` stands on a row of {MOST_DEEP} others, one above the other",
                Label(each.span, "no more can be followed down"),
                help="leave out those that only pass something on",
            )
    return frozenset(each for each, depth in depths.items() if depth > MOST_DEEP)


def above(edges: Edges[Declaration], declarations: Iterable[Declaration]) -> frozenset[Declaration]:
    """The declarations, and all that build on one of them."""
    users: dict[Declaration, list[Declaration]] = {}
    for user, targets in edges.items():
        for target in targets:
            users.setdefault(target, []).append(user)
    found: dict[Declaration, None] = {}
    waiting = [*declarations]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += users.get(each, ())
    return frozenset(found)


def _name(declaration: Declaration) -> str:
    return f"{declaration.path}:{declaration.name}"
