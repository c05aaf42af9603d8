"""The running periods: what they are so far, what is left, and between what they can still end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.reports.document import Column, Remark, Row, Section, Table
from slalang.reports.status.wording import moment, money, place_of, time
from slalang.reports.wording import bound_text, counted, named, shown_beside
from slalang.status import BudgetLine, Prospect, RunningLine, Status

_COLUMNS = (
    Column("objective", "wrap"),
    Column("period"),
    Column("so far"),
    Column("target"),
    Column("minimum"),
    Column("if it ended now"),
    Column("credit"),
)


def objectives_section(status: Status) -> Section | None:
    """One row for each objective and key, with what is left and what it can become under it."""
    if not status.objectives:
        return None
    rows = tuple(_row(line, status) for line in status.objectives)
    return Section("Running periods", (Table(_COLUMNS, rows),))


def _row(line: RunningLine, status: Status) -> Row:
    currency = status.currency
    cells = (
        named(line.objective, line.keys, line.service),
        line.period,
        _value(line, line.value, status),
        bound_text(line.operator, line.target, line.unit, currency),
        bound_text(line.minimum_operator, line.minimum, line.unit, currency),
        line.outcome,
        money(line.credit, status) if line.counts else "report only",
    )
    return Row(cells, place_of(status, line.clause), tuple(map(Remark, _remarks(line, status))))


def _value(line: RunningLine, value: Fraction | None, status: Status) -> str:
    if value is None:
        return "-"
    thresholds = [bound for bound in (line.target, line.minimum) if bound is not None]
    return shown_beside(value, thresholds, line.unit, status.currency)


def _remarks(line: RunningLine, status: Status) -> Iterator[str]:
    if line.because:
        yield f"because {line.because}"
    if line.credit_open:
        yield f"the credit is open: {line.credit_open}"
    for budget in line.budgets:
        yield from _budget(budget)
    yield f"at best {_prospect(line.best, line, status)}; at worst {_prospect(line.worst, line, status)}"
    for one, how in ((line.best, "at best"), (line.worst, "at worst")):
        if one.open_because and line.counts and one.open_because != line.credit_open:
            yield f"the credit {how} is open: {one.open_because}"
            break
    if line.paid_at_most is not None and line.paid_at_most != line.worst.credit:
        yield f"at most {money(line.paid_at_most, status)} of it is paid, by the caps"
    yield from _measured(line, status)
    yield from (f"provided that {text}" for text in line.provided)
    yield from line.notes


def _prospect(one: Prospect, line: RunningLine, status: Status) -> str:
    """``99.97%, met, 0.00 EUR``; a value that is not reached is said to be near."""
    shown = "open" if one.value is None else _value(line, one.value, status)
    value = shown if one.value is None or one.is_reached else f"close to {shown}"
    paid = f", credit {money(one.credit, status)}" if line.counts else ""
    return f"{value}, {one.outcome}{paid}"


def _measured(line: RunningLine, status: Status) -> Iterator[str]:
    told = []
    if line.rows is not None:
        told.append(counted(line.rows, "row"))
    if line.cycles is not None:
        told.append(counted(line.cycles, "decided cycle"))
    if line.excluded:
        told.append(f"{time(line.excluded)} excluded")
    if line.until != status.as_of:
        told.append(f"measured up to {moment(line.until, status.timezone)}, the end of the last whole bucket")
    if told:
        yield "; ".join(told)


# --- budgets -----------------------------------------------------------------------------------


def _budget(budget: BudgetLine) -> Iterator[str]:
    shown = _as_time if budget.unit == "time" else _as_rows
    yield f"{budget.bound}: {shown(budget)}"


def _as_time(budget: BudgetLine) -> str:
    if budget.allowed is None or budget.left is None:
        return f"out of reach, {time(budget.used)} of `{budget.of}` so far"
    used = (
        f"{time(budget.used)} of the {time(budget.allowed)} of `{budget.of}` that the period allows are used"
    )
    if budget.left < 0:
        return f"used up and {time(-budget.left)} over: {used}"
    safe = ", and no more can come" if budget.is_safe else ""
    return f"{time(budget.from_now_on or 0)} left from now on{safe}: {used}"


def _as_rows(budget: BudgetLine) -> str:
    allowed = "none" if budget.allowed is None else f"{budget.allowed:,}"
    used = f"{int(budget.used):,} of `{budget.of}` failed so far, where {allowed} may"
    if budget.from_now_on is not None:
        return f"{budget.from_now_on:,} more may fail from now on: {used}"
    if budget.to_recover is None:
        return f"out of reach: {used}"
    return f"missed so far; {budget.to_recover:,} more good ones in a row would meet it: {used}"
