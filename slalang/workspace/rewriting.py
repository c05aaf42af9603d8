"""Writing contracts in the one layout, safely."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slalang.diagnostics import Diagnostic, Outcome
from slalang.formatting import format_file
from slalang.source import SourceFile
from slalang.syntax.parser import parse
from slalang.workspace.files import find_files, read_source, shown_path


@dataclass(frozen=True)
class Rewritten:
    """One file as it is and as it would be; ``after`` is ``None`` where its form is faulty."""

    path: Path
    shown: str
    before: str
    after: str | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def changed(self) -> bool:
        """Whether the layout differs."""
        return self.after is not None and self.after != self.before


def format_text(source: SourceFile) -> Outcome[str | None]:
    """The text in the one layout, or what keeps it from being read.

    The result is read again before it is given out: it must say the same in the same words, and be laid
    out the same a second time.
    """
    parsed = parse(source)
    if parsed.failed:
        return Outcome(None, parsed.diagnostics)
    text = format_file(parsed.value)
    again = parse(SourceFile(source.path, text)).value
    said, comments = _words(parsed.value), _comments(parsed.value)
    if again != parsed.value or _words(again) != said or _comments(again) != comments:
        raise AssertionError(f"the layout of {source.path} would change what it says")
    if format_file(again) != text:
        raise AssertionError(f"the layout of {source.path} is not settled")
    return Outcome(text)


def _words(file: object) -> list[str]:
    return [token.text for token in getattr(file, "tokens", ())]


def _comments(file: object) -> list[str]:
    return [comment.text.rstrip() for comment in getattr(file, "comments", ())]


def rewrite_paths(paths: Sequence[str], folder: Path) -> Iterator[Rewritten]:
    """Each contract that the paths name, as it is and as it would be. Writes nothing."""
    for path in find_files(paths, folder):
        shown = shown_path(path, folder)
        source = read_source(path, shown)
        if source.value is None:
            yield Rewritten(path, shown, "", None, source.diagnostics)
        else:
            formatted = format_text(source.value)
            yield Rewritten(path, shown, _stored(path), formatted.value, formatted.diagnostics)


def _stored(path: Path) -> str:
    """The text with the line ends and the mark at its start that it has on disk."""
    return path.read_bytes().decode("utf-8")


def write_beside(path: Path, text: str) -> None:
    """Replaces a file whole: a crash leaves the old text or the new one, and its permissions stay."""
    place = path.resolve()
    descriptor, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, place.stat().st_mode)
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise
