"""The one layout of contracts, made from their words alone."""

from __future__ import annotations

from slalang.formatting.columns import aligned
from slalang.formatting.lines import Line, lines_of
from slalang.syntax.nodes import File


def format_file(file: File) -> str:
    """The text of the file in the one layout.

    The words, signs and comments are those of the file, in their order; only white space differs.
    """
    lines = lines_of(file)
    texts = list(aligned(lines))
    out: list[str] = []
    for index, text in enumerate(texts):
        if index and _blank_between(lines, index):
            out.append("")
        out.append(text)
    return "\n".join(out) + "\n" if out else ""


def _blank_between(lines: list[Line], index: int) -> bool:
    """Whether a blank line stands above a line: as written, and none at the ends of a block."""
    return lines[index].after_blank and not lines[index - 1].opens and lines[index].first != "}"
