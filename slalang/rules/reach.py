"""What an objective is measured from, and what it names: events, streams and clocks."""

from __future__ import annotations

from collections.abc import Iterable

from slalang.model.aggregates import sources_named
from slalang.model.contract import Declaration, Objective, Scope
from slalang.model.descent import every
from slalang.model.evidence import evidence_of
from slalang.model.references import row_names
from slalang.rules.survey import Survey
from slalang.syntax import nodes

_ROWS = ("event", "stream", "clock")


def rows_behind(objective: Objective, survey: Survey) -> tuple[Declaration, ...]:
    """The declared rows the indicator rests on, and those they are made of, the nearest first."""
    found: list[Declaration] = []
    for evidence in evidence_of(objective.indicator, survey.project.scopes, survey.typing):
        found += _named(sources_named(evidence.aggregate) or (), evidence.scope)
    return _with_sources(found, survey)


def rows_named_in(objective: Objective, survey: Survey) -> tuple[Declaration, ...]:
    """The declared rows that the indicator or a clause of the objective rests on."""
    found = list(rows_behind(objective, survey))
    for sourced in objective.clauses.statements:
        if isinstance(sourced.node, nodes.Exclude | nodes.Forgive | nodes.MeasuredWhile):
            found += _named(sourced.node.sources, sourced.scope)
    return _with_sources(found, survey)


def _named(sources: Iterable[nodes.Source], scope: Scope) -> list[Declaration]:
    named = [scope.lookup(name.text) for name in every(nodes.Name, *sources)]
    return [found for found in named if found and found.kind in _ROWS]


def _with_sources(found: Iterable[Declaration], survey: Survey) -> tuple[Declaration, ...]:
    """The declarations and all that their rows are made of."""
    waiting, seen = list(found), dict[Declaration, None]()
    while waiting:
        declaration = waiting.pop(0)
        if declaration not in seen:
            seen[declaration] = None
            scope = survey.project.scope_of(declaration)
            inner = [scope.lookup(name.text) for name in row_names(declaration.node)]
            waiting += [each for each in inner if each and each.kind in _ROWS]
    return tuple(seen)
