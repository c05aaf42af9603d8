"""Blank lines between declarations, where something other than their author decides."""

from __future__ import annotations

from collections.abc import Iterable

from slalang.formatting.lines import Line


def separate(lines: Iterable[Line]) -> None:
    """Puts a blank line between two declarations of different kinds, and above and below one with a block.

    Streams are left as they stand among themselves: one is often made of the one above.
    """
    above: Line | None = None
    between: list[Line] = []
    """The lines since the end of the declaration above."""
    for line in (line for line in lines if not line.depth):
        if line.first == "RBRACE":
            between = []
            continue
        between.append(line)
        if line.is_comment:
            continue
        mixed = above is not None and above.first != line.first
        blocks = above is not None and line.first != "STREAM" and (above.opens or line.opens)
        if (mixed or blocks) and not any(each.apart for each in between):
            between[0].apart = True
        above, between = line, []
