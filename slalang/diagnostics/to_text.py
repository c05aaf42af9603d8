"""Findings in full, for people: what, where with the source, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from slalang.diagnostics.diagnostic import Diagnostic, Fix, Label, Severity
from slalang.diagnostics.escaping import cells, visible
from slalang.diagnostics.excerpt import LONGEST, Piece, draw, source_line
from slalang.diagnostics.ordering import data_text, sort_diagnostics, summarise

Paint: TypeAlias = Callable[[str, str], str]
"""Puts a role's colour around a text."""

Group: TypeAlias = list[tuple[Label, bool]]
"""Labels of one source line, each with whether it is the primary one."""

_COLORS = {
    Severity.ERROR: "1;31",
    Severity.WARNING: "1;33",
    Severity.INFO: "1;36",
}
_FRAME = "1;34"


def to_text(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """All findings with their source, in order, and how many there are; nothing where there are none."""
    ordered = sort_diagnostics(diagnostics)
    if not ordered:
        return ""
    return "\n\n".join([*(describe(each, color) for each in ordered), summarise(ordered)]) + "\n"


def describe(diagnostic: Diagnostic, color: bool = False) -> str:
    """One finding over several lines, without a line end after the last."""
    paint = _painter(diagnostic.severity, color)
    width = max([2, *(len(str(label.span.line)) for label in _labels(diagnostic))])
    lines = [_header(diagnostic, paint), *_places(diagnostic, width, paint)]
    lines += _footers(diagnostic, width, paint)
    return "\n".join(line.rstrip() for line in lines)


def _painter(severity: Severity, color: bool) -> Paint:
    codes = {"primary": _COLORS[severity], "secondary": _FRAME, "frame": _FRAME, "strong": "1"}

    def paint(text: str, role: str) -> str:
        return f"\x1b[{codes[role]}m{text}\x1b[0m" if color and role else text

    return paint


def _header(diagnostic: Diagnostic, paint: Paint) -> str:
    kind = diagnostic.kind
    head = paint(f"{kind.severity.value}[{kind.code} {kind.name}]", "primary")
    return head + paint(f": {visible(diagnostic.message)}", "strong")


def _labels(diagnostic: Diagnostic) -> list[Label]:
    return [*([diagnostic.primary] if diagnostic.primary else []), *diagnostic.secondary]


# --- where -------------------------------------------------------------------------------------


def _places(diagnostic: Diagnostic, width: int, paint: Paint) -> Iterator[str]:
    arrow = "-->"
    if diagnostic.data:
        detail = visible(data_text(diagnostic.data))
        place = visible(diagnostic.data.file) + (f": {detail}" if detail else "")
        yield f"{' ' * width}{paint(arrow, 'frame')} {place}"
        arrow = ":::"
    for groups in _by_file(diagnostic):
        yield f"{' ' * width}{paint(arrow, 'frame')} {visible(groups[0][0][0].span.place)}"
        yield _gutter("", width, paint)
        for group in groups:
            yield from _excerpt(group, width, paint)
        arrow = ":::"


def _by_file(diagnostic: Diagnostic) -> list[list[Group]]:
    """The labels by file and line, in the order in which each is first mentioned."""
    files: dict[str, dict[tuple[int, int], Group]] = {}
    for label in _labels(diagnostic):
        number, text = source_line(label)
        apart = label.span.start if len(text) > LONGEST else 0
        lines = files.setdefault(label.span.file.path, {})
        lines.setdefault((number, apart), []).append((label, label is diagnostic.primary))
    return [list(lines.values()) for lines in files.values()]


def _excerpt(group: Group, width: int, paint: Paint) -> Iterator[str]:
    number, text = source_line(group[0][0])
    source, *under = draw(text, group)
    yield f"{_gutter(str(number), width, paint)} {_row(source, paint)}"
    for row in under:
        yield f"{_gutter('', width, paint)} {_row(row, paint)}"


def _gutter(number: str, width: int, paint: Paint) -> str:
    return paint(f"{number:>{width}} |", "frame")


def _row(pieces: Iterable[Piece], paint: Paint) -> str:
    row, at = "", 0
    for piece in sorted(pieces, key=lambda piece: piece.column):
        row += " " * (piece.column - at) + paint(piece.text, piece.role)
        at = piece.column + cells(piece.text)
    return row


# --- why, and what to do -----------------------------------------------------------------------


def _footers(diagnostic: Diagnostic, width: int, paint: Paint) -> Iterator[str]:
    for name, text in _remarks(diagnostic):
        first, *others = text.splitlines() or [""]
        lead = f"{' ' * (width + 1)}{paint('=', 'frame')} {paint(f'{name}:', 'strong')} "
        yield lead + visible(first)
        yield from (" " * (width + len(name) + 5) + visible(other) for other in others)


def _remarks(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    if diagnostic.help:
        yield "help", diagnostic.help
    elif diagnostic.fix:
        yield "help", fix_text(diagnostic.fix)
    for note in diagnostic.notes:
        yield "note", note
    if diagnostic.witness:
        yield "witness", diagnostic.witness


def fix_text(fix: Fix) -> str:
    """A fix in words."""
    if not fix.replacement.strip():
        return f"remove `{fix.span.text.strip()}`"
    if not fix.span.text.strip():
        return f"add `{fix.replacement.strip()}`"
    return f"write `{fix.replacement.strip()}` in place of `{fix.span.text.strip()}`"
