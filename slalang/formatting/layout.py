"""The layout of a whole file, and the proof that it says what it said before."""

from __future__ import annotations

from collections.abc import Iterable

from slalang.diagnostics import Outcome
from slalang.formatting.columns import align
from slalang.formatting.declarations import separate
from slalang.formatting.lines import read_lines
from slalang.formatting.writing import write_line
from slalang.source import SourceFile
from slalang.syntax import parse
from slalang.syntax.nodes import Comment, File, Token


class LayoutError(Exception):
    """Laying out a file would have changed what it says: a fault of ours, never of the file."""


def format_file(file: File) -> str:
    """The text of a file of good form in the one layout, ending with a line end."""
    lines = read_lines(file)
    separate(lines)
    align(lines)
    return "".join(("\n" if line.apart else "") + write_line(line) + "\n" for line in lines)


def format_source(source: SourceFile) -> Outcome[str | None]:
    """The text in the one layout; ``None`` with what is wrong where its form has errors.

    The result is read again before it is given out. Raises ``LayoutError`` where it does not have the same
    tokens, comments and nodes, or would be laid out differently.
    """
    parsed = parse(source)
    if parsed.failed:
        return Outcome(None, parsed.diagnostics)
    text = format_file(parsed.value)
    again = parse(SourceFile(source.path, text))
    if again.failed or _said(again.value) != _said(parsed.value):
        raise LayoutError(f"the layout of `{source.path}` would change what it says")
    if format_file(again.value) != text:
        raise LayoutError(f"the layout of `{source.path}` would change a second time")
    return Outcome(text, parsed.diagnostics)


def _said(file: File) -> tuple[File, list[str], list[str]]:
    """All that a layout may not change."""
    return file, _texts(file.tokens), _texts(file.comments)


def _texts(pieces: Iterable[Token | Comment]) -> list[str]:
    return [piece.text.rstrip() for piece in pieces]
