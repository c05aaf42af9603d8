"""``sla schema``: the published JSON Schema of each JSON that slalang writes."""

from __future__ import annotations

import json

import click

TITLES = {
    "plan": "slalang plan, format version 1",
    "statement": "slalang statement, format version 1",
    "diff": "slalang diff, format version 1",
    "status": "slalang status, format version 1",
    "explanation": "slalang explanation, format version 1",
    "ledger": "a line of a slalang ledger, format version 1",
    "graph": "slalang graph, format version 1",
    "impact": "slalang impact, format version 1",
    "unused": "slalang unused, format version 1",
    "ceilings": "slalang ceilings, format version 1",
    "findings": "slalang findings, format version 1",
    "baseline": "slalang baseline, format version 1",
}


@click.command("schema")
@click.argument("name", type=click.Choice(list(TITLES)))
def command(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of NAME.

    Exit codes: 0 printed, 2 no schema of that name.

    \b
    Example:
      sla schema statement > statement.schema.json
    """
    click.echo(json.dumps(schema(name), indent=2, ensure_ascii=False))


def schema(name: str) -> dict[str, object]:
    """The JSON Schema of one of the formats."""
    from slalang.comparison import Comparison
    from slalang.diagnostics.to_json import findings_schema
    from slalang.graph.schemas import graph_schema, impact_schema, unused_schema
    from slalang.graph.to_json import FORMAT_VERSION
    from slalang.ledger import line_schema
    from slalang.plan.canonical import schema_of
    from slalang.plan.plan import Plan
    from slalang.reports.ceilings_schema import ceilings_schema
    from slalang.statement import Statement
    from slalang.status import Status
    from slalang.trail import Explanation
    from slalang.workspace.baseline import baseline_schema

    of_graphs = {"graph": graph_schema, "impact": impact_schema, "unused": unused_schema}
    if name in of_graphs:
        return of_graphs[name](FORMAT_VERSION)
    if name == "ceilings":
        return ceilings_schema()
    if name == "findings":
        return findings_schema()
    if name == "ledger":
        return line_schema()
    if name == "baseline":
        return baseline_schema()
    kinds: dict[str, type] = {"plan": Plan, "statement": Statement, "status": Status}
    kinds |= {"explanation": Explanation, "diff": Comparison}
    return schema_of(kinds[name], TITLES[name])
