"""A statement for a terminal of 100 columns."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics.escaping import cells, visible
from slalang.reports.compose import document_of
from slalang.reports.document import Block, Document, Facts, Lines, Remark, Remarks, Row, Section, Table
from slalang.reports.grid import GAP, INDENT, Grid, grid_of, pad, wrap
from slalang.statement import Statement

WIDTH = 100
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
    return left + " " * max(len(GAP), width - cells(left) - cells(right)) + right if right else left


def _body_width(document: Document) -> int:
    """What the widest place leaves of the width, within reason."""
    widest = max((cells(visible(place)) for place in _places(document)), default=0)
    return max(_LEAST_BODY, WIDTH - len(GAP) - widest) if widest else WIDTH


def _places(document: Document) -> Iterator[str]:
    for block in (block for section in document.sections for block in section.blocks):
        rows = block.rows if isinstance(block, Table) else ()
        remarks = block.items if isinstance(block, Remarks) else ()
        yield from (row.place for row in rows if row.place)
        yield from (remark.place for row in rows for remark in row.remarks if remark.place)
        yield from (remark.place for remark in remarks if remark.place)
        yield from (line.place for line in (block.items if isinstance(block, Lines) else ()) if line.place)
        yield from (line.place for line in (block.items if isinstance(block, Lines) else ()) if line.place)


def _section(section: Section, body: int) -> Iterator[str]:
    if section.heading:
        yield visible(section.heading).upper()
        yield ""
    grid = grid_of([block for block in section.blocks if isinstance(block, Table)], body)
    for number, block in enumerate(section.blocks):
        if number:
            yield ""
        yield from _block(block, grid)


def _block(block: Block, grid: Grid) -> Iterator[str]:
    if isinstance(block, Facts):
        yield from _facts(block)
    elif isinstance(block, Remarks):
        for remark in block.items:
            yield from _remark(remark, INDENT, grid.body)
    elif isinstance(block, Lines):
        yield f"{INDENT}{visible(block.name)}"
        for line in block.items:
            yield from _remark(Remark(line.text, line.place), INDENT * (line.depth + 2), grid.body)
    else:
        yield from _table(block, grid)


def _facts(facts: Facts) -> Iterator[str]:
    width = max((cells(visible(name)) for name, _ in facts.pairs), default=0)
    for name, lines in facts.pairs:
        for number, line in enumerate(lines):
            lead = pad(visible(name) if not number else "", width)
            yield f"{INDENT}{lead}{GAP}{visible(line)}"


def _remark(remark: Remark, indent: str, body: int) -> Iterator[str]:
    """A sentence after a dash; only one with a place leaves room for it."""
    wrapped = wrap(visible(remark.text), (body if remark.place else WIDTH) - len(indent) - 2)
    for number, line in enumerate(wrapped):
        lead = "- " if not number else "  "
        place = remark.place if number == len(wrapped) - 1 else None
        yield _placed(f"{indent}{lead}{line}", place, body)


def _placed(line: str, place: str | None, body: int) -> str:
    return f"{pad(line, body)}{GAP}{visible(place)}" if place else line


def _table(table: Table, grid: Grid) -> Iterator[str]:
    if table.caption:
        yield f"{INDENT}{visible(table.caption)}"
    elif any(column.heading for column in table.columns):
        yield next(grid.lines(tuple(column.heading for column in table.columns)))
    for row in table.rows:
        yield from _row(row, grid)


def _row(row: Row, grid: Grid) -> Iterator[str]:
    """The row with its place, the rest of its wrapped text, and its remarks."""
    first, *others = grid.lines(row.cells)
    yield _placed(first, row.place, grid.body)
    yield from others
    for remark in row.remarks:
        yield from _remark(remark, grid.indent + INDENT, grid.body)
