"""Fingerprints: what lets a tool know the same finding again after the lines around it have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from slalang.diagnostics.diagnostic import Diagnostic
from slalang.diagnostics.ordering import path_of


def fingerprints(diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """One for each finding, in their order, no two alike.

    Made of the code, the file, the text pointed at (for a log, the field and its value) and, where
    several agree in all that, which of them it is. Lines and records have no part in it.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for diagnostic in diagnostics:
        parts = (diagnostic.kind.code, path_of(diagnostic) or "", *_subject(diagnostic))
        seen[parts] += 1
        content = "\x00".join((*parts, str(seen[parts])))
        made.append(hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return tuple(made)


def _subject(diagnostic: Diagnostic) -> tuple[str, ...]:
    if diagnostic.data:
        return diagnostic.data.field or "", diagnostic.data.value or ""
    if diagnostic.primary:
        return (" ".join(diagnostic.primary.span.text.split()),)
    return (diagnostic.message,)
