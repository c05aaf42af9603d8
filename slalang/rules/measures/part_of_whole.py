"""Parts that are no part of what they are divided by.

What it finds
    A count divided by a count of rows of the same log, where a row can be counted above and not below.

Why it matters
    A share whose part is no part of the whole can come to more than 100%: redirects are counted as served
    and are not among the requests. Such a share hides misses.

Bad
    stream served   = request where status < 400
    stream answered = request where status < 300
    indicator quality = count(served) / count(answered)

Good
    stream served   = request where status < 400
    stream answered = request where status < 600
    indicator quality = count(served) / count(answered)

How to fix
    Count below everything that is counted above, or count the part among the whole:
    `share(status < 400 over answered)`, which is never more than 100%.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.aggregates import function_of
from slalang.model.contract import Scope
from slalang.model.descent import every
from slalang.rules.conditions import Row, find_row, shown
from slalang.rules.rule import Rule
from slalang.rules.selections import Selection, counted
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

PART_OUTSIDE_WHOLE = Kind("SLA263", "part-outside-whole", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at each quotient of two counts, or of two times."""
    for scope, declaration in survey.declarations():
        node = declaration.node
        for quotient in every(nodes.Binary, node) if isinstance(node, nodes.Indicator) else ():
            yield from _findings(quotient, scope, survey)


def _findings(quotient: nodes.Binary, scope: Scope, survey: Survey) -> Iterator[Diagnostic]:
    match quotient:
        case nodes.Binary(operator="/", left=nodes.Aggregate() as part, right=nodes.Aggregate() as whole):
            if function_of(part) != function_of(whole):
                return
            above, below = counted(part, scope, survey), counted(whole, scope, survey)
        case _:
            return
    if above and below and above.origin and above.origin == below.origin:
        outside = find_row(survey, above.passed, below.passed)
        if outside.row is not None and outside.is_plain:
            yield _finding(quotient, outside.row, above, below, survey)


def _finding(
    quotient: nodes.Binary, outside: Row, above: Selection, below: Selection, survey: Survey
) -> Diagnostic:
    rows = (*above.passed, *below.passed)[0].rows
    inside = find_row(survey, [*above.passed, *below.passed])
    only = shown(outside, rows)
    example = f"a row with {only}"
    if inside.row is not None and inside.is_plain and _counts(quotient.left):
        example = f"one row with {shown(inside.row, rows)} and one with {only} come to 200%"
    return Diagnostic(
        PART_OUTSIDE_WHOLE,
        f"`{clause_text(quotient)}` can be more than 100%: a row with {only} is in the first "
        "and not in the second",
        Label(quotient.left.span, f"counts {only}"),
        (Label(quotient.right.span, "does not"),),
        help="let the second have every row that the first has, or write `share(… over …)`",
        witness=example,
    )


def _counts(part: nodes.Expression) -> bool:
    return isinstance(part, nodes.Aggregate) and function_of(part) == "count"


RULE = Rule((PART_OUTSIDE_WHOLE,), check)
