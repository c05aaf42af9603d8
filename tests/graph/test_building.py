"""The graph of a project: what refers to what, how, and which words say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from slalang.graph.building import build_graph
from slalang.graph.parts import Edge, EdgeKind, NodeKind
from slalang.graph.reach import network_of
from slalang.graph.to_dot import graph_dot
from slalang.graph.to_json import graph_json
from slalang.graph.to_mermaid import graph_mermaid
from slalang.graph.to_text import graph_text
from tests.graph.projects import HERE, graph
from tests.model.checking import project_of

FORMATS = {
    "graph.txt": graph_text,
    "graph.mmd": graph_mermaid,
    "graph.dot": graph_dot,
    "graph.json": graph_json,
}


def test_edges(golden: Callable[[Path, str], None]) -> None:
    """Each edge: what refers to what, and the words that make it so with their place."""
    golden(HERE / "edges.txt", "".join(f"{_told(edge)}\n" for edge in graph().edges))


def _told(edge: Edge) -> str:
    place = f"{edge.span.file.path}:{edge.span.line}:{edge.span.column}"
    words = " ".join(edge.span.text.split())
    return f"{edge.source.described} {edge.kind} {edge.target.described} | {place} {words}"


@pytest.mark.parametrize("name", FORMATS)
def test_format(name: str, golden: Callable[[Path, str], None]) -> None:
    golden(HERE / name, FORMATS[name](graph()))


def test_every_kind_of_thing_and_of_reference_is_in_it() -> None:
    assert {node.kind for node in graph().nodes} == set(_kinds(NodeKind))
    assert {edge.kind for edge in graph().edges} == set(get_args(EdgeKind))


def _kinds(alias: object) -> list[str]:
    """The words of a literal that has another one in it."""
    return [
        word for part in get_args(alias) for word in ([part] if isinstance(part, str) else get_args(part))
    ]


def test_words_of_an_edge_name_what_it_leads_to() -> None:
    """Or they are the clause, or the objective, that says so without naming it."""
    for edge in graph().edges:
        name = edge.target.name.rpartition(".")[2] if edge.target.kind == "objective" else edge.target.name
        by_clause = edge.kind in ("said by", "limited by", "measures")
        assert by_clause or name in edge.span.text, _told(edge)


def test_the_network_has_every_edge_with_its_kind_and_span() -> None:
    network = network_of(graph().edges, graph().nodes)
    assert set(network.nodes) == set(graph().nodes)
    found = {Edge(one, other, each["kind"], each["span"]) for one, other, each in network.edges(data=True)}
    assert found == set(graph().edges)


def test_a_name_that_is_not_declared_is_in_no_edge() -> None:
    outcome = project_of({"main.sla": "language 1\n\nservice api needs gatewy\nservice gateway\n"})
    assert outcome.failed
    assert build_graph(outcome.value).edges == ()
