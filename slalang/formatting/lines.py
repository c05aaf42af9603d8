"""The lines of a contract as its author broke them: clauses, comments and the blank lines between."""

from __future__ import annotations

from dataclasses import dataclass, field

from slalang.syntax.nodes import Comment, File, Token

OPENING, CLOSING = "{", "}"


@dataclass
class Line:
    """One clause, or one comment with a line to itself.

    ``depth`` counts the blocks around it. ``after_blank`` says whether a blank line stands above,
    ``block`` is the word the block around it begins with.
    """

    depth: int
    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    after_blank: bool = False
    block: str = ""

    @property
    def first(self) -> str:
        """Its first word, empty for a comment."""
        return self.tokens[0].text if self.tokens else ""

    @property
    def opens(self) -> bool:
        """Whether a block begins at its end."""
        return bool(self.tokens) and self.tokens[-1].text == OPENING


def lines_of(file: File) -> list[Line]:
    """The lines of the file, in order."""
    return _Lines(file.span.file.text).read(sorted([*file.tokens, *file.comments], key=lambda p: p.start))


class _Lines:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[Line] = []
        self.blocks: list[str] = []
        self.brackets = 0
        self.open = False
        self.end = 0

    def read(self, pieces: list[Token | Comment]) -> list[Line]:
        """The lines these words and comments make."""
        for piece in pieces:
            breaks = self.text.count("\n", self.end, piece.start)
            if isinstance(piece, Comment):
                self._comment(piece, breaks)
            else:
                self._token(piece, breaks)
            self.end = piece.end
        return self.lines

    def _comment(self, comment: Comment, breaks: int) -> None:
        goes_on = self.open and (self.brackets > 0 or self._last() == ",")
        if self.lines and (goes_on or breaks == 0):
            self.lines[-1].comments.append(comment)
        else:
            self.lines.append(Line(len(self.blocks), [], [comment], breaks > 1, self._block()))
            self.open = False

    def _token(self, token: Token, breaks: int) -> None:
        """A word goes on with its clause, or begins one: after a brace, or on a line of its own."""
        if token.text == CLOSING:
            self.blocks.pop()
        empty = token.text == CLOSING and self.open and self._last() == OPENING
        joined = self.open and (self.brackets > 0 or self._last() == "," or not breaks)
        if not empty and (not joined or token.text == CLOSING or self._last() == OPENING):
            self.lines.append(Line(len(self.blocks), after_blank=breaks > 1, block=self._block()))
        self.lines[-1].tokens.append(token)
        self.open = True
        self.brackets += (token.text == "(") - (token.text == ")")
        if token.text == OPENING:
            self.blocks.append(self.lines[-1].first)

    def _block(self) -> str:
        return self.blocks[-1] if self.blocks else ""

    def _last(self) -> str:
        return self.lines[-1].tokens[-1].text if self.lines and self.lines[-1].tokens else ""
