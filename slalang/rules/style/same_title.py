"""Two things under one title.

What it finds
    Two agreements, two tiers or two objectives of one agreement with the same title.

Why it matters
    Statements and reports show titles. Two agreements called "Platform services" cannot be told apart in
    them, and the second title is mostly that of the file it was copied from.

Bad
    objective uptime "Availability" each month {
      target >= 99.9%
    }
    objective success "Availability" each month {
      target >= 99.5%
      no data counts as met
    }

Good
    objective uptime "Availability" each month {
      target >= 99.9%
    }
    objective success "Success of requests" each month {
      target >= 99.5%
      no data counts as met
    }

How to fix
    Change the copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

SAME_TITLE = Kind("SLA703", "same-title-twice", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the titles of the file."""
    declared = [declaration.node for _, declaration in survey.declarations()]
    for kind in (nodes.Agreement, nodes.Tier):
        yield from _repeated(node for node in declared if isinstance(node, kind))
    for node in declared:
        if isinstance(node, nodes.Agreement | nodes.Tier):
            yield from _repeated(clause for clause in node.clauses if isinstance(clause, nodes.Objective))


def _repeated(titled: Iterable[nodes.Agreement | nodes.Tier | nodes.Objective]) -> Iterator[Diagnostic]:
    first: dict[str, nodes.Agreement | nodes.Tier | nodes.Objective] = {}
    for node in titled:
        known = first.setdefault(node.title.value, node) if node.title else node
        if known.name.text != node.name.text and node.title and known.title:
            yield Diagnostic(
                SAME_TITLE,
                f'`{known.name.text}` and `{node.name.text}` are both called "{node.title.value}"',
                Label(node.title.span, f"the title of `{node.name.text}`"),
                (Label(known.title.span, f"the title of `{known.name.text}`"),),
                help="statements show titles: give each its own",
            )


RULE = Rule((SAME_TITLE,), check)
