"""Findings as plain data, which JSON can hold, and back again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from slalang.diagnostics import Diagnostic, Fix, Kind, Label, Severity
from slalang.source import SourceFile, Span

Plain: TypeAlias = Any
"""Lists, dicts, texts, whole numbers and ``None``."""


class Plainly:
    """Translates findings of some files, given by their names in the project."""

    def __init__(self, sources: Mapping[str, SourceFile]) -> None:
        self.sources = sources
        self._names = {source.path: name for name, source in sources.items()}

    def said(self, diagnostics: Iterable[Diagnostic]) -> Plain:
        """The findings as plain data. Findings of contracts have no place in a log."""
        return [
            {
                "kind": [each.kind.code, each.kind.name, each.kind.severity.value],
                "message": each.message,
                "labels": [self._label(label) for label in _labels(each)],
                "primary": each.primary is not None,
                "help": each.help,
                "notes": list(each.notes),
                "fix": each.fix and [*self.place(each.fix.span), each.fix.replacement, each.fix.safe],
                "witness": each.witness,
            }
            for each in diagnostics
        ]

    def read(self, plain: Plain) -> tuple[Diagnostic, ...]:
        """The findings that were said. Raises ``KeyError`` where one lies in a file that is not there."""
        return tuple(map(self._read, plain))

    def place(self, span: Span) -> Plain:
        """A place as plain data."""
        return [self._names[span.file.path], span.start, span.end]

    def span(self, plain: Plain) -> Span:
        """The place that was said."""
        name, start, end = plain
        return Span(self.sources[name], start, end)

    def _label(self, label: Label) -> Plain:
        return [*self.place(label.span), label.text]

    def _read(self, plain: Plain) -> Diagnostic:
        code, name, severity = plain["kind"]
        labels = [Label(self.span(place), text) for *place, text in plain["labels"]]
        primary = labels.pop(0) if plain["primary"] else None
        return Diagnostic(
            kind=Kind(code, name, Severity(severity)),
            message=plain["message"],
            primary=primary,
            secondary=tuple(labels),
            help=plain["help"],
            notes=tuple(plain["notes"]),
            fix=self._fix(plain["fix"]) if plain["fix"] else None,
            witness=plain["witness"],
        )

    def _fix(self, plain: Plain) -> Fix:
        *place, replacement, safe = plain
        return Fix(self.span(place), replacement, safe)


def _labels(diagnostic: Diagnostic) -> tuple[Label, ...]:
    return (*([diagnostic.primary] if diagnostic.primary else []), *diagnostic.secondary)
