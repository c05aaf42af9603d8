"""Running the ``test`` blocks of contracts: what is given goes in, what is expected is compared exactly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from slalang.compiler import compile_agreement
from slalang.diagnostics import Diagnostic, Kind, Label, Outcome, Severity, has_errors
from slalang.model.contract import Project, TestCase
from slalang.plan.plan import Plan
from slalang.plan.reading import FeesReading, GivenRow, Reading, Readings
from slalang.quantities import day_start, format_money, format_value, instant_of
from slalang.statement import OutcomeLine, Statement
from slalang.syntax.nodes import (
    Date,
    DateTime,
    Duration,
    ExpectAmount,
    ExpectOutcome,
    ExpectValue,
    GivenValue,
    Money,
    Name,
    NamedPeriod,
    Number,
    Percent,
    Setting,
    Text,
    Truth,
)
from slalang.syntax.nodes import GivenRow as GivenRowNode
from slalang.syntax.nodes import Node as AnyNode
from slalang.workspace.windows import Window, dates_of

NOT_AS_EXPECTED = Kind("SLA250", "not-as-expected")
NOTHING_TO_COMPARE = Kind("SLA251", "nothing-to-compare")
UNKNOWN_GIVEN = Kind("SLA252", "unknown-given")

Keys = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TrialResult:
    """How one test went: its title, its place, and every difference found."""

    title: str
    place: str
    agreement: str
    differences: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not has_errors(self.differences)


def run_trials(project: Project, paths: Sequence[str]) -> Iterator[TrialResult]:
    """The results of the tests that stand in the files at these paths, in order."""
    plans: dict[int, Outcome[Plan | None]] = {}
    for case in project.tests:
        if case.scope.path not in paths:
            continue
        if id(case.agreement) not in plans:
            plans[id(case.agreement)] = compile_agreement(project, case.agreement)
        compiled = plans[id(case.agreement)]
        errors = tuple(each for each in compiled.diagnostics if each.severity is Severity.ERROR)
        found = errors if compiled.value is None else _differences(case, compiled.value)
        yield TrialResult(case.node.title.value, case.node.span.place, case.agreement.name, found)


def _differences(case: TestCase, plan: Plan) -> tuple[Diagnostic, ...]:
    unknown = tuple(_unknown_given(case, plan))
    if unknown:
        return unknown
    settled = _settled(case, plan)
    if settled.value is None or has_errors(settled.diagnostics):
        return settled.diagnostics
    comparison = _Comparison(plan, settled.value)
    return tuple(found for clause in case.node.clauses for found in comparison.check(clause))


# --- what is given -----------------------------------------------------------------------------


def _unknown_given(case: TestCase, plan: Plan) -> Iterator[Diagnostic]:
    """Givens that the agreement has no use for: a name it does not measure."""
    objectives = {each.name for terms in plan.versions for each in terms.objectives}
    rows = {each.name for each in (*plan.events, *plan.streams)}
    for clause in case.node.clauses:
        if isinstance(clause, GivenValue) and clause.subject.text not in {*objectives, "fees"}:
            message = f"`{clause.subject.text}` is no objective of `{plan.agreement}`"
            yield _finding(UNKNOWN_GIVEN, clause.subject, message, f"its objectives are {_listed(objectives)}")
        if isinstance(clause, GivenRowNode) and clause.rows.text not in rows:
            message = f"`{clause.rows.text}` is no event or stream that `{plan.agreement}` measures"
            yield _finding(UNKNOWN_GIVEN, clause.rows, message, f"it measures {_listed(rows)}")


def _listed(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def _settled(case: TestCase, plan: Plan) -> Outcome[Statement | None]:
    """The statement from the start of the term to the end of the last period the test speaks of."""
    from slalang.events import log_from_rows
    from slalang.measurement import measure
    from slalang.settlement import settle

    clauses = case.node.clauses
    rows = tuple(_row(clause, plan) for clause in clauses if isinstance(clause, GivenRowNode))
    events = {event.name for event in plan.events}
    logged = log_from_rows(plan.events, [row for row in rows if row.over in events], plan.currency)
    if logged.value is None:
        return Outcome(None, logged.diagnostics)
    end = min(plan.term_end, max((_end(clause, plan) for clause in clauses), default=plan.term_end))
    with logged.value as log:
        given = tuple(row for row in rows if row.over not in events)
        measured = measure(plan, log, end=end, given=given)
    if measured.failed:
        return Outcome(None, measured.diagnostics)
    values = [clause for clause in clauses if isinstance(clause, GivenValue)]
    readings = _with_given(measured.value, values, plan)
    return settle(plan, readings, window=Window("the test", plan.term_start, end).as_tuple)


def _with_given(readings: Readings, given: Sequence[GivenValue], plan: Plan) -> Readings:
    """The readings with the values given in place of those measured."""
    objectives = {(each.objective, each.keys, each.period): each for each in readings.objectives}
    fees = {(each.keys, each.period): each for each in readings.fees}
    for clause in given:
        keys = tuple(value for _, value in _selection(clause.selection))
        value, period = _exact(clause.value, plan), clause.period.label
        if clause.subject.text == "fees":
            fees[keys, period] = FeesReading(period, keys, value)
            continue
        name = clause.subject.text
        measured = objectives.get((name, keys, period), Reading(name, period, keys))
        objectives[name, keys, period] = replace(measured, value=value)
    return replace(readings, objectives=tuple(objectives.values()), fees=tuple(fees.values()))


def _row(clause: GivenRowNode, plan: Plan) -> GivenRow:
    start = clause.at or clause.start
    first = plan.term_start if start is None else _instant(start, plan)
    end = first if clause.at else None if clause.end is None else _instant(clause.end, plan)
    values = tuple((each.field.text, _row_value(each.value, plan)) for each in clause.values)
    return GivenRow(clause.rows.text, first, end, values)


def _row_value(node: AnyNode, plan: Plan) -> Fraction | str | bool:
    match node:
        case Text(value=text) | Name(text=text):
            return text
        case Truth(value=truth):
            return truth
        case _:
            return _exact(node, plan)


def _exact(node: AnyNode, plan: Plan) -> Fraction:
    match node:
        case Percent(value=value) | Number(value=value):
            return value
        case Duration(microseconds=length):
            return Fraction(length)
        case Money(amount=amount):
            return Fraction(amount)
        case Date() | DateTime():
            return Fraction(_instant(node, plan))
        case _:
            raise TypeError(f"{type(node).__name__} is not a number")


def _instant(node: Date | DateTime, plan: Plan) -> int:
    if isinstance(node, Date):
        return day_start(node.value, plan.timezone)
    return instant_of(node.value, plan.timezone, "earlier")


def _end(clause: AnyNode, plan: Plan) -> int:
    """The instant up to which a clause needs the evaluation to go: the end of its month at least."""
    match clause:
        case GivenRowNode():
            row = _row(clause, plan)
            last = row.end or row.start
            month = [each.end for each in plan.periods if each.start <= last < each.end]
            return max(month, default=last)
        case GivenValue() | ExpectValue() | ExpectOutcome() | ExpectAmount():
            return _window(clause.period, plan).end
        case _:
            raise TypeError(f"{type(clause).__name__} is no clause of a test")


def _window(period: NamedPeriod, plan: Plan) -> Window:
    first, after = dates_of(period.label)
    return Window(period.label, day_start(first, plan.timezone), day_start(after, plan.timezone))


def _selection(settings: Sequence[Setting]) -> Keys:
    return tuple(
        (each.field.text, each.value.text if isinstance(each.value, Name) else _word(each.value))
        for each in settings
    )


def _word(node: AnyNode) -> str:
    return node.value if isinstance(node, Text) else node.span.text


# --- what is expected --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Comparison:
    """A statement held against the expectations of a test."""

    plan: Plan
    statement: Statement

    def check(self, clause: AnyNode) -> Iterator[Diagnostic]:
        """The differences from one clause; what is given expects nothing."""
        match clause:
            case ExpectValue():
                yield from self._value(clause)
            case ExpectOutcome():
                yield from self._outcome(clause)
            case ExpectAmount():
                yield from self._amount(clause)

    def _value(self, clause: ExpectValue) -> Iterator[Diagnostic]:
        expected = _exact(clause.value, self.plan)
        for line in self._lines(clause.subject.text, clause.selection, clause.period):
            if line.value != expected:
                yield self._differs(clause, self._shown(line.value, line), self._shown(expected, line))
            return
        yield self._missing(clause, clause.subject.text)

    def _outcome(self, clause: ExpectOutcome) -> Iterator[Diagnostic]:
        for line in self._lines(clause.objective.text, clause.selection, clause.period):
            missed = line.outcome == "minimum missed" and clause.outcome == "missed"
            if line.outcome != clause.outcome and not missed:
                because = f" ({self._shown(line.value, line)})" if line.value is not None else ""
                yield self._differs(clause, line.outcome + because, clause.outcome)
            return
        yield self._missing(clause, clause.objective.text)

    def _amount(self, clause: ExpectAmount) -> Iterator[Diagnostic]:
        name = clause.objective.text if clause.objective else None
        known = {each.name for terms in self.plan.versions for each in terms.objectives}
        if name is not None and name not in known:
            yield self._missing(clause, name)
            return
        expected = _exact(clause.amount, self.plan)
        actual = self._total(clause, name)
        if actual != expected:
            currency = self.plan.currency
            yield self._differs(clause, format_money(actual, currency), format_money(expected, currency))

    def _total(self, clause: ExpectAmount, name: str | None) -> Fraction:
        """Credits as paid, or what returned, of the periods that end inside the one named."""
        window = _window(clause.period, self.plan)
        chosen = dict(_selection(clause.selection))
        if clause.what == "credit":
            moves = [(each.objective, each.keys, each.period, each.paid) for each in self.statement.credits]
        else:
            moves = [
                (each.objective, each.keys, each.period, each.amount) for each in self.statement.earn_backs
            ]
        ends = {(line.objective, line.period): line.period_end for line in self.statement.outcomes}
        total = Fraction(0)
        for objective, keys, period, amount in moves:
            inside = window.start < ends[objective, period] <= window.end
            if inside and name in (None, objective) and chosen.items() <= dict(keys).items():
                total += Fraction(amount)
        return total

    def _lines(self, name: str, selection: Sequence[Setting], period: NamedPeriod) -> Iterator[OutcomeLine]:
        chosen = dict(_selection(selection))
        for line in self.statement.outcomes:
            if (line.objective, line.period) == (name, period.label) and dict(line.keys) == chosen:
                yield line

    def _shown(self, value: Fraction | None, line: OutcomeLine) -> str:
        return "nothing measured" if value is None else format_value(value, line.unit, self.plan.currency)

    def _differs(self, clause: AnyNode, actual: str, expected: str) -> Diagnostic:
        message = f"expected {expected}, and it is {actual}"
        return _finding(NOT_AS_EXPECTED, clause, message)

    def _missing(self, clause: AnyNode, name: str) -> Diagnostic:
        known = sorted({f"`{line.objective}` in {line.period}" for line in self.statement.outcomes})
        few = ", ".join(known[:6]) + (", ..." if len(known) > 6 else "")
        message = f"there is no outcome of `{name}` for this period"
        return _finding(NOTHING_TO_COMPARE, clause, message, help=f"there are {few}" if few else None)


def _finding(kind: Kind, node: AnyNode, message: str, help: str | None = None) -> Diagnostic:
    return Diagnostic(kind, message, primary=Label(node.span), help=help)
