"""Conditions that never hold, or always.

What it finds
    A condition that no row can satisfy, such as `status > 500 and status < 400`, also where the rows that
    get to it have passed another condition already; and one that every row satisfies.

Why it matters
    A stream over a condition that never holds is empty whatever happens: no outage is ever found, or
    nothing is ever excluded. One that always holds leaves nothing out.

Bad
    stream broken = request where status >= 500 and status < 400
    stream any    = request where status >= 500 or status < 600

Good
    stream broken = request where status >= 500 and status < 600
    stream any    = request where status >= 500 or status < 400

How to fix
    Mostly a sign was turned, or `and` was written for `or`. A condition that always holds can be taken
    out.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.conditions import Condition, find_row
from slalang.rules.rule import Rule
from slalang.rules.selections import Placed, conditions_in
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NEVER_HOLDS = Kind("SLA261", "condition-never-holds")
ALWAYS_HOLDS = Kind("SLA262", "condition-always-holds", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a row that satisfies each condition, and for one that does not."""
    for scope, declaration in survey.declarations():
        for placed in conditions_in(declaration, scope, survey):
            if placed.condition.rows.known:
                yield from _findings(placed, survey)


def _findings(placed: Placed, survey: Survey) -> Iterator[Diagnostic]:
    condition = placed.condition
    if find_row(survey, [condition]).is_none:
        yield _never(condition)
    elif find_row(survey, [], [condition]).is_none:
        yield _always(condition)
    elif placed.before and not find_row(survey, placed.before).is_none:
        if find_row(survey, [*placed.before, condition]).is_none:
            yield _never_here(condition, _against(condition, placed, survey))
    elif isinstance(condition.expression, nodes.Or):
        for operand in condition.expression.operands:
            part = Condition(operand, condition.rows, condition.scope)
            if find_row(survey, [part]).is_none:
                yield _never(part)


def _against(condition: Condition, placed: Placed, survey: Survey) -> Condition:
    """The last condition the rows have passed that rules this one out, by itself if one does."""
    alone = [each for each in placed.before if find_row(survey, [each, condition]).is_none]
    return [*placed.before, *alone][-1]


def _never(condition: Condition) -> Diagnostic:
    expression = condition.expression
    return Diagnostic(
        NEVER_HOLDS,
        f"`{clause_text(expression)}` can never hold: no value satisfies it",
        Label(expression.span, "no row does"),
        help="was a sign turned, or `and` written for `or`?",
    )


def _never_here(condition: Condition, passed: Condition) -> Diagnostic:
    expression, before = condition.expression, passed.expression
    return Diagnostic(
        NEVER_HOLDS,
        f"`{clause_text(expression)}` can never hold here: only rows with `{clause_text(before)}` get to it",
        Label(expression.span, "no such row is left"),
        (Label(before.span, "keeps only these"),),
        help="take the rows from further up, or change one of the two conditions",
    )


def _always(condition: Condition) -> Diagnostic:
    expression = condition.expression
    return Diagnostic(
        ALWAYS_HOLDS,
        f"`{clause_text(expression)}` holds for every row: it leaves nothing out",
        Label(expression.span, "every row does"),
        help="was a sign turned, or `or` written for `and`? Else take it out",
    )


RULE = Rule((NEVER_HOLDS, ALWAYS_HOLDS), check)
