"""The best and the worst that rows which were set aside could make of a statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from slalang.diagnostics import has_errors
from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings
from slalang.settlement import settle
from slalang.statement import CountedLine, OutcomeLine, QuarantineLine, Statement
from slalang.workspace.windows import Window

if TYPE_CHECKING:
    from slalang.events import EventLog
    from slalang.events.trial import Rows

_FROM_GOOD_TO_BAD = ("met", "excused", "pending", "unmeasured", "missed", "minimum missed")

_Place: TypeAlias = tuple[str, tuple[str, ...], str]
"""An objective, the values of its keys, and a period."""
_Rank: TypeAlias = tuple[Decimal, int, Fraction]
"""How bad an outcome is for the provider: its credit, the outcome, the value."""


@dataclass(frozen=True)
class Trial:
    """How a statement is made of a log: for which window, up to which instants."""

    plan: Plan
    window: Window
    end: int
    as_of: int | None

    def readings(self, log: EventLog) -> Readings:
        """What the log measures. Raises ``Unbounded`` where that cannot be told."""
        from slalang.measurement import Unbounded, measure

        measured = measure(self.plan, log, end=self.end, as_of=self.as_of)
        if has_errors(measured.diagnostics):
            raise Unbounded(measured.diagnostics[0].message)
        return measured.value

    def settled(self, readings: Readings, window: Window | None = None) -> Statement:
        """What comes of it. Raises ``Unbounded`` where that cannot be told."""
        from slalang.measurement import Unbounded

        settled = settle(self.plan, readings, window=(window or self.window).as_tuple)
        if settled.value is None:
            raise Unbounded(settled.diagnostics[0].message)
        return settled.value


def with_quarantine(statement: Statement, trial: Trial, log: EventLog, file: str) -> Statement:
    """The statement as it is, or, where rows of its logs were set aside in a file, not final and with what
    they could make of it."""
    from slalang.measurement import Unbounded

    number = sum(len(log.tables[event.name].aside) for event in trial.plan.events)
    if not number:
        return statement
    try:
        counted, reason = _counted(statement, trial, log), None
    except Unbounded as unbounded:
        counted, reason = (), str(unbounded)
    rows = "1 row cannot be read and is" if number == 1 else f"{number:,} rows cannot be read and are"
    return replace(
        statement,
        final=False,
        open_points=(*statement.open_points, f"{rows} not counted: see {file}"),
        quarantine=QuarantineLine(file, number, counted, reason),
    )


def _counted(statement: Statement, trial: Trial, log: EventLog) -> tuple[CountedLine, ...]:
    """What the statement comes to without the rows, with their best and with their worst.

    Every objective has in every period the best (or worst) that some way to read the rows gives it, so that
    a mixture of ways lies between them; and no way alone comes out better or worse.
    """
    from slalang.measurement import possible_rows

    runs = [_run(trial, log, rows) for rows in possible_rows(trial.plan, log, trial.end)]
    alone = [trial.settled(run.readings) for run in runs]
    best = min((*alone, trial.settled(_mixed(runs, min))), key=_owed)
    worst = max((*alone, trial.settled(_mixed(runs, max))), key=_owed)
    return _line("left out", statement), _line("best", best), _line("worst", worst)


def _line(way: Literal["left out", "best", "worst"], statement: Statement) -> CountedLine:
    return CountedLine(way, statement.totals.credits, statement.totals.paid, statement.totals.net)


def _owed(statement: Statement) -> tuple[Decimal, Decimal]:
    return statement.totals.net, statement.totals.credits


@dataclass(frozen=True)
class _Run:
    """One way to read the rows: what is measured, and how bad each outcome is."""

    readings: Readings
    ranks: dict[_Place, _Rank]


def _run(trial: Trial, log: EventLog, rows: Rows) -> _Run:
    from slalang.events import log_with

    with log_with(log, rows, trial.plan.currency) as tried:
        readings = trial.readings(tried)
    whole = trial.settled(readings, Window(trial.window.label, trial.plan.term_start, trial.end))
    due: dict[_Place, Decimal] = {}
    for line in whole.credits:
        place = (line.objective, tuple(value for _, value in line.keys), line.period)
        due[place] = due.get(place, Decimal(0)) + line.due
    ranks = {}
    for outcome in whole.outcomes:
        place = (outcome.objective, tuple(value for _, value in outcome.keys), outcome.period)
        ranks[place] = _rank(outcome, due.get(place, Decimal(0)))
    return _Run(readings, ranks)


def _rank(outcome: OutcomeLine, due: Decimal) -> _Rank:
    value = outcome.value or Fraction(0)
    worse = -value if outcome.operator in (">", ">=") else value
    return due, _FROM_GOOD_TO_BAD.index(outcome.outcome), worse


def _mixed(runs: Sequence[_Run], choose: Callable[..., tuple[_Rank, Reading]]) -> Readings:
    """Of all runs the best (or worst) reading of each objective in each period."""
    found: dict[_Place, list[tuple[_Rank, Reading]]] = {}
    for run in runs:
        for reading in run.readings.objectives:
            place = (reading.objective, reading.keys, reading.period)
            if place in run.ranks:
                found.setdefault(place, []).append((run.ranks[place], reading))
    chosen = tuple(choose(each, key=lambda one: one[0])[1] for each in found.values())
    return replace(runs[0].readings, objectives=chosen)
