"""A line as text: on one row where it fits, else on several."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from slalang.formatting.lines import COMMENT, Line, enclosed
from slalang.formatting.spacing import space_before

WIDTH = 120
INDENT = "  "


class _Chunk(NamedTuple):
    """Pieces that stay together, and how many spaces stand before them on a row. ``fresh`` begins a row."""

    spaces: int
    text: str
    fresh: bool
    is_comment: bool


def write_line(line: Line) -> str:
    """The rows of a line. A row that would be too long ends after a comma, or before ``and`` or ``or``
    in parentheses; a comment ends its row. Rows after the first hang, further in above a block."""
    rows = [INDENT * line.depth]
    hanging = INDENT * (line.depth + (2 if line.opens else 1))
    for chunk in _chunks(line):
        long = len(rows[-1]) + chunk.spaces + len(chunk.text) > WIDTH
        if chunk.fresh or (long and not chunk.is_comment and rows[-1].strip()):
            rows.append(hanging + chunk.text)
        else:
            rows[-1] += " " * chunk.spaces + chunk.text
    return "\n".join(rows)


def _chunks(line: Line) -> Iterator[_Chunk]:
    places = [0, *_breakable(line), len(line.pieces)]
    for begin, end in pairwise(places):
        pieces = line.pieces[begin:end]
        spaces = [_spaces(line, place) for place in range(begin, end)]
        text = "".join(
            " " * before + piece.text for before, piece in zip([0, *spaces[1:]], pieces, strict=True)
        )
        yield _Chunk(spaces[0], text, _is_fresh(line, begin), pieces[0].type == COMMENT)


def _spaces(line: Line, place: int) -> int:
    return space_before(line, place) + (line.padding if place == line.column else 0)


def _breakable(line: Line) -> list[int]:
    """The pieces that a row may begin with, the first aside, and comments."""
    inside = enclosed(line.pieces)
    types = [piece.type for piece in line.pieces]
    return [
        place
        for place in range(1, len(types))
        if types[place - 1] in ("COMMA", COMMENT)
        or types[place] == COMMENT
        or (types[place] in ("AND", "OR") and place in inside)
    ]


def _is_fresh(line: Line, place: int) -> bool:
    """Whether a row has to begin here: after a comment, and with one that had a row of its own."""
    piece = line.pieces[place]
    if place == 0:
        return False
    return line.pieces[place - 1].type == COMMENT or (piece.type == COMMENT and piece.breaks > 0)
