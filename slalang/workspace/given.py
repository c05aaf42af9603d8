"""What the ``test`` blocks of contracts give: rows of a log, and values in place of measured ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from slalang.compiler.literals import instant_of_node, value_of
from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.plan.plan import Plan
from slalang.plan.reading import FeesReading, GivenRow, Reading, Readings
from slalang.quantities import day_start
from slalang.syntax.nodes import (
    Date,
    DateTime,
    GivenValue,
    Name,
    NamedPeriod,
    Setting,
    TestClause,
    Text,
    Truth,
)
from slalang.syntax.nodes import GivenRow as RowClause
from slalang.syntax.nodes import Node as AnyNode
from slalang.workspace.windows import Window, dates_of

UNKNOWN_GIVEN = Kind("SLA252", "unknown-given")


def unknown_given(clauses: Sequence[TestClause], plan: Plan) -> Iterator[Diagnostic]:
    """What is given and that the agreement has no use for: a name it does not measure."""
    objectives = {each.name for terms in plan.versions for each in terms.objectives}
    rows = {each.name for each in plan.events} | {each.name for each in plan.streams}
    for clause in clauses:
        if isinstance(clause, GivenValue) and clause.subject.text not in {*objectives, "fees"}:
            yield _unknown(clause.subject, "objective", objectives, plan)
        if isinstance(clause, RowClause) and clause.rows.text not in rows:
            yield _unknown(clause.rows, "event or stream", rows, plan)


def _unknown(name: Name, wanted: str, known: set[str], plan: Plan) -> Diagnostic:
    message = f"`{name.text}` is no {wanted} that `{plan.agreement}` measures"
    listed = ", ".join(f"`{each}`" for each in sorted(known))
    return Diagnostic(UNKNOWN_GIVEN, message, Label(name.span), help=f"it measures {listed}")


# --- rows --------------------------------------------------------------------------------------


def given_rows(clauses: Sequence[TestClause], plan: Plan) -> tuple[tuple[GivenRow, RowClause], ...]:
    """The rows given, each with the clause that gives it."""
    return tuple((_row(clause, plan), clause) for clause in clauses if isinstance(clause, RowClause))


def _row(clause: RowClause, plan: Plan) -> GivenRow:
    written = clause.at or clause.start
    start = plan.term_start if written is None else instant_of_node(written, plan.timezone)
    closed = None if clause.end is None else instant_of_node(clause.end, plan.timezone)
    end = start if clause.at else closed
    values = tuple((each.field.text, _row_value(each.value, plan)) for each in clause.values)
    return GivenRow(clause.rows.text, start, end, values)


def _row_value(node: AnyNode, plan: Plan) -> Fraction | str | bool:
    match node:
        case Text(value=text) | Name(text=text):
            return text
        case Truth(value=truth):
            return truth
        case _:
            return exact(node, plan)


def exact(node: AnyNode, plan: Plan) -> Fraction:
    """The exact number a literal stands for; of an instant, its microseconds since 1970."""
    if isinstance(node, Date | DateTime):
        return Fraction(instant_of_node(node, plan.timezone))
    value = value_of(node)
    if value is None:
        raise TypeError(f"{type(node).__name__} is not a number")
    return value


# --- values ------------------------------------------------------------------------------------


def with_given(readings: Readings, clauses: Sequence[TestClause], plan: Plan) -> Readings:
    """The readings with the values given in place of those measured."""
    objectives = {(each.objective, each.keys, each.period): each for each in readings.objectives}
    fees = {(each.keys, each.period): each for each in readings.fees}
    for clause in clauses:
        if not isinstance(clause, GivenValue):
            continue
        name, period = clause.subject.text, clause.period.label
        keys = tuple(selection(clause.selection).values())
        value = exact(clause.value, plan)
        if name == "fees":
            fees[keys, period] = FeesReading(period, keys, value)
        else:
            measured = objectives.get((name, keys, period), Reading(name, period, keys))
            objectives[name, keys, period] = replace(measured, value=value)
    return replace(readings, objectives=tuple(objectives.values()), fees=tuple(fees.values()))


def selection(settings: Sequence[Setting]) -> dict[str, str]:
    """The value of each ``for each`` field that a clause speaks of."""
    return {each.field.text: _word(each.value) for each in settings}


def _word(node: AnyNode) -> str:
    match node:
        case Text(value=text) | Name(text=text):
            return text
        case _:
            return node.span.text


def window_of_period(period: NamedPeriod, plan: Plan) -> Window:
    """The stretch of time that a clause names, in the agreement's zone."""
    first, after = dates_of(period.label)
    return Window(period.label, day_start(first, plan.timezone), day_start(after, plan.timezone))
