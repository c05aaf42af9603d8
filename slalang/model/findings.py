"""Where the findings of a phase go: each said once, none about what a broken file may still have said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from slalang.diagnostics import Diagnostic, Fix, Kind, Label


@dataclass(eq=False, repr=False)
class Findings:
    """Collects findings.

    ``incomplete`` are the paths of files of which clauses could not be read: findings about something
    missing in them would only repeat the syntax error.
    """

    incomplete: Collection[str] = ()
    _found: dict[object, Diagnostic] = field(default_factory=dict)

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
        """Adds a finding, once for its kind, place and message."""
        finding = Diagnostic(kind, message, primary, secondary, help, notes, fix, witness)
        place = primary.span
        self._found.setdefault((kind.code, place.file.path, place.start, place.end, message), finding)

    def is_complete(self, *paths: str) -> bool:
        """Whether everything in the files could be read."""
        return not any(path in self.incomplete for path in paths)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """The findings in the order in which they were made."""
        return tuple(self._found.values())
