"""The JSON Schemas (draft 2020-12) of graphs and of the answers that are read off them."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
PLACE: Schema = {"$ref": "#/$defs/place"}
_NODE: Schema = {"$ref": "#/$defs/node"}


def fields(properties: Schema) -> Schema:
    """An object that has all of these."""
    return {"type": "object", "required": list(properties), "properties": properties}


def rows(items: Schema) -> Schema:
    """A list of such things."""
    return {"type": "array", "items": items}


def document(title: str, version: int, properties: Schema) -> Schema:
    """The schema of a whole document, which may name places and nodes of a graph."""
    line: Schema = {"type": "integer", "minimum": 1}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"slalang {title}, format version {version}",
        **fields({"format_version": {"const": version}, **properties}),
        "$defs": {
            "place": fields({"path": TEXT, "line": line, "column": line}),
            "node": fields({"kind": TEXT, "name": TEXT, "file": TEXT, "place": PLACE}),
        },
    }


def graph_schema(version: int) -> Schema:
    """Of a graph: its nodes, and its edges by the numbers of their nodes."""
    edge = fields({"source": COUNT, "target": COUNT, "kind": TEXT, "place": PLACE})
    return document("graph", version, {"nodes": rows(_NODE), "edges": rows(edge)})


def impact_schema(version: int) -> Schema:
    """Of what something decides: the agreements, and the ways that lead from them to it."""
    ways = rows(rows(_NODE))
    return document(
        "impact",
        version,
        {
            "about": rows(_NODE),
            "agreements": COUNT,
            "money": rows(fields({"agreement": _NODE, "ways": ways})),
            "reported": ways,
            "resting": ways,
        },
    )


def unused_schema(version: int) -> Schema:
    """Of what nothing needs."""
    imported = fields({"name": TEXT, "place": PLACE})
    return document(
        "unused",
        version,
        {"unused": rows(_NODE), "used_by_unused": rows(_NODE), "imports": rows(imported)},
    )
