"""Declarations that nothing uses.

What it finds
    A calendar, event, table, stream, clock, indicator or service that nothing in the project refers to, in
    a file that has an agreement.

Why it matters
    Often an exclusion or an objective was meant to name it and names something else.

Bad
    stream relief = incident where cause = "customer"
    objective uptime each month {
      target >= 99.9%
    }

Good
    stream relief = incident where cause = "customer"
    objective uptime each month {
      target >= 99.9%
      exclude relief
    }

How to fix
    Use it where it was meant to be used, or take it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration, Scope
from slalang.model.descent import every
from slalang.model.suggestions import nearest
from slalang.rules.rule import Fact, JointRule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

UNUSED_DECLARATION = Kind("SLA701", "unused-declaration", Severity.WARNING)

_TAKEN, _IDLE = "taken", "idle"
_NOTICED = ("calendar", "event", "table", "stream", "clock", "indicator", "service")


def gather(survey: Survey) -> Iterator[Fact]:
    """Notes what the file takes from others, and which names of its own stand nowhere else in it."""
    for found in survey.scope.imported.values():
        yield Fact(found.span, (_TAKEN, found.path, found.name, ""))
    if any(found.kind == "agreement" for _, found in survey.declarations()):
        used = set(_used(survey.scope))
        for scope, found in survey.declarations():
            if found.kind in _NOTICED and found not in used and _is_certain(found, scope, survey):
                yield Fact(found.span, (_IDLE, found.path, found.name, found.described))


def check(facts: Sequence[Fact]) -> Iterator[Diagnostic]:
    """Reports the names that no other file takes either."""
    taken = {(path, name) for what, path, name, _ in (fact.texts for fact in facts) if what == _TAKEN}
    for fact in facts:
        what, path, name, described = fact.texts
        if what == _IDLE and (path, name) not in taken:
            yield _finding(fact, described)


def _used(scope: Scope) -> Iterator[Declaration]:
    """What the file refers to, outside the declaration itself."""
    for node in scope.file.declarations:
        own = None if isinstance(node, nodes.Import | nodes.Test) else node.name
        for name in every(nodes.Name, node):
            found = scope.lookup(name.text)
            if found and name is not own:
                yield found


def _is_certain(found: Declaration, scope: Scope, survey: Survey) -> bool:
    """Whether nothing that could not be read, and no misspelt name, may have meant it."""
    return survey.typing.findings.is_complete(scope.path) and not any(
        nearest(name.text, [found.name])
        for name in every(nodes.Name, *scope.file.declarations)
        if name.text != found.name and scope.lookup(name.text) is None
    )


def _finding(fact: Fact, described: str) -> Diagnostic:
    return Diagnostic(
        UNUSED_DECLARATION,
        f"nothing uses {described}",
        Label(fact.place, "declared and not used"),
        help="use it where it was meant to be used, or take it out",
    )


RULE = JointRule("unused", (UNUSED_DECLARATION,), gather, check)
