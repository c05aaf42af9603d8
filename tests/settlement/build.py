"""Small plans and readings, written by hand: one agreement, monthly fees, values given in percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from slalang.plan.expressions import MeasureValue
from slalang.plan.plan import FORMAT_VERSION, MoneyRounding, Plan
from slalang.plan.reading import FeesReading, Reading, Readings
from slalang.plan.streams import Event, Measure, Table
from slalang.plan.terms import (
    Amount,
    Band,
    Bound,
    BreachRule,
    Cap,
    Consecutive,
    Credit,
    CreditRow,
    EarnBack,
    Fees,
    Fixed,
    FixedFees,
    Level,
    MeanOf,
    Objective,
    OfTheNext,
    OnBreach,
    OnMiss,
    PeriodKind,
    Repeat,
    Rung,
    Share,
    Stage,
    Terms,
)
from slalang.quantities import PERIOD_KINDS, instant_of, periods
from slalang.settlement import settle
from slalang.statement import CreditLine, OutcomeLine, Statement

HOUR = 3_600_000_000
MINUTE = HOUR // 60


def at(day: str, zone: str = "UTC") -> int:
    """The instant a local day begins."""
    return instant_of(datetime.fromisoformat(day), zone)


def percent(value: str | int) -> Fraction:
    return Fraction(value) / 100


# --- amounts and rows --------------------------------------------------------------------------


def money(amount: str | int) -> Fixed:
    return Fixed(Decimal(amount))


def of_fees(ratio: str | int) -> Share:
    return Share(percent(ratio), "fees")


def below(threshold: str | int, amount: Amount, **more: Any) -> CreditRow:
    return CreditRow(f"below {threshold}", Rung("<", percent(threshold)), amount, **more)


def a_miss(amount: Amount, **more: Any) -> CreditRow:
    return CreditRow("a miss", OnMiss(), amount, **more)


def a_breach(amount: Amount, **more: Any) -> CreditRow:
    return CreditRow("a breach", OnBreach(), amount, **more)


def band(low: str | None, high: str | None, amount: Amount) -> CreditRow:
    """From the low end, included, to below the high one."""
    ends = (None if end is None else percent(end) for end in (low, high))
    low_end, high_end = ends
    return CreditRow(f"from {low} to {high}", Band(low_end, True, high_end, False), amount)


def credit(*rows: CreditRow, double: bool = False, **more: Any) -> Credit:
    return Credit("credit", rows, repeat=Repeat("repeat", Fraction(2)) if double else None, **more)


# --- objectives --------------------------------------------------------------------------------


def objective(
    name: str = "uptime",
    *rows: CreditRow,
    target: str | int | None = 99,
    minimum: str | int | None = None,
    each: PeriodKind = "month",
    lower_is_better: bool = False,
    measures: Sequence[Measure] = (),
    double: bool = False,
    **more: Any,
) -> Objective:
    """A promise in percent whose value is given. Rows make its credit."""
    relation: Any = "<=" if lower_is_better else ">="
    block: dict[str, Any] = {"credit": credit(*rows, double=double)} if rows else {}
    own: dict[str, Any] = {
        "name": name,
        "title": name,
        "clause": name,
        "unit": "ratio",
        "value": MeasureValue("value"),
        "measures": (Measure("value", "mean", "sample"), *measures),
        "each": each,
        "target": None if target is None else Bound(f"{name} target", relation, percent(target)),
        "minimum": None if minimum is None else Bound(f"{name} minimum", relation, percent(minimum)),
        "point_events": ("sample",),
    }
    return Objective(**(own | block | more))


def breach_when(missed: Any, times: int = 1, months: int | None = None, **more: Any) -> BreachRule:
    return BreachRule(f"{missed} missed {times} times", missed, times, months, **more)


# --- earn-backs --------------------------------------------------------------------------------

AT_TARGET = Level()


def above(value: str | int, *, strictly: bool = True) -> Level:
    return Level(">" if strictly else ">=", percent(value))


def in_a_row(number: int, level: Level = AT_TARGET) -> Consecutive:
    return Consecutive(number, level)


def of_the_next(number: int, window: int, level: Level = AT_TARGET) -> OfTheNext:
    return OfTheNext(number, window, level)


def mean_of(each: Any = "contract year", weight: str | None = None, level: Level = AT_TARGET) -> MeanOf:
    return MeanOf(each, weight, level)


def stage(condition: Any, returns: str | int = 100, of: Any = "paid") -> Stage:
    return Stage(f"after {condition.tag()}", condition, percent(returns), of)


def offset_of(condition: Any, returns: str | int = 100, of: Any = "paid") -> Stage:
    """A stage that is set against later credits."""
    return replace(stage(condition, returns, of), as_offset=True)


def earn_back(*stages: Stage, name: str = "uptime", miss: Any = "forfeits", **more: Any) -> EarnBack:
    choices = {"eligible": "every credit", "on_excused": "skips", "at_term_end": "forfeits"} | more
    return EarnBack(clause="earn back", objective=name, stages=stages, on_miss=miss, **choices)


# --- plans and readings ------------------------------------------------------------------------


def fixed(amount: str | int, each: PeriodKind = "month", **more: Any) -> FixedFees:
    return FixedFees("fees", Decimal(amount), each, **more)


def cap(horizon: Any, amount: Amount, months: int | None = None, days: int | None = None) -> Cap:
    return Cap(f"cap {horizon}", horizon, amount, months, days)


def terms(
    *objectives: Objective,
    fees: Fees | str | int | None = 100_000,
    since: str = "2026-01-01",
    title: str = "as signed",
    **more: Any,
) -> Terms:
    own = fixed(fees) if isinstance(fees, str | int) else fees
    return Terms(at(since), title, own, objectives, **more)


def plan_of(
    *versions: Terms | Objective,
    term: tuple[str, str] = ("2026-01-01", "2026-12-31"),
    zone: str = "UTC",
    rounding: Any = "half up",
    quantum: str = "0.01",
    tables: Sequence[Table] = (),
    events: Sequence[Event] = (),
    **more: Any,
) -> Plan:
    """A plan of versions of the terms, or of the objectives of its only version."""
    first, last = (date.fromisoformat(day) for day in term)
    objectives = [one for one in versions if isinstance(one, Objective)]
    given = [one for one in versions if isinstance(one, Terms)]
    promised = [*objectives, *(one for own in given for one in own.objectives)]
    short = {"day", "week"} - {one.each for one in promised}
    kinds = [kind for kind in PERIOD_KINDS if kind not in short]
    every = tuple(one for kind in kinds for one in periods(kind, first, last, zone))
    return Plan(
        format_version=FORMAT_VERSION,
        agreement="test",
        title="Test",
        provider="P",
        customer="C",
        timezone=zone,
        currency="EUR",
        minor_digits=2,
        rounding=MoneyRounding("round", rounding, quantum),
        term_start=every[-1].start,
        term_end=every[-1].end,
        events=tuple(events),
        tables=tuple(tables),
        calendars=(),
        clocks=(),
        streams=(),
        periods=every,
        versions=tuple(given) or (terms(*objectives, since=term[0], **more),),
        assumptions=(),
        data_versions=(),
        clauses=(),
    )


def given(
    plan: Plan, name: str, values: str | Mapping[str, Any], keys: tuple[str, ...] = (), **more: Any
) -> list[Reading]:
    """Readings of one objective: percents from the first period of the term on, ``-`` for a period
    without a row; or by the label of the period."""
    if isinstance(values, str):
        each = next(one.each for one in plan.versions[0].objectives if one.name == name)
        labels = [period.label for period in plan.periods_of(each)]
        values = dict(zip(labels, values.split(), strict=False))
    return [_reading(name, label, keys, value, more) for label, value in values.items()]


def _reading(name: str, label: str, keys: tuple[str, ...], value: Any, more: Mapping[str, Any]) -> Reading:
    if value == "-":
        return Reading(name, label, keys, rows=0)
    return Reading(name, label, keys, **({"rows": 1, "value": percent(value)} | more))


def readings(plan: Plan, *series: list[Reading], end: str | None = None, fees: Any = ()) -> Readings:
    """All series, up to a day (the end of the term unless given)."""
    stop = plan.term_end if end is None else at(end, plan.timezone)
    flat = tuple(reading for one in series for reading in one if _end_of(plan, reading) <= stop)
    invoiced = tuple(
        FeesReading(label, keys, None if amount is None else Fraction(amount)) for label, keys, amount in fees
    )
    return Readings(stop, flat, invoiced)


def _end_of(plan: Plan, reading: Reading) -> int:
    return next(period.end for period in plan.periods if period.label == reading.period)


def settled(plan: Plan, read: Readings, window: str | None = None) -> Statement:
    """The statement of a period by its label, or of the whole term."""
    found = next(one for one in plan.periods if one.label == (window or "term"))
    outcome = settle(plan, read, window=(found.label, found.start, found.end))
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def run(plan: Plan, values: str, *, end: str | None = None, window: str | None = None) -> Statement:
    """The statement for the values of ``uptime``."""
    return settled(plan, readings(plan, given(plan, "uptime", values), end=end), window)


def paid(statement: Statement) -> dict[str, str]:
    """What each credit came to, by its period (and objective, where there are several)."""
    return {_name(statement, line): str(line.paid) for line in statement.credits}


def states(statement: Statement) -> dict[str, str]:
    return {_name(statement, line): line.state for line in statement.credits}


def events(statement: Statement) -> list[tuple[str, str, str, str]]:
    """What happened by earn-backs: the credit, the close, the event and the amount."""
    return [(line.credit_period, line.period, line.event, str(line.amount)) for line in statement.earn_backs]


def outcomes(statement: Statement) -> str:
    return " ".join(line.outcome.replace(" ", "-") for line in statement.outcomes)


def breaches(statement: Statement) -> list[str]:
    return [line.period for line in statement.outcomes if line.breach]


def _name(statement: Statement, line: CreditLine | OutcomeLine) -> str:
    several = len({one.objective for one in statement.credits}) > 1
    parts = ([line.objective] if several else []) + [value for _, value in line.keys] + [line.period]
    return " ".join(parts)
