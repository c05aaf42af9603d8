"""The order in which findings are shown, the place each belongs to, and their number in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from slalang.diagnostics.diagnostic import DataPlace, Diagnostic, Severity


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file, place in the file, code and message: the same findings always in the same order."""
    return tuple(sorted(diagnostics, key=_order))


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str, str, str, str]:
    start, end = _position(diagnostic)
    detail = data_text(diagnostic.data) if diagnostic.data else ""
    said = diagnostic.message, detail, diagnostic.help or "", diagnostic.witness or ""
    return path_of(diagnostic) or "", start, end, diagnostic.kind.code, *said


def _position(diagnostic: Diagnostic) -> tuple[int, int]:
    if diagnostic.data:
        return diagnostic.data.record or 0, 0
    if diagnostic.primary:
        return diagnostic.primary.span.start, diagnostic.primary.span.end
    return 0, 0


def once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings without those of one kind at one place with one message, but for the first."""
    found: dict[object, Diagnostic] = {}
    for each in diagnostics:
        place = each.primary.span if each.primary else None
        where = (place.file.path, place.start, place.end) if place else ()
        found.setdefault((each.kind.code, where, each.message), each)
    return tuple(found.values())


def path_of(diagnostic: Diagnostic) -> str | None:
    """The file a finding belongs to: the log of a data error, else the contract, if any."""
    if diagnostic.data:
        return diagnostic.data.file
    return diagnostic.primary.span.file.path if diagnostic.primary else None


def data_text(data: DataPlace) -> str:
    """The place inside a log in words: ``line 17, field status: "abc"``; empty for a whole file.

    What a text file counts are lines, and a Parquet file has rows.
    """
    counted = "row" if data.file.lower().endswith(".parquet") else "line"
    named = [
        f"{counted} {data.record}" if data.record is not None else "",
        f"field {data.field}" if data.field is not None else "",
    ]
    place = ", ".join(part for part in named if part)
    if data.value is None:
        return place
    return f'{place}: "{data.value}"' if place else f'"{data.value}"'


def message_with_data(diagnostic: Diagnostic) -> str:
    """The message, after the place in the log where a format can only point at a file."""
    place = data_text(diagnostic.data) if diagnostic.data else ""
    return f"{place}: {diagnostic.message}" if place else diagnostic.message


def explained(diagnostic: Diagnostic) -> list[str]:
    """The message and what explains it, a text each, for formats that have one place for all of it."""
    said = [message_with_data(diagnostic)]
    said += [f"help: {diagnostic.help}"] if diagnostic.help else []
    said += [f"note: {note}" for note in diagnostic.notes]
    said += [f"witness: {diagnostic.witness}"] if diagnostic.witness else []
    return said


def summarise(diagnostics: Iterable[Diagnostic]) -> str:
    """How many there are of each severity: ``Found 2 errors, 1 warning.``"""
    found = Counter(diagnostic.severity for diagnostic in diagnostics)
    counts = [_counted(found[severity], severity.value) for severity in Severity if found[severity]]
    return f"Found {', '.join(counts)}." if counts else "No findings."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
