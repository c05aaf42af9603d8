"""Source text and places in it.

A place is kept as half-open character offsets; a line and a column are worked out only when
somebody has to read them.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from slalang.values import Frozen, field, value

LIBRARY = "specs:"
"""What paths into the shipped library begin with, in contracts and among the files of a project."""


@value
class SourceFile(Frozen):
    """One file as it was read: its path as shown to people (relative, with ``/``) and its text."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        starts.extend(index + 1 for index, char in enumerate(self.text) if char == "\n")
        return tuple(starts)

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The one-based line and column of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a one-based line, without its end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def line_count(self) -> int:
        """How many lines the file has; an empty file has one."""
        return len(self._line_starts)


@value
class Span(Frozen):
    """A half-open range of characters in one file."""

    file: SourceFile = field(repr=False)
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters of the range."""
        return self.file.text[self.start : self.end]

    @property
    def line(self) -> int:
        """The one-based line the range begins on."""
        return self.file.line_and_column(self.start)[0]

    @property
    def column(self) -> int:
        """The one-based column the range begins at."""
        return self.file.line_and_column(self.start)[1]

    @property
    def place(self) -> str:
        """``path:line:column``, as editors and terminals understand it."""
        line, column = self.file.line_and_column(self.start)
        return f"{self.file.path}:{line}:{column}"

    def to(self, other: Span) -> Span:
        """The range from the start of this one to the end of another in the same file."""
        return Span(self.file, self.start, other.end)
