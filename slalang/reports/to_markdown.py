"""A statement as markdown for GitHub, safe to post as a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slalang.diagnostics.escaping import visible
from slalang.reports.compose import document_of
from slalang.reports.document import (
    Block,
    Column,
    Document,
    Facts,
    Lines,
    Remark,
    Remarks,
    Row,
    Section,
    Table,
)
from slalang.statement import Statement

_SPACE = "&#8203;"
"""A zero-width space: GitHub then finds no mention, issue, link or emoji in a text."""

_MARK = "\x00"
"""Stands for that space until everything else is escaped; no shown text has this character."""

_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_FOUND = re.compile(r"@|#(?=[0-9])|GH-(?=[0-9])|www\.|:(?=//|(?![0-9]{2}:)[\w+-]+:)")
_SIGNS = re.compile(r"[\\`*_\[\]|~$#]|^=|^[-+](?=[ +-]|$)")
_NUMBERED = re.compile(r"^([0-9]+)([.)])(?= |$)")


def to_markdown(statement: Statement) -> str:
    """The whole statement: a heading, then the sections as tables and lists."""
    return layout(document_of(statement))


def layout(document: Document) -> str:
    """A document in GitHub's markdown."""
    mark = f" ({escaped(document.mark)})" if document.mark else ""
    lines = [f"# {escaped(document.heading)}{mark}"]
    for section in document.sections:
        lines += ["", *_section(section)]
    return "".join(f"{line}\n" for line in lines)


def escaped(text: str) -> str:
    """The text with all that markdown or GitHub would take for more than text made harmless."""
    marked = _FOUND.sub(rf"\g<0>{_MARK}", visible(text)).translate(_HTML)
    signs = _SIGNS.sub(r"\\\g<0>", marked)
    return _NUMBERED.sub(r"\1\\\2", signs).replace(_MARK, _SPACE)


def code(text: str) -> str:
    """The text as a code span that it cannot end, also inside a table."""
    shown = visible(text).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{fence} {shown} {fence}" if "`" in shown else f"{fence}{shown}{fence}"


# --- blocks ------------------------------------------------------------------------------------


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield f"## {escaped(section.heading)}"
        yield ""
    for number, block in enumerate(section.blocks):
        if number:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Facts):
        for name, lines in block.pairs:
            yield f"- **{escaped(name)}**: {'<br>'.join(map(escaped, lines))}"
    elif isinstance(block, Remarks):
        for remark in block.items:
            yield f"- {_remark(remark)}"
    elif isinstance(block, Lines):
        yield f"**{escaped(block.name)}**"
        yield ""
        for line in block.items:
            yield f"{'  ' * line.depth}- {_remark(Remark(line.text, line.place))}"
    else:
        yield from _table(block)


def _remark(remark: Remark) -> str:
    return f"{escaped(remark.text)} {code(remark.place)}" if remark.place else escaped(remark.text)


def _table(table: Table) -> Iterator[str]:
    """The columns that have text, then one of remarks and one of places where there are any."""
    kept = [n for n in range(len(table.columns)) if any(row.cells[n] for row in table.rows)]
    extra = [
        *(["remarks"] if any(row.remarks for row in table.rows) else []),
        *(["clause"] if any(row.place for row in table.rows) else []),
    ]
    if table.caption:
        yield f"**{escaped(table.caption)}**"
        yield ""
    yield _cells([escaped(table.columns[n].heading) for n in kept] + extra)
    yield _cells([_rule(table.columns[n]) for n in kept] + ["---"] * len(extra))
    for row in table.rows:
        yield _cells([escaped(row.cells[n]) for n in kept] + _extra(row, extra))


def _extra(row: Row, names: list[str]) -> list[str]:
    remarks = "<br>".join(map(_remark, row.remarks))
    place = code(row.place) if row.place else ""
    return [remarks if name == "remarks" else place for name in names]


def _rule(column: Column) -> str:
    return "---:" if column.align in ("right", "decimal") else "---"


def _cells(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"
