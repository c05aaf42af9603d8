"""Rows given in tests, versions, ramps, fees, and what cannot be measured."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from slalang.measurement import measure
from slalang.plan.expressions import Arithmetic, FieldValue
from slalang.plan.reading import FeesReading, GivenRow
from slalang.plan.streams import Event, Lasting, Measure, Metric, Table
from slalang.plan.terms import FeesByKey, InvoicedFees, Narrowing, Terms
from tests.measurement.build import (
    DAY,
    HOUR,
    MINUTE,
    at,
    compared,
    every,
    excluding,
    intervals,
    log_of,
    objective,
    plan_of,
    points,
    read,
    run,
    stream,
    values,
    where,
)

REQUEST = points("request", service="text", status="integer")
MAINTENANCE = intervals("maintenance", service="text", announced="instant")
FAILED = Metric("failed", "share", compared("status", ">=", 500), when_empty=Fraction(0))
SLOTS = stream("minute", "buckets", "request", every(MINUTE, FAILED, keys="service"), keys="service")
DOWNTIME = stream(
    "downtime",
    "intervals",
    "minute",
    where(compared("failed", ">", Fraction(5, 100))),
    Lasting(5 * MINUTE),
    keys="service",
)
API = (Narrowing("service", "api"), Narrowing("customer", "globex"))
UPTIME = objective(
    "uptime",
    Measure("down", "time", "downtime"),
    Measure("mean", "mean", "minute", FieldValue("failed")),
    Measure("all", "period"),
    point_events=("request",),
    exclusions=(excluding("maintenance"),),
    narrow=API,
)


def given(over: str, start: str, end: str | None, **fields: Any) -> GivenRow:
    return GivenRow(over, at(start), None if end is None else at(end), tuple(fields.items()))


# --- given rows --------------------------------------------------------------------------------


def test_given_buckets_stand_in_place_of_a_stream() -> None:
    plan = plan_of([REQUEST, MAINTENANCE], UPTIME, streams=[SLOTS, DOWNTIME])
    bad = given("minute", "2026-01-10T02:00", "2026-01-10T02:10", service="api", failed=Fraction(1))
    other = given("minute", "2026-01-11T02:00", "2026-01-11T02:10", service="db", failed=Fraction(1))
    ignored = {"request": [{"at": "2026-01-20", "service": "api", "status": 500}]}
    january, february = read(plan, ignored, "2026-03-01", [bad, other])
    assert january.measures == {"down": 10 * MINUTE, "mean": Fraction(10, 31 * 1440), "all": 31 * DAY}
    assert (january.rows, january.buckets, january.empty_buckets) == (2, 31 * 1440, 31 * 1440 - 10)
    assert (february.measures["mean"], february.rows) == (None, 0)


def test_an_outage_inside_announced_maintenance() -> None:
    plan = plan_of([REQUEST, MAINTENANCE], UPTIME, streams=[SLOTS, DOWNTIME])
    bad = given("minute", "2026-01-10T02:00", "2026-01-10T02:10", service="api", failed=Fraction(1))
    window = {
        "from": "2026-01-10T01:00",
        "to": "2026-01-10T03:00",
        "service": "api",
        "announced": "2026-01-01",
    }
    (january,) = read(plan, {"maintenance": [window]}, "2026-02-01", [bad])
    assert january.measures["down"] == 0
    assert january.measures["all"] == 31 * DAY - 2 * HOUR


def test_given_intervals_stand_in_place_of_a_stream() -> None:
    plan = plan_of([REQUEST, MAINTENANCE], UPTIME, streams=[SLOTS, DOWNTIME])
    long = given("downtime", "2026-01-31T23:00", None)
    (january,) = read(plan, {}, "2026-02-01", [long])
    assert (january.measures["down"], january.rows) == (HOUR, 1)


def test_given_rows_must_be_whole_buckets() -> None:
    plan = plan_of([REQUEST, MAINTENANCE], UPTIME, streams=[SLOTS, DOWNTIME])
    with log_of(plan.events, {}) as log:
        rows = (given("minute", "2026-01-10T02:00", "2026-01-10T02:00:30", failed=Fraction(1)),)
        outcome = measure(plan, log, end=at("2026-02-01"), given=rows)
    assert [finding.kind.name for finding in outcome.diagnostics] == ["part-of-a-bucket"]


# --- versions and ramps ------------------------------------------------------------------------

COUNT = Measure("n", "count", "request")


def test_each_version_governs_the_periods_that_start_in_it() -> None:
    first = objective("uptime", COUNT, point_events=("request",))
    second = objective("uptime", replace(COUNT, id="m"), point_events=("request",))
    plan = plan_of([REQUEST], first)
    versions = [
        Terms(plan.term_start, "first", None, (first,)),
        Terms(at("2026-02-15"), "amendment", None, (second,)),
    ]
    plan = plan_of([REQUEST], versions=versions)
    found = read(plan, {}, "2026-05-01")
    assert [(one.period, *one.measures) for one in found] == [
        ("2026-01", "n"), ("2026-02", "n"), ("2026-03", "m"), ("2026-04", "m"),
    ]  # fmt: skip


def test_periods_before_an_objective_is_effective_are_not_measured() -> None:
    ramped = objective("uptime", COUNT, point_events=("request",), effective=at("2026-03-01"))
    assert [one.period for one in read(plan_of([REQUEST], ramped), {}, "2026-05-01")] == [
        "2026-03",
        "2026-04",
    ]


def test_rows_from_the_end_of_the_evaluation_on_are_not_seen() -> None:
    rows = [
        {"at": "2026-01-31T23:59", "service": "a", "status": 1},
        {"at": "2026-02-01", "service": "a", "status": 1},
    ]
    wanted = objective("x", COUNT, each="term", point_events=("request",))
    plan = plan_of([REQUEST], wanted, term=("2026-01-01", "2026-01-31"))
    assert values(read(plan, {"request": rows}, "2026-02-01")) == {"term": 1}


# --- fees --------------------------------------------------------------------------------------

INVOICE = points("invoice", amount="money", region="text")
INVOICES = [
    {"at": "2026-01-05", "amount": "100.10", "region": "eu"},
    {"at": "2026-01-15", "amount": "50.05", "region": "us"},
    {"at": "2026-03-01", "amount": "7", "region": "us"},
]


def invoiced(event: Event, *keys: str, **more: Any) -> tuple[FeesReading, ...]:
    fees = InvoicedFees("fees", Measure("fees", "sum", "invoice", FieldValue("amount")), "month", **more)
    wanted = [objective(f"x{number}", COUNT, keys=(key,)) for number, key in enumerate(keys)]
    plan = plan_of([REQUEST, event], *wanted, fees=fees)
    with log_of(plan.events, {"invoice": INVOICES}) as log:
        return measure(plan, log, end=at("2026-03-01")).value.fees


def test_fees_are_the_sum_of_the_invoices_of_each_month() -> None:
    assert invoiced(INVOICE) == (
        FeesReading("2026-01", (), Fraction("150.15")),
        FeesReading("2026-02", (), None),
    )
    assert invoiced(INVOICE, narrow=(Narrowing("region", "us"),))[0].amount == Fraction("50.05")


def test_fees_by_the_field_of_for_each() -> None:
    assert invoiced(INVOICE, "region", "service")[2:] == (
        FeesReading("2026-01", ("eu",), Fraction("100.1")),
        FeesReading("2026-01", ("us",), Fraction("50.05")),
    )


def test_a_region_with_fees_of_its_own_exists_without_rows() -> None:
    table = Table("fees", "service", (("api", Fraction(1)), ("db", Fraction(2))), None)
    wanted = objective("x", COUNT, keys=("service",), point_events=("request",))
    plan = plan_of([REQUEST], wanted, tables=[table], fees=FeesByKey("fees", "fees", "service", "month"))
    rows = [{"at": "2026-01-05", "service": "api", "status": 1}]
    (api, db) = read(plan, {"request": rows}, "2026-02-01")
    assert (api.keys, api.rows, db.keys, db.rows) == (("api",), 1, ("db",), 0)


def test_a_log_of_incidents_has_a_key_from_its_first_row_on() -> None:
    incident = intervals("incident", region="text")
    wanted = objective("x", Measure("m", "time", "incident"), keys=("region",), interval_events=("incident",))
    rows = [{"from": "2026-02-05", "to": "2026-02-06", "region": "eu"}]
    found = run(plan_of([incident], wanted), {"incident": rows}, "2026-04-01")
    assert values(found.objectives) == {("2026-02", "eu"): DAY, ("2026-03", "eu"): 0}


# --- refusals ----------------------------------------------------------------------------------


def problems(*wanted: Any, rows: dict[str, Any] | None = None, **more: Any) -> tuple[list[str], int]:
    plan = plan_of([REQUEST, MAINTENANCE], *wanted, **more)
    with log_of(plan.events, rows or {}) as log:
        outcome = measure(plan, log, end=at("2026-02-01"))
    assert outcome.failed
    return [f"{one.kind.name}: {one.message}" for one in outcome.diagnostics], len(outcome.value.objectives)


def test_all_problems_are_reported_and_the_rest_is_measured() -> None:
    either = stream("either", "intervals", "maintenance minute")
    first = objective(
        "first", Measure("m", "sum", "either", FieldValue("service")), point_events=("request",)
    )
    second = objective("second", COUNT, keys=("region",), point_events=("request",))
    third = objective("third", COUNT, point_events=("request",))
    found, measured = problems(first, second, third, streams=[SLOTS, either])
    assert measured == 1
    assert found == [
        "cannot-measure: rows that were joined as time have no `service`",
        "field-of-no-event: none of the events behind `second` has `region`",
    ]


def test_numbers_beyond_128_bits_are_an_error() -> None:
    power = FieldValue("status")
    for _ in range(4):
        power = Arithmetic("*", power, FieldValue("status"))
    wanted = objective("x", Measure("m", "sum", "request", power), point_events=("request",))
    rows = {"request": [{"at": "2026-01-05", "service": "a", "status": 10**15}]}
    found, _ = problems(wanted, rows=rows)
    assert found == ["number-too-large: the numbers of the log are too large to be reckoned with exactly"]


def test_the_log_is_left_as_it_was() -> None:
    plan = plan_of([REQUEST, MAINTENANCE], UPTIME, streams=[SLOTS, DOWNTIME])
    with log_of(plan.events, {"request": [{"at": "2026-01-05", "service": "api", "status": 500}]}) as log:
        before = log.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        once = measure(plan, log, end=at("2026-02-01"))
        assert measure(plan, log, end=at("2026-02-01")) == once
        assert log.connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == before
