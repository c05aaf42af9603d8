"""The project of these tests, which has every way in which one thing can refer to another."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from slalang.graph.building import build_graph
from slalang.graph.parts import Graph, Node
from slalang.model import Project
from tests.model.checking import project_of

HERE = Path(__file__).parent / "project"


@cache
def project() -> Project:
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.sla"))}
    outcome = project_of(files)
    assert not outcome.failed
    return outcome.value


@cache
def graph() -> Graph:
    return build_graph(project())


def node(name: str) -> Node:
    """The one node of this name, or of this kind and name."""
    (found,) = (each for each in graph().nodes if name in (each.name, each.described))
    return found
