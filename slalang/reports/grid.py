"""Columns of a terminal: cells of one width, points under points, text that wraps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from slalang.diagnostics.escaping import cells, visible
from slalang.reports.document import Column, Table

GAP = "  "
INDENT = "  "
_LEAST_TEXT = 18


@dataclass(frozen=True)
class Fitted:
    """A column with its place in a row, its width, and the room it needs from the point on."""

    index: int
    column: Column
    width: int
    decimals: int

    def fit(self, text: str) -> list[str]:
        """The lines the text takes, each as wide as the column."""
        if self.column.align in ("wrap", "fill"):
            return [pad(line, self.width) for line in wrap(text, self.width)]
        if self.column.align == "decimal" and text[-1:].isdecimal():
            text += " " * (self.decimals - _decimals(text))
        return [pad(text, self.width, right=self.column.align in ("right", "decimal"))]


@dataclass(frozen=True)
class Grid:
    """The columns that the tables of a section share; at ``body`` the place of a clause begins."""

    columns: tuple[Fitted, ...]
    indent: str
    body: int

    def lines(self, row: Sequence[str]) -> Iterator[str]:
        """The lines of a row: one, and more where a text wraps."""
        fitted = [column.fit(visible(row[column.index])) for column in self.columns]
        for line in zip_longest(*fitted):
            padded = [text or " " * column.width for text, column in zip(line, self.columns, strict=True)]
            yield (self.indent + GAP.join(padded)).rstrip()


def grid_of(tables: Sequence[Table], body: int) -> Grid:
    """The grid for tables that have the same columns. A column without any text is left out. Captions stand
    in place of headings."""
    captioned = any(table.caption for table in tables)
    indent = INDENT * 2 if captioned else INDENT
    columns = tables[0].columns if tables else ()
    rows = [[visible(cell) for cell in row.cells] for table in tables for row in table.rows]
    fitted = [
        _fitted(index, column, [row[index] for row in rows], "" if captioned else column.heading)
        for index, column in enumerate(columns)
        if any(row[index] for row in rows)
    ]
    room = body - len(indent) - sum(len(GAP) + column.width for column in fitted) + len(GAP)
    return Grid(tuple(_filled(column, room) for column in fitted), indent, body)


def _fitted(index: int, column: Column, texts: list[str], heading: str) -> Fitted:
    decimals = max(map(_decimals, texts))
    wholes = max(cells(text) - _decimals(text) for text in texts)
    widest = wholes + decimals if column.align == "decimal" else max(map(cells, texts))
    return Fitted(index, column, max(widest, cells(heading)), decimals)


def _filled(fitted: Fitted, room: int) -> Fitted:
    """A column of text with more or less width, by the room that is left (negative: what is missing)."""
    least = min(_LEAST_TEXT, fitted.width)
    match fitted.column.align:
        case "fill":
            return replace(fitted, width=max(least, fitted.width + room))
        case "wrap":
            return replace(fitted, width=max(least, fitted.width + min(0, room)))
        case _:
            return fitted


def _decimals(text: str) -> int:
    return len("".join(text.partition(".")[1:]))


def pad(text: str, width: int, right: bool = False) -> str:
    """The text with spaces up to a width in columns."""
    space = " " * (width - cells(text))
    return space + text if right else text + space


def wrap(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most so many columns; a longer word has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and cells(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
