"""Numbers over rows: shares, means over buckets, percentiles, sums, and what has no value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from slalang.plan.expressions import (
    Arithmetic,
    FieldValue,
    Lookup,
    Membership,
    Negation,
    Otherwise,
    Present,
    Text,
)
from slalang.plan.lengths import Days
from slalang.plan.streams import Lasting, Measure, Metric, Table
from slalang.plan.terms import Narrowing
from tests.measurement.build import (
    DAY,
    HOUR,
    MINUTE,
    both,
    compared,
    constant,
    every,
    excluding,
    intervals,
    is_text,
    objective,
    plan_of,
    points,
    read,
    stream,
    values,
    where,
)

REQUEST = points(
    "request", service="text", status="integer", latency="duration?", size="decimal?", agent="text?"
)
PLANNED = intervals("planned")


def request(moment: str, status: int = 200, **more: Any) -> dict[str, Any]:
    return {"at": moment, "service": "api", "status": status, **more}


def measured(aggregate: Any, value: Any = None, **more: Any) -> Measure:
    value = FieldValue(value) if isinstance(value, str) else value
    return Measure("m", aggregate, more.pop("over", "request"), value, **more)


def only(measure: Measure, rows: list[dict[str, Any]], **more: Any) -> Any:
    """What the measure reads in January."""
    tables = more.pop("tables", ())
    wanted = objective("x", measure, point_events=("request",), **more)
    plan = plan_of([REQUEST, PLANNED], wanted, tables=tables)
    (reading,) = read(plan, {"request": rows}, "2026-02-01")
    return reading.measures["m"]


JANUARY = [
    request("2026-01-01T00:00", 200, latency=100, size="0.5", agent="x"),
    request("2026-01-10T00:00", 404, latency=300, size="1.25"),
    request("2026-01-20T00:00", 500, latency=None, agent="y"),
    request("2026-01-31T23:59", 200, latency=200, size="0.25", agent="x"),
]
OTHERS = [request("2025-12-31T23:59", 500), request("2026-02-01T00:00", 500)]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (measured("count"), 4),
        (measured("count", where=compared("status", ">=", 400)), 2),
        (measured("count", compared("status", ">=", 400)), 2),
        (measured("share", compared("status", "<", 500)), Fraction(3, 4)),
        (measured("share", compared("latency", "<", 250)), Fraction(2, 4)),
        (measured("share", Negation(compared("latency", "<", 250))), Fraction(1, 4)),
        (measured("share", Present("agent")), Fraction(3, 4)),
        (measured("sum", "size"), 2),
        (measured("mean", "size"), Fraction(2, 3)),
        (measured("mean", "latency"), 200),
        (measured("min", "size"), Fraction(1, 4)),
        (measured("max", "size"), Fraction(5, 4)),
        (measured("distinct", "agent"), 2),
        (measured("distinct", "status"), 3),
        (measured("percentile", "latency", percentile=Fraction(1, 2)), 200),
        (measured("percentile", "latency", percentile=Fraction(99, 100)), 300),
        (measured("percentile", "latency", percentile=Fraction(0)), 100),
        (measured("percentile", "latency", percentile=Fraction(1, 3)), 100),
        (measured("sum", Arithmetic("*", FieldValue("size"), FieldValue("status"))), 100 + 505 + 50),
        (measured("sum", Arithmetic("/", FieldValue("size"), constant(3))), Fraction(2, 3)),
        (
            measured("sum", Arithmetic("/", FieldValue("latency"), FieldValue("status"))),
            Fraction(3, 2) + Fraction(300, 404),
        ),
        (measured("max", Arithmetic("/", FieldValue("latency"), FieldValue("status"))), 1),
        (measured("sum", Otherwise(FieldValue("size"), constant(Fraction(1, 3)))), Fraction(7, 3)),
        (measured("count", where=Membership(FieldValue("agent"), (Text("x"), Text("z")))), 2),
        (measured("count", where=both(is_text("service", "api"), compared("status", "!=", 200))), 2),
        (measured("mean", "size", where=compared("status", "=", 500)), None),
        (measured("sum", "size", where=compared("status", "=", 999)), 0),
        (measured("count", where=compared("status", "=", 999)), 0),
        (measured("share", compared("status", "<", 500), where=compared("status", "=", 999)), None),
        (measured("percentile", "size", percentile=Fraction(1, 2), where=compared("status", "=", 999)), None),
        (measured("distinct", "agent", where=compared("status", "=", 999)), 0),
    ],
)
def test_a_measure_over_points(measure: Measure, expected: Any) -> None:
    assert only(measure, JANUARY + OTHERS) == expected


def test_division_by_zero_has_no_value() -> None:
    quotient = Arithmetic("/", FieldValue("size"), Arithmetic("-", FieldValue("status"), constant(200)))
    assert only(measured("sum", quotient), JANUARY) == Fraction(125, 100) / 204
    assert only(measured("count", where=compared(quotient, ">", 0)), JANUARY) == 1
    negative = Arithmetic("/", FieldValue("size"), Arithmetic("-", constant(200), FieldValue("status")))
    assert only(measured("count", where=compared(negative, "<", 0)), JANUARY) == 1


def test_a_value_by_a_table() -> None:
    weights = Table("weight", "agent", (("x", Fraction(1, 3)), ("y", Fraction(1, 2))), Fraction(0))
    found = only(measured("sum", Lookup("weight", FieldValue("agent"))), JANUARY, tables=[weights])
    assert found == Fraction(2, 3) + Fraction(1, 2)


def test_exclude_removes_the_points_inside() -> None:
    wanted = objective("x", measured("count"), point_events=("request",), exclusions=(excluding("planned"),))
    plan = plan_of([REQUEST, PLANNED], wanted)
    rows = {
        "request": JANUARY,
        "planned": [{"from": "2026-01-10T00:00", "to": "2026-01-20T00:00"}],
    }
    (reading,) = read(plan, rows, "2026-02-01")
    assert (reading.measures["m"], reading.rows) == (3, 3)


def test_rows_count_what_was_seen_and_nothing_is_no_zero() -> None:
    wanted = objective("x", measured("share", compared("status", "<", 500)), point_events=("request",))
    january, february = read(plan_of([REQUEST], wanted), {"request": JANUARY}, "2026-03-01")
    assert (january.rows, february.rows) == (4, 0)
    assert february.measures == {"m": None}


def test_an_instant_far_off_is_compared_exactly() -> None:
    announced = intervals("planned", announced="instant")
    soon = stream(
        "known",
        "intervals",
        "planned",
        where(compared("announced", "<=", Arithmetic("-", FieldValue("from"), constant(48 * HOUR)))),
    )
    plan = plan_of([announced], objective("x", Measure("m", "count", "known")), streams=[soon])
    rows = [
        {"from": "2026-01-10T00:00", "to": "2026-01-10T01:00", "announced": "2026-01-08T00:00"},
        {"from": "2026-01-10T00:00", "to": "2026-01-10T01:00", "announced": "2026-01-08T00:00:00.000001"},
    ]
    assert values(read(plan, {"planned": rows}, "2026-02-01")) == {"2026-01": 1}


# --- means over buckets ------------------------------------------------------------------------


def error_rate(width: int, when_empty: Fraction | None, **more: Any) -> Any:
    metric = Metric("rate", "share", compared("status", ">=", 500), when_empty=when_empty)
    return stream("slot", "buckets", "request", every(width, metric, keys="service", **more), keys="service")


def mean_rate(slot: Any, rows: list[dict[str, Any]], **more: Any) -> Any:
    wanted = objective("x", measured("mean", "rate", over="slot"), point_events=("request",), **more)
    return read(plan_of([REQUEST, PLANNED], wanted, streams=[slot]), {"request": rows}, "2026-02-01")[0]


def test_the_mean_of_five_minute_error_rates_is_not_the_error_rate() -> None:
    rows = [request(f"2026-01-05T10:0{minute}", 500 if minute == 0 else 200) for minute in range(3)]
    rows += [request("2026-01-05T10:05", 500)]
    reading = mean_rate(error_rate(5 * MINUTE, Fraction(0)), rows)
    slots = 31 * 288
    assert reading.measures["m"] == (Fraction(1, 3) + 1) / slots
    assert (reading.buckets, reading.empty_buckets) == (slots, slots - 2)


def test_empty_buckets_without_a_value_are_left_out_of_the_mean() -> None:
    rows = [request("2026-01-05T10:00", 500), request("2026-01-05T10:00", 200), request("2026-01-06T10:00")]
    assert mean_rate(error_rate(5 * MINUTE, None), rows).measures["m"] == Fraction(1, 4)


def test_each_key_has_its_own_empty_buckets() -> None:
    rows = [request("2026-01-05T10:00"), request("2026-01-05T10:00") | {"service": "db"}]
    reading = mean_rate(error_rate(DAY, Fraction(1)), rows)
    assert reading.measures["m"] == Fraction(60, 62)
    rows.append(request("2026-02-05T10:00") | {"service": "web"})
    assert mean_rate(error_rate(DAY, Fraction(1)), rows).measures["m"] == Fraction(60, 62)


def test_buckets_wholly_inside_excluded_time_are_dropped() -> None:
    rows = [request("2026-01-05T10:00", 500), request("2026-01-06T10:00", 500)]
    wanted = objective(
        "x",
        measured("mean", "rate", over="slot"),
        point_events=("request",),
        exclusions=(excluding("planned"),),
    )
    plan = plan_of([REQUEST, PLANNED], wanted, streams=[error_rate(HOUR, Fraction(0))])
    planned = [
        {"from": "2026-01-05T10:00", "to": "2026-01-05T11:00"},
        {"from": "2026-01-06T10:01", "to": "2026-01-06T13:30"},
    ]
    (reading,) = read(plan, {"request": rows, "planned": planned}, "2026-02-01")
    assert reading.measures["m"] == Fraction(1, 31 * 24 - 3)
    assert (reading.buckets, reading.empty_buckets) == (31 * 24 - 3, 31 * 24 - 4)


def test_a_bucket_belongs_to_the_period_of_its_last_instant() -> None:
    two_hours = error_rate(2 * HOUR, None)
    wanted = objective(
        "x", measured("count", over="slot", where=compared("rate", ">", 0)), point_events=("request",)
    )
    plan = plan_of([REQUEST], wanted, streams=[two_hours], zone="Europe/Berlin")
    rows = [request("2026-03-31T21:30", 500)]
    found = values(read(plan, {"request": rows}, "2026-05-01"))
    assert (found["2026-03"], found["2026-04"]) == (0, 1)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (Metric("rate", "count", None), 4),
        (Metric("rate", "sum", FieldValue("size")), 2),
        (Metric("rate", "mean", FieldValue("size")), Fraction(2, 3)),
        (Metric("rate", "min", FieldValue("latency")), 100),
        (Metric("rate", "max", FieldValue("latency")), 300),
        (Metric("rate", "distinct", FieldValue("agent")), 2),
        (Metric("rate", "percentile", FieldValue("latency"), percentile=Fraction(1, 2)), 200),
        (Metric("rate", "percentile", FieldValue("latency"), percentile=Fraction(1)), 300),
        (Metric("rate", "percentile", FieldValue("latency"), percentile=Fraction(1, 3)), 100),
        (Metric("rate", "share", Present("agent")), Fraction(3, 4)),
    ],
)
def test_what_a_bucket_has(metric: Metric, expected: Any) -> None:
    slot = stream("slot", "buckets", "request", every(31 * DAY, metric, keys="service"), keys="service")
    assert mean_rate(slot, JANUARY).measures["m"] == expected


def test_sparse_buckets_are_neither_up_nor_down() -> None:
    bad, few = [500, 500, 500], [500]
    rows = [
        request(f"2026-01-05T10:0{minute}:0{second}", status)
        for minute, found in enumerate([bad, few, bad, [200] * 3, few])
        for second, status in enumerate(found)
    ]
    for sparse, expected in (("breaks", 0), ("carries", 3 * MINUTE)):
        slot = error_rate(MINUTE, Fraction(0), least_rows=3, sparse=sparse)
        down = stream(
            "down", "intervals", "slot", where(compared("rate", ">", 0)), Lasting(2 * MINUTE), keys="service"
        )
        wanted = objective("x", Measure("m", "time", "down"), point_events=("request",))
        plan = plan_of([REQUEST], wanted, streams=[slot, down])
        assert values(read(plan, {"request": rows}, "2026-02-01")) == {"2026-01": expected}


# --- intervals as rows -------------------------------------------------------------------------

INCIDENT = intervals("incident", severity="integer", users="integer")


def incident(start: str, end: str | None, severity: int = 1, users: int = 1) -> dict[str, Any]:
    return {"from": start, "to": end, "severity": severity, "users": users}


INCIDENTS = [
    incident("2026-01-05T10:00", "2026-01-05T12:00", users=10),
    incident("2026-01-31T22:00", "2026-02-01T04:00", severity=2, users=2),
    incident("2026-02-03T00:00", "2026-02-03T01:00"),
    incident("2026-02-28T23:00", None),
]


def by_month(measure: Measure, **more: Any) -> Any:
    plan = plan_of([INCIDENT, PLANNED], objective("x", measure, interval_events=("incident",), **more))
    planned = [{"from": "2026-01-05T11:00", "to": "2026-01-05T11:30"}]
    return values(read(plan, {"incident": INCIDENTS, "planned": planned}, "2026-03-01"))


@pytest.mark.parametrize(
    ("measure", "january", "february"),
    [
        (measured("count", over="incident"), 1, 3),
        (measured("sum", "length", over="incident"), 2 * HOUR, 8 * HOUR),
        (measured("mean", "length", over="incident"), 2 * HOUR, Fraction(8 * HOUR, 3)),
        (measured("max", "length", over="incident"), 2 * HOUR, 6 * HOUR),
        (measured("lengths", over="incident"), (2 * HOUR,), (6 * HOUR, HOUR, HOUR)),
        (measured("sum", "length", over="incident", inside=True), 4 * HOUR, 6 * HOUR),
        (measured("count", over="incident", inside=True), 2, 3),
        (measured("time", over="incident"), 4 * HOUR, 6 * HOUR),
        (measured("mean", "length", over="incident", where=compared("severity", "=", 2)), None, 6 * HOUR),
        (
            measured("sum", Arithmetic("*", FieldValue("length"), FieldValue("users")), over="incident"),
            20 * HOUR,
            14 * HOUR,
        ),
        (measured("count", over="incident", where=compared("length", ">", HOUR)), 1, 1),
    ],
)
def test_an_interval_belongs_whole_to_the_period_of_its_end(
    measure: Measure, january: Any, february: Any
) -> None:
    assert by_month(measure) == {"2026-01": january, "2026-02": february}


def test_counted_when_started() -> None:
    found = by_month(measured("sum", "length", over="incident"), counted_when="started")
    assert found == {"2026-01": 8 * HOUR, "2026-02": 2 * HOUR}


def test_exclusions_clip_intervals() -> None:
    for effect in ("exclude", "forgive"):
        clipped = by_month(measured("lengths", over="incident"), exclusions=(excluding("planned", effect),))
        assert clipped["2026-01"] == (90 * MINUTE,)


def test_an_interval_wholly_inside_excluded_time_is_no_row() -> None:
    plan = plan_of(
        [INCIDENT, PLANNED],
        objective("x", measured("count", over="incident"), exclusions=(excluding("planned"),)),
    )
    rows = {
        "incident": [
            incident("2026-01-05T10:00", "2026-01-05T10:10"),
            incident("2026-01-05T10:05", "2026-01-05T10:05"),
            incident("2026-01-07T10:05", "2026-01-07T10:05"),
        ],
        "planned": [{"from": "2026-01-05T10:00", "to": "2026-01-05T10:10"}],
    }
    assert values(read(plan, rows, "2026-02-01")) == {"2026-01": 1}


# --- keys, narrowing, looking back -------------------------------------------------------------

PROBE = points("probe", region="text", up="boolean")


def test_for_each_region_there_is_one_reading() -> None:
    share = Measure("m", "share", "probe", FieldValue("up"))
    plan = plan_of([PROBE], objective("x", share, keys=("region",), point_events=("probe",)))
    rows = [
        {"at": "2026-01-05", "region": "eu", "up": True},
        {"at": "2026-01-06", "region": "eu", "up": False},
        {"at": "2026-01-05", "region": "us", "up": True},
        {"at": "2026-02-05", "region": "us", "up": False},
    ]
    found = read(plan, {"probe": rows}, "2026-03-01")
    assert values(found) == {("2026-01", "eu"): Fraction(1, 2), ("2026-01", "us"): 1, ("2026-02", "us"): 0}
    assert [one.rows for one in found] == [2, 1, 1]


def test_rows_without_the_field_belong_to_every_region() -> None:
    wanted = objective(
        "x",
        Measure("down", "time", "outage"),
        Measure("all", "period"),
        keys=("region",),
        point_events=("probe",),
        exclusions=(excluding("planned"),),
    )
    outage, planned = intervals("outage"), intervals("planned", region="text")
    rows = {
        "probe": [{"at": "2026-01-05", "region": region, "up": True} for region in ("eu", "us")],
        "outage": [{"from": "2026-01-05T10:00", "to": "2026-01-05T12:00"}],
        "planned": [{"from": "2026-01-05T11:00", "to": "2026-01-05T13:00", "region": "us"}],
    }
    found = read(plan_of([PROBE, outage, planned], wanted), rows, "2026-02-01")
    assert [one.measures for one in found] == [
        {"down": 2 * HOUR, "all": 31 * DAY},
        {"down": HOUR, "all": 31 * DAY - 2 * HOUR},
    ]


def test_narrowing_keeps_the_rows_with_the_value() -> None:
    narrow = (Narrowing("status", "200"), Narrowing("unknown", "x"))
    assert only(measured("count"), JANUARY, narrow=narrow) == 2


def test_looking_back_takes_a_longer_window_cut_at_the_start_of_the_term() -> None:
    wanted = objective(
        "x", measured("count"), Measure("all", "period"), point_events=("request",), looking_back=Days(60)
    )
    rows = [request("2026-01-05"), request("2026-02-05"), request("2026-03-05")]
    found = read(plan_of([REQUEST], wanted), {"request": rows}, "2026-04-01")
    assert [one.measures["m"] for one in found] == [1, 2, 2]
    assert [one.measures["all"] for one in found] == [31 * DAY, 59 * DAY, 60 * DAY]


def test_keys_may_be_numbers_or_truths() -> None:
    wanted = objective("x", Measure("m", "count", "probe"), keys=("level", "up"), point_events=("probe",))
    probe = points("probe", level="integer", up="boolean")
    rows = [{"at": "2026-01-05", "level": level, "up": level > 2} for level in (10, 2, 10)]
    found = read(plan_of([probe], wanted), {"probe": rows}, "2026-02-01")
    assert values(found) == {("2026-01", "2", "false"): 1, ("2026-01", "10", "true"): 2}
    assert [one.keys[0] for one in found] == ["2", "10"]
