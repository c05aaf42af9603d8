"""A report before it has a layout: headings, facts, tables and remarks as plain text.

Every layout (terminal, markdown) shows the same document and escapes its texts for its own place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class Remark:
    """A sentence, and the place of the clause it comes from."""

    text: str
    place: str | None = None


@dataclass(frozen=True)
class Column:
    """A column of a table. ``wrap`` and ``fill`` are for text, which wraps where the other columns leave
    no room; ``fill`` takes all the room there is. ``decimal`` aligns numbers at their points."""

    heading: str
    align: Literal["left", "wrap", "fill", "right", "decimal"] = "left"


@dataclass(frozen=True)
class Row:
    """The cells of one row, the place of its clause, and what is to be said under it."""

    cells: tuple[str, ...]
    place: str | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows under a caption. A column without any text is not shown."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with what they are; a name may have several lines."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Remarks:
    """A list of sentences."""

    items: tuple[Remark, ...]


@dataclass(frozen=True)
class Line:
    """A sentence with the place it comes from; ``depth`` says how far it stands under others."""

    text: str
    place: str | None = None
    depth: int = 0


@dataclass(frozen=True)
class Lines:
    """Sentences and what is behind them, under a name."""

    name: str
    items: tuple[Line, ...]


Block: TypeAlias = Facts | Table | Remarks | Lines


@dataclass(frozen=True)
class Section:
    """Blocks under a heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole report. ``mark`` is a word that must not be overlooked, such as ``PROVISIONAL``."""

    heading: str
    mark: str
    sections: tuple[Section, ...]
