"""``sla graph``: what depends on what."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slalang.cli.findings import refuse, report
from slalang.workspace.checking import Checked, check_paths
from slalang.workspace.files import CallError
from slalang.workspace.naming import named_nodes

if TYPE_CHECKING:
    from slalang.graph.parts import Graph

FORMATS = ("text", "mermaid", "dot", "json")


@click.command("graph")
@click.argument("paths", nargs=-1)
@click.option("--impact", metavar="NAME", help="What NAME decides: every agreement, and how.")
@click.option("--unused", is_flag=True, help="What no agreement needs, and names imported for nothing.")
@click.option("--ceilings", is_flag=True, help="What promises rest on, and how far that carries them.")
@click.option("--output-format", "format", type=click.Choice(FORMATS), default=FORMATS[0],
              help="A tree for people, a drawing for mermaid or for Graphviz (dot), or json.")  # fmt: skip
def command(paths: tuple[str, ...], impact: str | None, unused: bool, ceilings: bool, format: str) -> None:
    """Show what depends on what in PATHS (files and folders; the current folder where none is named).

    NAME is that of a declaration (downtime), of an objective (globex.uptime), or either with its file
    before it (cloud/globex.sla:downtime).

    Exit codes: 0 shown, 1 an agreement has errors, 2 something in the call.

    \b
    Examples:
      sla graph agreements --output-format mermaid
      sla graph --impact downtime
    """
    questions = {"impact": impact, "unused": unused, "ceilings": ceilings}
    asked = [name for name, given in questions.items() if given]
    if len(asked) > 1:
        refuse(f"{' and '.join(f'--{name}' for name in asked)} are {len(asked)} questions: ask one")
    if (unused or ceilings) and format not in ("text", "json"):
        refuse(f"--{asked[0]} is a list and no drawing: `{format}` cannot show it, text and json can")
    try:
        checked = check_paths(paths or (".",), Path.cwd())
        if checked.is_incomplete:
            report(checked.diagnostics, (), err=True)
            click.echo("Nothing was drawn.", err=True)
            sys.exit(1)
        click.echo(_answer(checked, impact, asked, format), nl=False)
    except CallError as problem:
        refuse(problem)


def _answer(checked: Checked, impact: str | None, asked: list[str], format: str) -> str:
    from slalang.graph.building import build_graph

    if "ceilings" in asked:
        return _ceilings(checked, format)

    graph = build_graph(checked.project)
    if impact:
        return _impact(checked, graph, impact, format)
    if "unused" in asked:
        return _unused(checked, graph, format)
    return _drawn(graph, format)


def _impact(checked: Checked, graph: Graph, name: str, format: str) -> str:
    from slalang.graph.reach import impact_of
    from slalang.graph.to_json import impact_json
    from slalang.graph.to_text import impact_text

    impact = impact_of(graph, named_nodes(graph, name))
    if format == "text":
        titles = {(each.declaration.path, each.name): each.title for each in checked.project.agreements}
        return impact_text(impact, titles)
    return impact_json(impact) if format == "json" else _drawn(graph.among(impact.nodes), format)


def _unused(checked: Checked, graph: Graph, format: str) -> str:
    from slalang.graph.to_json import unused_json
    from slalang.graph.to_text import unused_text
    from slalang.graph.unused import unused_in

    unused = unused_in(checked.project, graph)
    return unused_json(unused) if format == "json" else unused_text(unused)


def _ceilings(checked: Checked, format: str) -> str:
    from slalang.graph.ceilings import ceilings
    from slalang.model.typing import Typing
    from slalang.reports.ceilings import ceilings_json, ceilings_text

    project = checked.project
    typing = Typing(project.scopes)
    found = [each for path in checked.contracts.asked for each in ceilings(project, typing, path)]
    of_agreements = [each for each in found if each.standing.promise.first]
    found = of_agreements or found
    return ceilings_json(found, project) if format == "json" else ceilings_text(found, project)


def _drawn(graph: Graph, format: str) -> str:
    from slalang.graph.to_dot import graph_dot
    from slalang.graph.to_json import graph_json
    from slalang.graph.to_mermaid import graph_mermaid
    from slalang.graph.to_text import graph_text

    drawings: dict[str, Callable[[Graph], str]] = {
        "text": graph_text,
        "mermaid": graph_mermaid,
        "dot": graph_dot,
        "json": graph_json,
    }
    return drawings[format](graph)
