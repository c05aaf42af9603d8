"""A line of source with what each label has to say drawn under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from slalang.diagnostics.diagnostic import Label
from slalang.diagnostics.escaping import cells, visible
from slalang.values import Frozen, value

TAB = "    "
LONGEST = 160
"""A longer line is shown in part, around what is labelled."""

_BEFORE = 40


@value
class Piece(Frozen):
    """Text at a column of a row; ``role`` says how it is painted."""

    column: int
    text: str
    role: str = ""


@value
class _Mark(Frozen):
    """An underline over columns ``start`` up to ``end``, with its text."""

    start: int
    end: int
    text: str
    role: str

    @property
    def underline(self) -> Piece:
        """Carets under the primary place, dashes under the others."""
        sign = "^" if self.role == "primary" else "-"
        return Piece(self.start, sign * (self.end - self.start), self.role)


def source_line(label: Label) -> tuple[int, str]:
    """The one-based number and the text of the line a label begins on."""
    return label.span.line, label.span.file.line(label.span.line).rstrip("\r\n")


def draw(text: str, labels: Sequence[tuple[Label, bool]]) -> list[list[Piece]]:
    """The rows under a gutter: the source line, then underlines with their texts.

    Each label is given with whether it is the primary one. A label over several lines is drawn on its
    first.
    """
    first = min(label.span.column for label, _ in labels) - 1
    cut = max(0, first - _BEFORE) if len(text) > LONGEST else 0
    shown = text[cut : cut + LONGEST]
    columns = _columns(shown, "…" if cut else "")
    marks = [_mark(label, primary, cut, text, columns) for label, primary in labels]
    return [[Piece(0, _display(text, cut))], *_mark_rows(marks)]


def _display(text: str, cut: int) -> str:
    middle = "".join(map(_shown, text[cut : cut + LONGEST]))
    return ("…" if cut else "") + middle + ("…" if len(text) > cut + LONGEST else "")


def _shown(char: str) -> str:
    return TAB if char == "\t" else visible(char)


def _columns(shown: str, lead: str) -> list[int]:
    """The column each character of the shown part begins at, and where the last one ends."""
    columns = [cells(lead)]
    for char in shown:
        columns.append(columns[-1] + cells(_shown(char)))
    return columns


def _mark(label: Label, primary: bool, cut: int, text: str, columns: list[int]) -> _Mark:
    start = label.span.column - 1
    stop = min(start + label.span.end - label.span.start, len(text.rstrip()))
    left, right = (columns[min(max(at - cut, 0), len(columns) - 1)] for at in (start, stop))
    role = "primary" if primary else "secondary"
    return _Mark(left, max(right, left + 1), visible(label.text), role)


def _mark_rows(marks: Iterable[_Mark]) -> list[list[Piece]]:
    return [row for lane in _lanes(marks) for row in _lane_rows(lane)]


def _lanes(marks: Iterable[_Mark]) -> list[list[_Mark]]:
    """Marks that do not overlap, side by side; each lane is sorted from left to right."""
    lanes: list[list[_Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.role, mark.end)):
        free = next((lane for lane in lanes if lane[-1].end <= mark.start), None)
        if free is None:
            lanes.append([mark])
        else:
            free.append(mark)
    return lanes


def _lane_rows(lane: list[_Mark]) -> list[list[Piece]]:
    """One row of underlines with the texts that fit beside them, then the others from the right."""
    beside = [mark for mark, following in pairwise(lane) if _fits(mark, following)] + lane[-1:]
    below = [mark for mark in lane if mark.text and mark not in beside]
    rows = [
        [mark.underline for mark in lane]
        + [Piece(mark.end + 1, mark.text, mark.role) for mark in beside if mark.text]
    ]
    while below:
        *waiting, mark = below
        bars = [Piece(left.start, "|", left.role) for left in waiting]
        rows.append([*bars, Piece(mark.start, mark.text, mark.role)])
        below = waiting
    return rows


def _fits(mark: _Mark, following: _Mark) -> bool:
    return mark.end + 1 + cells(mark.text) + 2 <= following.start
