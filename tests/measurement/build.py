"""Small plans and logs, written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import duckdb

from slalang.events.log import EventLog, LogTable
from slalang.measurement import measure
from slalang.plan.expressions import (
    Arithmetic,
    Comparison,
    Expression,
    FieldValue,
    Logic,
    MeasureValue,
    Negation,
    Number,
    Text,
)
from slalang.plan.plan import FORMAT_VERSION, MoneyRounding, Period, Plan
from slalang.plan.reading import GivenRow, Reading, Readings
from slalang.plan.streams import (
    SCALE,
    Calendar,
    Clock,
    Event,
    EventField,
    Every,
    Measure,
    Metric,
    Stream,
    Table,
    Where,
)
from slalang.plan.terms import Exclusion, Fees, Objective, PeriodKind, Terms
from slalang.quantities import PERIOD_KINDS, instant_of, periods

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

Row = Mapping[str, Any]


def at(text: str, zone: str = "UTC") -> int:
    """The instant of a local time such as ``2026-01-31`` or ``2026-01-31T10:00``."""
    return instant_of(datetime.fromisoformat(text), zone)


# --- expressions -------------------------------------------------------------------------------


def constant(value: int | str | Fraction) -> Number:
    return Number(Fraction(value))


def of(value: Any) -> Expression:
    """A field by its name, a number by its value, an expression as it is."""
    if isinstance(value, str):
        return FieldValue(value)
    return constant(value) if isinstance(value, int | Fraction) else value


def compared(left: Any, operator: Any, right: Any) -> Comparison:
    return Comparison(operator, of(left), of(right))


def is_text(field: str, value: str) -> Comparison:
    return Comparison("=", FieldValue(field), Text(value))


def both(*conditions: Expression) -> Logic:
    return Logic("and", conditions)


def refused(condition: Expression) -> Negation:
    return Negation(condition)


def one_minus(up: str, down: str) -> Expression:
    return Arithmetic("-", constant(1), Arithmetic("/", MeasureValue(up), MeasureValue(down)))


# --- events and streams ------------------------------------------------------------------------


def points(name: str, **fields: str) -> Event:
    """A point event; a type ending in ``?`` is optional, one ending in ``!`` a key."""
    return Event(name, "points", (EventField("at", "instant"), *_fields(fields)))


def intervals(name: str, **fields: str) -> Event:
    span = (EventField("from", "instant"), EventField("to", "instant", optional=True))
    return Event(name, "intervals", (*span, *_fields(fields)))


def _fields(fields: Mapping[str, str]) -> tuple[EventField, ...]:
    return tuple(
        EventField(name, kind.rstrip("?!"), optional="?" in kind, key="!" in kind)  # type: ignore[arg-type]
        for name, kind in fields.items()
    )


def stream(name: str, shape: Any, sources: str, *steps: Any, keys: str = "") -> Stream:
    return Stream(name, shape, tuple(sources.split()), steps, tuple(keys.split()))


def every(width: int, *metrics: Metric, keys: str = "", **more: Any) -> Every:
    return Every(width, tuple(keys.split()), metrics, **more)


def where(condition: Expression) -> Where:
    return Where(condition)


# --- plans and logs ----------------------------------------------------------------------------


def objective(name: str, *measures: Measure, each: PeriodKind = "month", **more: Any) -> Objective:
    value = MeasureValue(measures[0].id)
    return Objective(name, name, name, "ratio", value, measures, each, None, **more)


def excluding(name: str, effect: Any = "exclude", budget: Any = None) -> Exclusion:
    return Exclusion(f"{effect} {name}", effect, name, budget)


def plan_of(
    events: Sequence[Event],
    *objectives: Objective,
    streams: Sequence[Stream] = (),
    clocks: Sequence[Clock] = (),
    tables: Sequence[Table] = (),
    calendars: Sequence[Calendar] = (),
    term: tuple[str, str] = ("2026-01-01", "2026-12-31"),
    zone: str = "UTC",
    fees: Fees | None = None,
    versions: Sequence[Terms] | None = None,
) -> Plan:
    first, last = (date.fromisoformat(day) for day in term)
    every_period = tuple(one for kind in PERIOD_KINDS for one in periods(kind, first, last, zone))
    whole: Period = every_period[-1]
    terms = versions or (Terms(whole.start, "first", fees, objectives),)
    return Plan(
        format_version=FORMAT_VERSION,
        agreement="test",
        title="Test",
        provider="P",
        customer="C",
        timezone=zone,
        currency="EUR",
        minor_digits=2,
        rounding=MoneyRounding("round", "half up", "0.01"),
        term_start=whole.start,
        term_end=whole.end,
        events=tuple(events),
        tables=tuple(tables),
        calendars=tuple(calendars),
        clocks=tuple(clocks),
        streams=tuple(streams),
        periods=every_period,
        versions=tuple(terms),
        assumptions=(),
        data_versions=(),
        clauses=(),
    )


_TYPES = {"text": "VARCHAR", "choice": "VARCHAR"}


def log_of(events: Sequence[Event], rows: Mapping[str, Sequence[Row]]) -> EventLog:
    """The tables the log reader makes: whole numbers and texts."""
    connection = duckdb.connect(":memory:")
    tables = {}
    for number, event in enumerate(events):
        name, own = f"event_{number}", rows.get(event.name, ())
        columns = [f"f{index} {_TYPES.get(f.type, 'BIGINT')}" for index, f in enumerate(event.fields)]
        connection.execute(f"CREATE TABLE {name} ({', '.join(columns)}, source INTEGER, record BIGINT)")
        cells = [(*_cells(event, row), 0, record) for record, row in enumerate(own, 1)]
        if cells:
            marks = ", ".join("?" for _ in cells[0])
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", cells)
        tables[event.name] = LogTable(event, name, len(own))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return EventLog(connection, tables)


def _cells(event: Event, row: Row) -> list[int | str | None]:
    unknown = set(row) - {field.name for field in event.fields}
    assert not unknown, unknown
    return [_cell(field, row.get(field.name)) for field in event.fields]


def _cell(field: EventField, value: Any) -> int | str | None:
    if value is None:
        assert field.optional, field.name
        return None
    if field.type == "instant" and isinstance(value, str):
        return at(value)
    if field.type in ("decimal", "money"):
        return int(Fraction(value) * SCALE)
    return value if isinstance(value, str) else int(value)


def run(
    plan: Plan, rows: Mapping[str, Sequence[Row]], end: str | int, given: Sequence[GivenRow] = ()
) -> Readings:
    """The readings, where nothing is wrong."""
    with log_of(plan.events, rows) as log:
        stop = at(end, plan.timezone) if isinstance(end, str) else end
        outcome = measure(plan, log, end=stop, given=tuple(given))
    assert outcome.diagnostics == (), outcome.diagnostics
    return outcome.value


def read(
    plan: Plan, rows: Mapping[str, Sequence[Row]], end: str | int, given: Sequence[GivenRow] = ()
) -> list[Reading]:
    return list(run(plan, rows, end, given).objectives)


def values(readings: Sequence[Reading]) -> dict[Any, Any]:
    """The first measure of each reading, by period, and by period and keys where there are keys."""
    return {
        (one.period, *one.keys) if one.keys else one.period: next(iter(one.measures.values()))
        for one in readings
    }
