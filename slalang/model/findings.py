"""Where the findings of a phase go: each said once, none about what a broken file may still have said.

They are kept by the file whose declarations are looked at when they are made, which need not be the file
they point at: an agreement that takes a tier may find something in the tier. What is found in looking at a
file depends on that file and what it imports, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from slalang.diagnostics import Diagnostic, Fix, Kind, Label


class Findings:
    """Collects findings.

    ``incomplete`` are the paths of files of which clauses could not be read: findings about something
    missing in them would only repeat the syntax error.
    """

    def __init__(self, incomplete: Collection[str] = ()) -> None:
        self.incomplete = incomplete
        self._path = ""
        self._found: dict[str, dict[object, Diagnostic]] = {}

    def look_at(self, path: str) -> None:
        """Says that what is reported from now on is found in looking at this file."""
        self._path = path

    def report(
        self,
        kind: Kind,
        message: str,
        primary: Label,
        *secondary: Label,
        help: str | None = None,
        fix: Fix | None = None,
        witness: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Adds a finding of the file looked at, once for its kind, place and message."""
        finding = Diagnostic(kind, message, primary, secondary, help, notes, fix, witness)
        place = primary.span
        found = self._found.setdefault(self._path, {})
        found.setdefault((kind.code, place.file.path, place.start, place.end, message), finding)

    def is_complete(self, *paths: str) -> bool:
        """Whether everything in the files could be read."""
        return not any(path in self.incomplete for path in paths)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """The findings, each once, file after file."""
        merged: dict[object, Diagnostic] = {}
        for found in self._found.values():
            for key, finding in found.items():
                merged.setdefault(key, finding)
        return tuple(merged.values())

    @property
    def by_file(self) -> Mapping[str, tuple[Diagnostic, ...]]:
        """The findings by the file that was looked at."""
        return {path: tuple(found.values()) for path, found in self._found.items()}
