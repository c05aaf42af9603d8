"""A file as lines: where clauses begin and blocks open and close, whatever the file looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from slalang.syntax.nodes import Comment, File, Token

COMMENT = "COMMENT"
EMPTY = "EMPTY"
"""The type of a block with nothing in it, not even a comment: ``{ }`` stays on its line."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_BRACES = frozenset({"LBRACE", "RBRACE", EMPTY})


class Piece(NamedTuple):
    """A token or a comment, and how many line ends stand before it."""

    type: str
    text: str
    breaks: int


@dataclass
class Line:
    """A clause without a block, the head of a block, the end of one, or a comment on a line of its own.

    ``block`` is the terminal that begins the head of the block around it, ``EVERY`` in the buckets of a
    stream, and empty outside of all. ``apart`` means a blank line above. Its second column, where it has
    one, begins at the piece ``column`` after ``padding`` more spaces.
    """

    depth: int
    block: str
    apart: bool
    pieces: list[Piece] = field(default_factory=list)
    column: int | None = None
    padding: int = 0

    @property
    def first(self) -> str:
        """The type of its first piece."""
        return self.pieces[0].type

    @property
    def is_comment(self) -> bool:
        """Whether it holds a comment and nothing else."""
        return self.first == COMMENT

    @property
    def opens(self) -> bool:
        """Whether it ends with the brace of a block, a comment after it aside."""
        tokens = [piece for piece in self.pieces if piece.type != COMMENT]
        return bool(tokens) and tokens[-1].type == "LBRACE"


def read_lines(file: File) -> list[Line]:
    """The lines of a file, in order."""
    reader = _Reader()
    for piece in _join_empty_blocks(_pieces(file)):
        reader.take(piece)
    return reader.lines


def enclosed(pieces: Iterable[Piece]) -> set[int]:
    """The places inside ``( )`` that are closed before any brace: there, line ends mean nothing."""
    found: set[int] = set()
    waiting: list[int] = []
    opened = 0
    for place, piece in enumerate(pieces):
        if opened:
            waiting.append(place)
        if piece.type in _BRACES:
            opened, waiting = 0, []
        elif piece.type == "LPAR":
            opened += 1
        elif piece.type == "RPAR" and opened:
            opened -= 1
            if not opened:
                found.update(waiting)
                waiting = []
    return found


def _pieces(file: File) -> Iterator[Piece]:
    text = file.span.file.text
    end = 0
    written: list[Token | Comment] = sorted((*file.tokens, *file.comments), key=lambda each: each.start)
    for each in written:
        breaks = len(_LINE_END.findall(text, end, each.start))
        yield Piece(each.type if isinstance(each, Token) else COMMENT, each.text.rstrip(), breaks)
        end = each.end


def _join_empty_blocks(pieces: Iterable[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held and (held.type, piece.type) == ("LBRACE", "RBRACE"):
            held = Piece(EMPTY, "{ }", held.breaks)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


class _Reader:
    """Takes pieces one by one and adds each to the last line or begins another with it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.blocks: list[str] = []
        self.last = ""
        """The type of the last token."""
        self.ended = False
        """Whether there was a line end since the last token."""
        self.parentheses = 0

    def take(self, piece: Piece) -> None:
        """Puts a piece where it belongs."""
        self.ended = self.ended or piece.breaks > 0
        if self._begins_line(piece):
            self._begin_line(piece)
        self.lines[-1].pieces.append(piece)
        if piece.type != COMMENT:
            self._count(piece)

    def _begins_line(self, piece: Piece) -> bool:
        if not self.lines:
            return True
        ended = self.ended and not self.parentheses and self.last != "COMMA"
        if piece.type == COMMENT:
            return ended and piece.breaks > 0
        return ended or self.last == "LBRACE" or piece.type == "RBRACE"

    def _begin_line(self, piece: Piece) -> None:
        if piece.type == "RBRACE":
            self.blocks.pop()
        apart = piece.breaks > 1 and piece.type != "RBRACE" and self._may_stand_apart()
        self.lines.append(Line(len(self.blocks), self.blocks[-1] if self.blocks else "", apart))

    def _may_stand_apart(self) -> bool:
        """Nothing does at the beginning of a file or of a block, or below the comment documenting it."""
        if not self.lines:
            return False
        above = self.lines[-1]
        return not above.opens and not (above.is_comment and above.pieces[0].text.startswith("##"))

    def _count(self, piece: Piece) -> None:
        self.last, self.ended = piece.type, False
        if piece.type in _BRACES:
            self.parentheses = 0
        elif piece.type == "LPAR":
            self.parentheses += 1
        elif piece.type == "RPAR" and self.parentheses:
            self.parentheses -= 1
        if piece.type == "LBRACE":
            in_bucket = any(each.type == "EVERY" for each in self.lines[-1].pieces)
            self.blocks.append("EVERY" if in_bucket else self.lines[-1].first)
