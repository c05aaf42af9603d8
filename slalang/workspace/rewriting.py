"""Writing contracts in the one layout, safely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slalang.diagnostics import Diagnostic, Outcome
from slalang.formatting import format_source
from slalang.source import SourceFile
from slalang.workspace.files import decode_source, find_files, read_source, shown_path


@dataclass(frozen=True)
class Rewritten:
    """One file as it is stored and as it would be; ``after`` is ``None`` where its form is faulty."""

    path: Path
    shown: str
    before: str
    after: str | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def changed(self) -> bool:
        """Whether a byte would change, line ends and the mark of byte order among them."""
        return self.after is not None and self.after != self.before


def rewrite_paths(paths: Sequence[str], folder: Path) -> Iterator[Rewritten]:
    """Each contract that the paths name, as it is and as it would be. Writes nothing."""
    for path in find_files(paths, folder):
        source = read_source(path, shown_path(path, folder))
        yield _rewritten(path, source, path.read_bytes() if source.value else b"")


def rewrite_stored(stored: bytes, shown: str) -> Rewritten:
    """A contract that comes from no file."""
    return _rewritten(Path(shown), decode_source(stored, shown), stored)


def _rewritten(path: Path, source: Outcome[SourceFile | None], stored: bytes) -> Rewritten:
    if source.value is None:
        return Rewritten(path, "", "", None, source.diagnostics)
    formatted = format_source(source.value)
    before = stored.decode("utf-8")
    return Rewritten(path, source.value.path, before, formatted.value, formatted.diagnostics)
