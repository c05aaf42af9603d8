"""Findings in the Static Analysis Results Interchange Format, version 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from slalang import __version__
from slalang.diagnostics.diagnostic import Diagnostic, Fix, Kind, Label, Severity
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.fingerprint import fingerprints
from slalang.diagnostics.ordering import explained, path_of, sort_diagnostics
from slalang.source import Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """One run with the kinds that were found as its rules."""
    ordered = sort_diagnostics(diagnostics)
    kinds = sorted({diagnostic.kind for diagnostic in ordered}, key=_by_code)
    results = [
        _result(diagnostic, kinds.index(diagnostic.kind), fingerprint)
        for diagnostic, fingerprint in zip(ordered, fingerprints(ordered), strict=True)
    ]
    driver = {"name": "slalang", "version": __version__, "rules": [_rule(kind) for kind in kinds]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _by_code(kind: Kind) -> tuple[str, str, str]:
    return kind.code, kind.name, kind.severity.value


def _rule(kind: Kind) -> dict[str, Any]:
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.name.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _result(diagnostic: Diagnostic, rule: int, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.kind.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _message(diagnostic)},
        "locations": _locations(diagnostic),
        "partialFingerprints": {"slalang/v1": fingerprint},
    }
    if diagnostic.secondary:
        result["relatedLocations"] = [_labelled(label) for label in diagnostic.secondary]
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix)]
    if diagnostic.witness:
        result["properties"] = {"witness": diagnostic.witness}
    return result


def _message(diagnostic: Diagnostic) -> str:
    return "\n".join(visible(line) for text in explained(diagnostic) for line in text.splitlines())


def _locations(diagnostic: Diagnostic) -> list[dict[str, Any]]:
    if diagnostic.primary and not diagnostic.data:
        return [_labelled(diagnostic.primary)]
    path = path_of(diagnostic)
    return [{"physicalLocation": {"artifactLocation": _artifact(path)}}] if path is not None else []


def _labelled(label: Label) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(label.span.file.path),
            "region": _region(label.span),
        }
    }
    if label.text:
        location["message"] = {"text": visible(label.text)}
    return location


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(path)}


def _region(span: Span) -> dict[str, int]:
    end_line, end_column = span.file.line_and_column(span.end)
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.replacement}}
    change = {"artifactLocation": _artifact(fix.span.file.path), "replacements": [replacement]}
    return {"artifactChanges": [change]}
