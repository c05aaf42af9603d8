"""The tests of contracts, settled with traces and explained."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slalang.compiler import compile_agreement
from slalang.events import log_from_rows
from slalang.explanation import Wanted, explain
from slalang.measurement import measure
from slalang.model.contract import Project
from slalang.plan.plan import Plan
from slalang.plan.reading import Readings, Tracing
from slalang.settlement import settle
from slalang.statement import Statement
from slalang.trail import Explanation, Note, Step
from slalang.workspace import trials
from slalang.workspace.given import given_rows, with_given


@dataclass(frozen=True)
class Explained:
    """A test of a contract: what was measured with and without traces, the statement, and why."""

    plan: Plan
    plain: Readings
    traced: Readings
    statement: Statement
    explanation: Explanation


def explained_test(project: Project, title: str) -> Explained:
    """A test of the project, from the start of the term to the last period it speaks of."""
    [case] = [one for one in project.tests if one.node.title.value == title]
    plan = compile_agreement(project, case.agreement).value
    assert plan is not None
    clauses = case.node.clauses
    events = {event.name for event in plan.events}
    rows = [row for row, _ in given_rows(clauses, plan)]
    logged = log_from_rows(plan.events, [row for row in rows if row.over in events], plan.currency)
    assert logged.value is not None
    end = trials._end(clauses, rows, plan)
    given = tuple(row for row in rows if row.over not in events)
    with logged.value as log:
        plain = measure(plan, log, end=end, given=given).value
        tracing = Tracing(3, plan.term_start, end)
        traced = measure(plan, log, end=end, given=given, traced=tracing).value
    readings = with_given(traced, clauses, plan)
    statement = settle(plan, readings, window=("the test", plan.term_start, end)).value
    assert statement is not None
    explanation = explain(plan, readings, statement, statement, Wanted()).value
    assert explanation is not None
    return Explained(plan, plain, traced, statement, explanation)


def steps_of(explanation: Explanation) -> Iterator[Step]:
    """Every step of every subject."""
    for subject in explanation.subjects:
        yield from subject.steps


def notes_of(notes: tuple[Note, ...]) -> Iterator[Note]:
    """Every note, and those under it."""
    for note in notes:
        yield note
        yield from notes_of(note.under)
