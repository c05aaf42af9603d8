"""The conditions that rows have passed, and where conditions stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.model.aggregates import function_of, sources_named
from slalang.model.contract import Declaration, Scope
from slalang.model.descent import every
from slalang.model.rows import RowSource
from slalang.model.types import TRUTH
from slalang.rules.conditions import Condition
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from slalang.values import Frozen, value


@value
class Selection(Frozen):
    """Rows of an event, a clock, or a stream that is more than a choice of rows, that pass conditions."""

    origin: Declaration | None
    passed: tuple[Condition, ...]


@value
class Placed(Frozen):
    """A condition where it is written, and what the rows that get there have passed already."""

    condition: Condition
    before: tuple[Condition, ...]


# --- rows --------------------------------------------------------------------------------------


def selection(source: nodes.Source, scope: Scope, survey: Survey) -> Selection:
    """What is known of the rows of a source."""
    if isinstance(source, nodes.Name):
        return _named(source, scope, survey)
    return _stepped(source, source.steps, scope, survey)


def _named(name: nodes.Name, scope: Scope, survey: Survey) -> Selection:
    found = scope.lookup(name.text)
    if found is None or not isinstance(found.node, nodes.Stream):
        return Selection(found, ())
    known = selection(found.node.rows, survey.scope_of(found), survey)
    return known if known.origin else Selection(found, known.passed)


def _stepped(rows: nodes.Rows, steps: Sequence[nodes.Step], scope: Scope, survey: Survey) -> Selection:
    """The rows of the sources after some of the steps; their origin is lost where they are made anew."""
    known = Selection(None, ())
    if len(rows.sources) == 1 and rows.opening is None:
        known = selection(rows.sources[0], scope, survey)
    for number, step in enumerate(steps):
        if isinstance(step, nodes.Where):
            condition = Condition(step.condition, _rows_at(rows, number, scope, survey), scope)
            known = Selection(known.origin, (*known.passed, condition))
        else:
            known = Selection(None, ())
    return known


def _rows_at(rows: nodes.Rows, number: int, scope: Scope, survey: Survey) -> RowSource:
    """What the rows look like before one of the steps."""
    part = nodes.Rows(rows.span, rows.sources, rows.opening, rows.steps[:number])
    return survey.typing.rows_of(part, scope)


def counted(aggregate: nodes.Aggregate, scope: Scope, survey: Survey) -> Selection | None:
    """The rows that a count or a time is of, where they are of one source."""
    sources = sources_named(aggregate) or ()
    if function_of(aggregate) not in ("count", "time") or len(sources) != 1:
        return None
    known = selection(sources[0], scope, survey)
    rows = survey.typing.rows_of(sources[0], scope)
    own = [aggregate.where, aggregate.value if aggregate.over else None]
    conditions = (Condition(each, rows, scope) for each in own if each is not None)
    return Selection(known.origin, (*known.passed, *conditions))


# --- where conditions stand --------------------------------------------------------------------


def conditions_in(declaration: Declaration, scope: Scope, survey: Survey) -> Iterator[Placed]:
    """The conditions of a declaration; of a clock's, none is over chosen rows."""
    node = declaration.node
    for rows in every(nodes.Rows, node):
        yield from _of_steps(rows, scope, survey)
    for aggregate in every(nodes.Aggregate, node) if isinstance(node, nodes.Indicator) else ():
        yield from _of_aggregate(aggregate, scope, survey)
    if isinstance(node, nodes.Clock):
        for each in clock_conditions(node, scope, survey).values():
            yield Placed(each, ())


def clock_conditions(
    node: nodes.Clock, scope: Scope, survey: Survey
) -> dict[type[nodes.ClockClause], Condition]:
    """What starts, stops and pauses a clock, by the kind of its clauses."""
    changes = survey.typing.rows_of(node.event, scope)
    found: dict[type[nodes.ClockClause], Condition] = {}
    for clause in node.clauses:
        if not isinstance(clause, nodes.RunsIn | nodes.Limit):
            found.setdefault(type(clause), Condition(clause.condition, changes, scope))
    return found


def _of_steps(rows: nodes.Rows, scope: Scope, survey: Survey) -> Iterator[Placed]:
    if isinstance(rows.opening, nodes.Paired):
        sources = survey.typing.rows_of_all(rows.sources, scope)
        for expression in (rows.opening.starts, rows.opening.ends):
            yield Placed(Condition(expression, sources, scope), ())
    for number, step in enumerate(rows.steps):
        before = _stepped(rows, rows.steps[:number], scope, survey).passed
        if isinstance(step, nodes.Where):
            yield Placed(Condition(step.condition, _rows_at(rows, number, scope, survey), scope), before)
        elif isinstance(step, nodes.Every):
            seen = _rows_at(rows, number, scope, survey)
            for aggregate in every(nodes.Aggregate, *step.metrics):
                for expression in _own_conditions(aggregate, seen, scope, survey):
                    yield Placed(Condition(expression, seen, scope), before)


def _of_aggregate(aggregate: nodes.Aggregate, scope: Scope, survey: Survey) -> Iterator[Placed]:
    sources = sources_named(aggregate)
    if sources is None:
        return
    rows = survey.typing.rows_of_all(sources, scope)
    before = selection(sources[0], scope, survey).passed if len(sources) == 1 else ()
    for expression in _own_conditions(aggregate, rows, scope, survey):
        condition = Condition(expression, rows, scope)
        yield Placed(condition, before)
        before = (*before, condition)


def _own_conditions(
    aggregate: nodes.Aggregate, rows: RowSource, scope: Scope, survey: Survey
) -> list[nodes.Expression]:
    """The condition on its rows, then what it counts of them or takes the share of."""
    named = aggregate.over is None and sources_named(aggregate) is not None
    counts = function_of(aggregate) in ("count", "share") and not named
    value = aggregate.value if counts else None
    is_condition = value is not None and survey.typing.row_type(value, rows, scope) == TRUTH
    found = [aggregate.where, value if is_condition else None]
    return [each for each in found if each is not None]
