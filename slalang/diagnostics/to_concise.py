"""Findings one a line, as editors and ``grep`` take them."""

from __future__ import annotations

from collections.abc import Iterable

from slalang.diagnostics.diagnostic import Diagnostic
from slalang.diagnostics.escaping import visible
from slalang.diagnostics.ordering import data_text, path_of, sort_diagnostics, summarise


def to_concise(diagnostics: Iterable[Diagnostic]) -> str:
    """``path:line:col: SLA203 promise-above-ceiling message (witness: …)`` each, then how many there are."""
    ordered = sort_diagnostics(diagnostics)
    if not ordered:
        return ""
    return "\n".join([*map(_line, ordered), summarise(ordered)]) + "\n"


def _line(diagnostic: Diagnostic) -> str:
    witness = f" (witness: {diagnostic.witness})" if diagnostic.witness else ""
    finding = f"{diagnostic.kind.code} {diagnostic.kind.name} {diagnostic.message}{witness}"
    place = _place(diagnostic)
    return visible(f"{place}: {finding}" if place else finding)


def _place(diagnostic: Diagnostic) -> str:
    if diagnostic.data:
        return ": ".join(part for part in (path_of(diagnostic), data_text(diagnostic.data)) if part)
    return diagnostic.primary.span.place if diagnostic.primary else ""
