"""Findings as JSON, and the JSON Schema of that form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from slalang.diagnostics.diagnostic import DataPlace, Diagnostic, Fix, Label, Severity
from slalang.diagnostics.fingerprint import fingerprints
from slalang.diagnostics.ordering import sort_diagnostics
from slalang.source import Span

FORMAT_VERSION = 1


def to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """All findings with their places and fingerprints, and how many there are."""
    ordered = sort_diagnostics(diagnostics)
    found = Counter(diagnostic.severity for diagnostic in ordered)
    document = {
        "format_version": FORMAT_VERSION,
        "findings": [_finding(*pair) for pair in zip(ordered, fingerprints(ordered), strict=True)],
        "summary": {severity.value: found[severity] for severity in Severity},
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    return {
        "code": diagnostic.kind.code,
        "name": diagnostic.kind.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "primary": _label(diagnostic.primary) if diagnostic.primary else None,
        "secondary": [_label(label) for label in diagnostic.secondary],
        "data": _data(diagnostic.data) if diagnostic.data else None,
        "help": diagnostic.help,
        "notes": list(diagnostic.notes),
        "witness": diagnostic.witness,
        "fix": _fix(diagnostic.fix) if diagnostic.fix else None,
        "fingerprint": fingerprint,
    }


def _label(label: Label) -> dict[str, Any]:
    return {"place": _place(label.span), "text": label.text}


def _place(span: Span) -> dict[str, Any]:
    end_line, end_column = span.file.line_and_column(span.end)
    return {
        "path": span.file.path,
        "line": span.line,
        "column": span.column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _data(data: DataPlace) -> dict[str, Any]:
    return {"path": data.file, "record": data.record, "field": data.field, "value": data.value}


def _fix(fix: Fix) -> dict[str, Any]:
    return {"place": _place(fix.span), "replacement": fix.replacement, "safe": fix.safe}


# --- schema ------------------------------------------------------------------------------------


def findings_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what ``to_json`` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"slalang findings, format version {FORMAT_VERSION}",
        **_object(
            format_version={"const": FORMAT_VERSION},
            findings=_list({"$ref": "#/$defs/finding"}),
            summary=_object(**{severity.value: _WHOLE for severity in Severity}),
        ),
        "$defs": {"finding": _FINDING, "label": _LABEL, "place": _PLACE, "data": _DATA, "fix": _FIX},
    }


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _optional(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_TEXT = {"type": "string"}
_WHOLE = {"type": "integer", "minimum": 0}
_ORDINAL = {"type": "integer", "minimum": 1}
_PLACE = _object(
    path=_TEXT,
    line=_ORDINAL,
    column=_ORDINAL,
    end_line=_ORDINAL,
    end_column=_ORDINAL,
) | {"description": "A half-open range. Lines and columns start at 1; columns count Unicode code points."}
_LABEL = _object(place={"$ref": "#/$defs/place"}, text=_TEXT)
_DATA = _object(
    path=_TEXT,
    record=_optional(_ORDINAL),
    field=_optional(_TEXT),
    value=_optional(_TEXT),
)
_FIX = _object(place={"$ref": "#/$defs/place"}, replacement=_TEXT, safe={"type": "boolean"})
_FINDING = _object(
    code={"type": "string", "pattern": "^SLA[0-9]{3}$"},
    name={"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
    severity={"enum": [severity.value for severity in Severity]},
    message=_TEXT,
    primary=_optional({"$ref": "#/$defs/label"}),
    secondary=_list({"$ref": "#/$defs/label"}),
    data=_optional({"$ref": "#/$defs/data"}),
    help=_optional(_TEXT),
    notes=_list(_TEXT),
    witness=_optional(_TEXT),
    fix=_optional({"$ref": "#/$defs/fix"}),
    fingerprint=_TEXT,
)
