"""A statement for a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics.escaping import cells, visible
from slalang.reports.compose import document_of
from slalang.reports.document import Block, Column, Document, Facts, Remark, Remarks, Row, Section, Table
from slalang.statement import Statement

WIDTH = 100
_GAP = "  "
_INDENT = "  "
_LEAST_TEXT = 24
_LEAST_BODY = 60


def to_text(statement: Statement) -> str:
    """The whole statement as plain text, without trailing spaces."""
    return layout(document_of(statement))


def layout(document: Document) -> str:
    """A document in two columns: what is said, and at the right edge the place of its clause."""
    body = _body_width(document)
    lines = [_spread(document.heading.upper(), document.mark, WIDTH), "=" * WIDTH]
    for section in document.sections:
        lines += ["", *_section(section, body)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _spread(left: str, right: str, width: int) -> str:
    left, right = visible(left), visible(right)
    return left + " " * max(len(_GAP), width - cells(left) - cells(right)) + right if right else left


def _body_width(document: Document) -> int:
    """What the widest place leaves of the width, within reason."""
    widest = max((cells(visible(place)) for place in _places(document)), default=0)
    return max(_LEAST_BODY, WIDTH - len(_GAP) - widest) if widest else WIDTH


def _places(document: Document) -> Iterator[str]:
    for block in (block for section in document.sections for block in section.blocks):
        rows = block.rows if isinstance(block, Table) else ()
        remarks = block.items if isinstance(block, Remarks) else ()
        yield from (row.place for row in rows if row.place)
        yield from (remark.place for row in rows for remark in row.remarks if remark.place)
        yield from (remark.place for remark in remarks if remark.place)


def _section(section: Section, body: int) -> Iterator[str]:
    if section.heading:
        yield visible(section.heading).upper()
        yield ""
    for number, block in enumerate(section.blocks):
        if number:
            yield ""
        yield from _block(block, body)


def _block(block: Block, body: int) -> Iterator[str]:
    if isinstance(block, Facts):
        yield from _facts(block)
    elif isinstance(block, Remarks):
        for remark in block.items:
            yield from _remark(remark, _INDENT, body)
    else:
        yield from _table(block, body)


def _facts(facts: Facts) -> Iterator[str]:
    width = max((cells(visible(name)) for name, _ in facts.pairs), default=0)
    for name, lines in facts.pairs:
        for number, line in enumerate(lines):
            lead = _pad(visible(name) if not number else "", width)
            yield f"{_INDENT}{lead}{_GAP}{visible(line)}"


def _remark(remark: Remark, indent: str, body: int) -> Iterator[str]:
    wrapped = wrap(visible(remark.text), body - len(indent) - 2)
    for number, line in enumerate(wrapped):
        lead = "- " if not number else "  "
        place = remark.place if number == len(wrapped) - 1 else None
        yield _placed(f"{indent}{lead}{line}", place, body)


def _placed(line: str, place: str | None, body: int) -> str:
    return f"{_pad(line, body)}{_GAP}{visible(place)}" if place else line


# --- tables ------------------------------------------------------------------------------------


def _table(table: Table, body: int) -> Iterator[str]:
    kept = [n for n in range(len(table.columns)) if any(row.cells[n] for row in table.rows)]
    columns = [table.columns[n] for n in kept]
    rows = [[visible(row.cells[n]) for n in kept] for row in table.rows]
    headings = [column.heading for column in columns]
    widths = _widths(columns, [headings, *rows], body)
    if table.caption:
        yield f"{_INDENT}{visible(table.caption)}"
    elif any(headings):
        yield _line(columns, headings, widths)
    for row, shown in zip(table.rows, rows, strict=True):
        yield from _row(row, shown, columns, widths, body)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], body: int) -> list[int]:
    widths = [max(cells(row[n]) for row in rows) for n in range(len(columns))]
    for n, column in enumerate(columns):
        if column.align == "fill":
            others = sum(widths) - widths[n] + len(_GAP) * (len(columns) - 1) + len(_INDENT)
            widths[n] = max(_LEAST_TEXT, body - others)
    return widths


def _row(
    row: Row, shown: Sequence[str], columns: Sequence[Column], widths: Sequence[int], body: int
) -> Iterator[str]:
    """The row, the rest of its wrapped text, and its remarks."""
    pieces = [
        wrap(text, width) if column.align == "fill" else [text]
        for text, column, width in zip(shown, columns, widths, strict=True)
    ]
    for depth in range(max(map(len, pieces))):
        line = [piece[depth] if depth < len(piece) else "" for piece in pieces]
        yield _placed(_line(columns, line, widths), row.place if not depth else None, body)
    for remark in row.remarks:
        yield from _remark(remark, _INDENT * 2, body)


def _line(columns: Sequence[Column], texts: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        _pad(text, width, column.align == "right")
        for column, text, width in zip(columns, texts, widths, strict=True)
    ]
    return (_INDENT + _GAP.join(padded)).rstrip()


def _pad(text: str, width: int, right: bool = False) -> str:
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
