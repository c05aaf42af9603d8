"""Running the ``test`` blocks of contracts: what is given is settled, what is expected is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slalang.compiler import compile_agreement
from slalang.diagnostics import Diagnostic, Label, Outcome, has_errors
from slalang.model.contract import Project
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow
from slalang.statement import Statement
from slalang.syntax.nodes import GivenRow as RowClause
from slalang.syntax.nodes import TestClause
from slalang.workspace.expected import Expectations
from slalang.workspace.given import given_rows, unknown_given, window_of_period, with_given
from slalang.workspace.windows import Window


@dataclass(frozen=True)
class TrialResult:
    """How one test went: its title, its file, and what was found: each difference is an error, what
    measuring warns of is none."""

    title: str
    path: str
    agreement: str
    findings: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not has_errors(self.findings)


def run_trials(project: Project, paths: Sequence[str]) -> Iterator[TrialResult]:
    """The results of the tests that stand in the files at these paths, in order."""
    plans: dict[int, Outcome[Plan | None]] = {}
    for case in project.tests:
        if case.scope.path not in paths:
            continue
        if id(case.agreement) not in plans:
            plans[id(case.agreement)] = compile_agreement(project, case.agreement)
        compiled = plans[id(case.agreement)]
        plan = None if compiled.failed else compiled.value
        found = compiled.diagnostics if plan is None else _findings(case.node.clauses, plan)
        yield TrialResult(case.node.title.value, case.node.span.file.path, case.agreement.name, found)


def _findings(clauses: Sequence[TestClause], plan: Plan) -> tuple[Diagnostic, ...]:
    unknown = tuple(unknown_given(clauses, plan))
    if unknown:
        return unknown
    settled = _settled(clauses, plan)
    if settled.value is None or settled.failed:
        return settled.diagnostics
    expectations = Expectations(plan, settled.value)
    differences = (found for clause in clauses for found in expectations.differences(clause))
    return (*settled.diagnostics, *differences)


def _settled(clauses: Sequence[TestClause], plan: Plan) -> Outcome[Statement | None]:
    """The statement from the start of the term to the end of the last period the test speaks of, and
    everything found on the way to it."""
    from slalang.events import log_from_rows
    from slalang.measurement import measure
    from slalang.settlement import settle

    events = {event.name for event in plan.events}
    rows = given_rows(clauses, plan)
    logged_rows = [(row, clause) for row, clause in rows if row.over in events]
    logged = log_from_rows(plan.events, [row for row, _ in logged_rows], plan.currency)
    found = _placed(logged.diagnostics, [clause for _, clause in logged_rows])
    if logged.value is None:
        return Outcome(None, found)
    end = _end(clauses, [row for row, _ in rows], plan)
    with logged.value as log:
        of_streams = tuple(row for row, _ in rows if row.over not in events)
        measured = measure(plan, log, end=end, given=of_streams)
    found += measured.diagnostics
    if has_errors(found):
        return Outcome(None, found)
    readings = with_given(measured.value, clauses, plan)
    settled = settle(plan, readings, window=Window("the test", plan.term_start, end).as_tuple)
    return Outcome(settled.value, (*found, *settled.diagnostics))


def _placed(diagnostics: Sequence[Diagnostic], clauses: Sequence[RowClause]) -> tuple[Diagnostic, ...]:
    """Findings about given rows, at the clauses that give them."""
    placed = []
    for found in diagnostics:
        record = found.data.record if found.data else None
        if record is not None:
            found = replace(found, data=None, primary=Label(clauses[record - 1].span))
        placed.append(found)
    return tuple(placed)


def _end(clauses: Sequence[TestClause], rows: Sequence[GivenRow], plan: Plan) -> int:
    """The close of the last period that is named, and of the month in which the last row ends."""
    named = [window_of_period(each.period, plan).end for each in clauses if not isinstance(each, RowClause)]
    last = [row.start if row.end is None else row.end for row in rows]
    months = [
        period.end for period in plan.periods_of("month") for at in last if period.start <= at < period.end
    ]
    return min(plan.term_end, max((*named, *months, *last), default=plan.term_end))
