"""Findings as a GitLab code quality report."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from slalang.diagnostics.diagnostic import Diagnostic, Severity
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.fingerprint import fingerprints
from slalang.diagnostics.ordering import message_with_data, path_of, sort_diagnostics

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def to_gitlab(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list of issues. A finding without a file stands at the first line of the project."""
    ordered = sort_diagnostics(diagnostics)
    issues = [_issue(*pair) for pair in zip(ordered, fingerprints(ordered), strict=True)]
    return json.dumps(issues, indent=2) + "\n"


def _description(diagnostic: Diagnostic) -> str:
    """The message, and the witness after it: a reader of the report sees one line."""
    witness = f" (witness: {diagnostic.witness})" if diagnostic.witness else ""
    return visible(message_with_data(diagnostic) + witness)


def _issue(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    in_contract = diagnostic.primary if not diagnostic.data else None
    return {
        "description": _description(diagnostic),
        "check_name": f"{diagnostic.kind.code} {diagnostic.kind.name}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": path_of(diagnostic) or ".",
            "lines": {"begin": in_contract.span.line if in_contract else 1},
        },
    }
