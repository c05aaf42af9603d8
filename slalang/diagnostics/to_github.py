"""Findings as workflow commands, which GitHub shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slalang.diagnostics.diagnostic import Diagnostic, Severity
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.ordering import explained, path_of, sort_diagnostics

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One command a line; nothing where there are no findings."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in sort_diagnostics(diagnostics))


def _command(diagnostic: Diagnostic) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _properties(diagnostic))
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{_message(diagnostic)}"


def _properties(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    path = path_of(diagnostic)
    if path is not None:
        yield "file", path
    if diagnostic.primary and not diagnostic.data:
        yield from _range(diagnostic)
    yield "title", f"{diagnostic.kind.code} {diagnostic.kind.name}"


def _range(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    """Lines, and columns only for a range on one line, which is all GitHub takes."""
    assert diagnostic.primary
    span = diagnostic.primary.span
    last = max(span.start, span.end - 1)
    end_line = span.file.line_and_column(last)[0]
    yield "line", str(span.line)
    yield "endLine", str(end_line)
    if end_line == span.line:
        yield "col", str(span.column)
        yield "endColumn", str(span.column + span.end - span.start)


def _message(diagnostic: Diagnostic) -> str:
    lines = (line for text in explained(diagnostic) for line in text.splitlines())
    return "%0A".join(visible(line).replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    return visible(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
