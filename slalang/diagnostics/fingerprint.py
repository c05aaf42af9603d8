"""Fingerprints: what lets a tool know the same finding again after the lines around it have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable

from slalang.diagnostics.clause import clause_path
from slalang.diagnostics.diagnostic import Diagnostic
from slalang.diagnostics.ordering import path_of


def fingerprints(
    diagnostics: Iterable[Diagnostic], named: Callable[[str], str] = lambda path: path
) -> tuple[str, ...]:
    """One for each finding, in their order, no two alike.

    Made of the code, the file, the clause (for a log, the field and its value) and, where several agree in
    all that, which of them it is. Lines, records and messages have no part in it. ``named`` gives the name
    that a file goes by.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for diagnostic in diagnostics:
        parts = (diagnostic.kind.code, named(path_of(diagnostic) or ""), *subject(diagnostic))
        seen[parts] += 1
        content = "\x00".join((*parts, str(seen[parts])))
        made.append(hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return tuple(made)


def subject(diagnostic: Diagnostic) -> tuple[str, ...]:
    """What a finding is about: the clause, or the field of a log and its value, or what is said."""
    if diagnostic.data:
        return diagnostic.data.field or "", diagnostic.data.value or ""
    if diagnostic.primary:
        return (clause_path(diagnostic.primary.span),)
    return (diagnostic.message,)
