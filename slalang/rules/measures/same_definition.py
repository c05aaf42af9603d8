"""Two names for one definition.

What it finds
    Two streams, clocks, indicators, tables or calendars of a file that are defined word for word alike.

Why it matters
    One of them is mostly a copy that was meant to be changed. And where both are meant, the next change
    is made to one of them and forgotten in the other.

Bad
    indicator errors   = share(status >= 500 over request)
    indicator timeouts = share(status >= 500 over request)

Good
    indicator errors   = share(status >= 500 over request)
    indicator timeouts = share(status = 504 over request)

How to fix
    Change the copy, or use one name in both places: `objective timeouts measures errors each month`.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration, Named
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

SAME_DEFINITION = Kind("SLA273", "same-definition-twice", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the definitions of a file."""
    first: dict[object, Declaration] = {}
    for scope, declaration in survey.declarations():
        meaning = _meaning(declaration.node)
        known = declaration if meaning is None else first.setdefault((scope.path, meaning), declaration)
        if known is not declaration:
            yield _finding(known, declaration)


def _meaning(node: Named) -> object:
    """What a declaration says but for its name, ``None`` for kinds that may well be alike."""
    match node:
        case nodes.Stream(rows=said) | nodes.Indicator(value=said):
            return (type(node), said)
        case nodes.Clock(event=event, keys=keys, clauses=clauses):
            return (type(node), event, keys, clauses)
        case nodes.Table(field=field, rows=rows):
            return (type(node), field, rows)
        case nodes.Calendar(clauses=clauses):
            return (type(node), clauses)
        case _:
            return None


def _finding(first: Declaration, again: Declaration) -> Diagnostic:
    return Diagnostic(
        SAME_DEFINITION,
        f"{first.kind} `{first.name}` and {again.kind} `{again.name}` are defined alike",
        Label(again.span, "the same again"),
        (Label(first.span, "defined first"),),
        help=f"change the copy, or use `{first.name}` in both places",
    )


RULE = Rule((SAME_DEFINITION,), check)
