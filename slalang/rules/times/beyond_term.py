"""Lengths of time that the term has no room for.

What it finds
    A period that looks back over more days than the term has, and a notice or a claim that may come
    later than the term is long.

Why it matters
    Nothing is measured before the term, so a window longer than the term is never full. A notice that has
    to be given a year ahead under a term of six months can never be given.

Bad
    term 2026-01-01 to 2026-06-30
    objective uptime each month looking back 365 days {
      target >= 99.9%
    }

Good
    term 2026-01-01 to 2026-12-31
    objective uptime each month looking back 90 days {
      target >= 99.9%
    }

How to fix
    Write a length that fits the term; mostly it was agreed under a longer one.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration, Objective, Version
from slalang.model.descent import every
from slalang.rules.horizon import DAY, Horizon, horizons
from slalang.rules.reach import rows_named_in
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

LONGER_THAN_TERM = Kind("SLA326", "longer-than-term", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares windows, notices and claims with the days of the term."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            if objective.looking_back and _days(objective.looking_back) > horizon.days:
                yield _window(objective, objective.looking_back, version, horizon)
            for declaration in rows_named_in(objective, survey):
                for length in _notices(declaration):
                    if _days(length) > horizon.days:
                        yield _late(length, version, horizon, "a notice this long")
        for claim in version.clauses.every(nodes.Claim):
            if _days(claim.node.within) > horizon.days:
                yield _late(claim.node.within, version, horizon, "the time to claim")


def _days(length: nodes.Length) -> int:
    """The days that the length has at least."""
    if isinstance(length, nodes.Duration):
        return length.microseconds // DAY
    return length.count * _SHORTEST[length.unit]


_SHORTEST = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365, "contract year": 365}


def _notices(declaration: Declaration) -> Iterator[nodes.Length]:
    """How long before or after something a row has to come."""
    for followed in every(nodes.Followed, declaration.node):
        yield followed.within
    for compared in every(nodes.Compare, declaration.node):
        for side in (compared.left, compared.right):
            match side:
                case nodes.Binary(operator="+" | "-", left=nodes.NameRef(), right=nodes.Duration() as length):
                    yield length


def _window(
    objective: Objective, length: nodes.CalendarLength, version: Version, horizon: Horizon
) -> Diagnostic:
    return Diagnostic(
        LONGER_THAN_TERM,
        f"`{objective.name}` looks back {clause_text(length)}, and the term has {horizon.days} days: "
        f"no {objective.each.kind} ever has the whole of that behind it",
        Label(length.span, "never full"),
        _term(version),
        help="look back over fewer days",
        witness=f"on {horizon.last} {horizon.days} days are behind it",
    )


def _late(length: nodes.Length, version: Version, horizon: Horizon, what: str) -> Diagnostic:
    return Diagnostic(
        LONGER_THAN_TERM,
        f"{what}, {clause_text(length)}, is longer than the term of {horizon.days} days",
        Label(length.span, "longer than the term"),
        _term(version),
        help="write a length that fits the term",
        witness=f"the term runs from {horizon.first} to {horizon.last}",
    )


def _term(version: Version) -> tuple[Label, ...]:
    term = version.clauses.only(nodes.Term)
    return (Label(term.node.span, "the term"),) if term else ()


RULE = Rule((LONGER_THAN_TERM,), check)
