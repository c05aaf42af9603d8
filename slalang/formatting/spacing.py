"""How many spaces stand between two pieces of a line."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.formatting.lines import COMMENT, Line, Piece

_TIGHT_AFTER = frozenset({"LPAR", "DOT"})
_TIGHT_BEFORE = frozenset({"RPAR", "COMMA", "DOT"})
_PERIODS = frozenset({"DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "PERIOD"})
_LITERALS = frozenset(
    {"STRING", "NUMBER", "PERCENT", "QUANTITY", "CURRENCY", "DATE", "DATETIME", "TRUE", "FALSE"}
)
_OPERANDS = _LITERALS | _PERIODS | {f"{period}S" for period in _PERIODS} | {"NAME", "RPAR"}
"""What a value can end with: a minus after it subtracts."""


def space_before(line: Line, place: int) -> int:
    """The spaces before a piece of a line, without the padding of its column."""
    piece = line.pieces[place]
    if place == 0:
        return 0
    if piece.type == COMMENT:
        return 2
    before = _token_before(line, place)
    if line.pieces[before].type in _TIGHT_AFTER or piece.type in _TIGHT_BEFORE:
        return 0
    if piece.type == "LPAR" and line.pieces[before].type == "NAME":
        return 1 if _is_key(line, before) else 0
    return 0 if line.pieces[before].type == "MINUS" and _is_sign(line, before) else 1


def flat(line: Line, pieces: Sequence[Piece]) -> str:
    """The first pieces of a line beside each other."""
    return "".join(" " * space_before(line, place) + piece.text for place, piece in enumerate(pieces))


def _is_sign(line: Line, place: int) -> bool:
    """Whether a minus makes a value negative, and takes nothing from what is before it."""
    before = _token_before(line, place)
    return line.pieces[before].type not in _OPERANDS or _is_key(line, before)


def _is_key(line: Line, place: int) -> bool:
    """Whether a piece is the key of a table's row: what follows is a value, not its continuation."""
    return line.block == "TABLE" and place == 0


def _token_before(line: Line, place: int) -> int:
    """The place of the token before, over comments."""
    return next(at for at in range(place - 1, -1, -1) if line.pieces[at].type != COMMENT)
