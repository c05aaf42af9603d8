"""Time in intervals: unions, runs, exclusions with budgets, forgiveness, periods of local time."""

from __future__ import annotations

from fractions import Fraction

from slalang.plan.expressions import FieldValue, Negation
from slalang.plan.streams import Inside, Lasting, Measure, Metric, Outside
from slalang.plan.terms import Budget, Narrowing
from tests.measurement.build import (
    DAY,
    HOUR,
    MINUTE,
    compared,
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

DOWN = Measure("down", "time", "outage")
PERIOD = Measure("all", "period")
OUTAGE = intervals("outage", cause="text?")
PLANNED = intervals("planned")


def out(start: str, end: str | None, **fields: object) -> dict[str, object]:
    return {"from": start, "to": end, **fields}


def test_overlapping_outages_count_once() -> None:
    plan = plan_of([OUTAGE], objective("uptime", DOWN, interval_events=("outage",)))
    rows = {
        "outage": [out("2026-01-05T10:00", "2026-01-05T11:00"), out("2026-01-05T10:30", "2026-01-05T11:30")]
    }
    (reading,) = read(plan, rows, "2026-02-01")
    assert reading.measures == {"down": Fraction(90 * MINUTE)}
    assert reading.rows is None
    assert reading.buckets is None


def test_an_outage_over_the_end_of_a_month_is_cut_there() -> None:
    plan = plan_of([OUTAGE], objective("uptime", DOWN, PERIOD, interval_events=("outage",)))
    rows = {"outage": [out("2026-01-31T23:00", "2026-02-01T02:00")]}
    january, february = read(plan, rows, "2026-03-01")
    assert january.measures == {"down": Fraction(HOUR), "all": Fraction(31 * DAY)}
    assert february.measures == {"down": Fraction(2 * HOUR), "all": Fraction(28 * DAY)}


def test_an_open_outage_counts_up_to_the_end_of_the_evaluation() -> None:
    plan = plan_of([OUTAGE], objective("uptime", DOWN, interval_events=("outage",)))
    rows = {"outage": [out("2026-01-31T22:00", None)]}
    assert values(read(plan, rows, "2026-02-01T05:00")) == {"2026-01": Fraction(2 * HOUR)}


def test_months_of_local_time_have_the_hours_they_have() -> None:
    plan = plan_of([OUTAGE], objective("uptime", PERIOD), zone="Europe/Berlin")
    found = values(read(plan, {}, "2026-12-01"))
    assert found["2026-03"] == 31 * DAY - HOUR
    assert found["2026-10"] == 31 * DAY + HOUR
    assert found["2026-02"] == 28 * DAY


def test_periods_that_are_not_over_have_no_reading() -> None:
    plan = plan_of([OUTAGE], objective("uptime", DOWN))
    assert [one.period for one in read(plan, {}, "2026-02-28T23:59")] == ["2026-01"]


# --- runs --------------------------------------------------------------------------------------


def test_touching_intervals_are_one_run() -> None:
    long = stream("long", "intervals", "outage", Lasting(10 * MINUTE))
    plan = plan_of([OUTAGE], objective("uptime", Measure("down", "time", "long")), streams=[long])
    rows = {
        "outage": [
            out("2026-01-05T10:00", "2026-01-05T10:05"),
            out("2026-01-05T10:05", "2026-01-05T10:10"),
            out("2026-01-06T10:00", "2026-01-06T10:05"),
            out("2026-01-06T10:06", "2026-01-06T10:15"),
        ]
    }
    assert values(read(plan, rows, "2026-02-01")) == {"2026-01": 10 * MINUTE}


def test_a_run_of_exactly_the_length_is_not_more_than_it() -> None:
    long = stream("long", "intervals", "outage", Lasting(10 * MINUTE, strictly=True))
    plan = plan_of([OUTAGE], objective("uptime", Measure("down", "time", "long")), streams=[long])
    rows = {"outage": [out("2026-01-05T10:00", "2026-01-05T10:10")]}
    assert values(read(plan, rows, "2026-02-01")) == {"2026-01": 0}


def test_a_run_is_judged_whole_before_the_period_and_exclusions_cut_it() -> None:
    long = stream("long", "intervals", "outage", Lasting(10 * MINUTE))
    measured = objective("uptime", Measure("down", "time", "long"), exclusions=(excluding("planned"),))
    plan = plan_of([OUTAGE, PLANNED], measured, streams=[long])
    rows = {
        "outage": [out("2026-01-31T23:55", "2026-02-01T00:05")],
        "planned": [out("2026-02-01T00:00", "2026-02-01T00:02")],
    }
    assert values(read(plan, rows, "2026-03-01")) == {"2026-01": 5 * MINUTE, "2026-02": 3 * MINUTE}


def test_maintenance_taken_out_first_can_make_a_run_too_short() -> None:
    long = stream("long", "intervals", "outage", Outside("planned"), Lasting(10 * MINUTE))
    plan = plan_of([OUTAGE, PLANNED], objective("uptime", Measure("down", "time", "long")), streams=[long])
    rows = {
        "outage": [out("2026-01-05T10:00", "2026-01-05T10:15"), out("2026-01-06T10:00", "2026-01-06T10:15")],
        "planned": [out("2026-01-05T10:03", "2026-01-05T10:04"), out("2026-01-06T10:07", "2026-01-06T10:08")],
    }
    assert values(read(plan, rows, "2026-02-01")) == {"2026-01": 11 * MINUTE}


def test_the_parts_inside_another_stream() -> None:
    both = stream("both", "intervals", "outage", Inside("planned"))
    plan = plan_of([OUTAGE, PLANNED], objective("uptime", Measure("down", "time", "both")), streams=[both])
    rows = {
        "outage": [out("2026-01-05T10:00", "2026-01-05T11:00")],
        "planned": [out("2026-01-05T09:00", "2026-01-05T10:10"), out("2026-01-05T10:50", "2026-01-05T12:00")],
    }
    assert values(read(plan, rows, "2026-02-01")) == {"2026-01": 20 * MINUTE}


def test_the_union_of_two_streams() -> None:
    relief = stream("relief", "intervals", "outage", where(is_text("cause", "customer")))
    either = stream("either", "intervals", "relief planned")
    measured = objective("x", Measure("time", "time", "either"), Measure("n", "count", "either"))
    plan = plan_of([OUTAGE, PLANNED], measured, streams=[relief, either])
    rows = {
        "outage": [
            out("2026-01-05T10:00", "2026-01-05T11:00", cause="customer"),
            out("2026-01-07T10:00", "2026-01-07T11:00", cause="disk"),
        ],
        "planned": [out("2026-01-05T10:30", "2026-01-05T12:00"), out("2026-01-05T12:00", "2026-01-05T12:10")],
    }
    (reading,) = read(plan, rows, "2026-02-01")
    assert reading.measures == {"time": 130 * MINUTE, "n": 1}


# --- exclusions --------------------------------------------------------------------------------


def test_exclude_shrinks_the_period_and_forgive_does_not() -> None:
    rows = {
        "outage": [out("2026-01-05T10:00", "2026-01-05T12:00")],
        "planned": [out("2026-01-05T11:00", "2026-01-05T15:00")],
    }
    for effect, length in (("exclude", 31 * DAY - 4 * HOUR), ("forgive", 31 * DAY)):
        measured = objective("uptime", DOWN, PERIOD, exclusions=(excluding("planned", effect),))
        (reading,) = read(plan_of([OUTAGE, PLANNED], measured), rows, "2026-02-01")
        assert reading.measures == {"down": HOUR, "all": length}
        assert reading.excluded == (4 * HOUR if effect == "exclude" else 0)
        assert reading.exclusions == ((f"{effect} planned", 4 * HOUR),)


def test_a_budget_is_used_up_in_order_of_time_and_anew_each_contract_year() -> None:
    ten_hours = excluding("planned", budget=Budget(10 * HOUR, "contract year"))
    measured = objective("uptime", PERIOD, DOWN, exclusions=(ten_hours,))
    plan = plan_of([OUTAGE, PLANNED], measured, term=("2026-02-01", "2028-01-31"))
    rows = {
        "planned": [
            out("2026-02-10T00:00", "2026-02-10T06:00"),
            out("2026-03-10T00:00", "2026-03-10T06:00"),
            out("2026-04-10T00:00", "2026-04-10T06:00"),
            out("2027-01-31T20:00", "2027-02-01T03:00"),
        ],
        "outage": [out("2026-03-10T03:00", "2026-03-10T05:00")],
    }
    found = {one.period: one for one in read(plan, rows, "2027-03-01")}
    assert found["2026-02"].exclusions == (("exclude planned", 6 * HOUR),)
    assert found["2026-03"].exclusions == (("exclude planned", 4 * HOUR),)
    assert found["2026-03"].measures == {"all": 31 * DAY - 4 * HOUR, "down": HOUR}
    assert found["2026-04"].exclusions == (("exclude planned", 0),)
    assert found["2027-01"].exclusions == (("exclude planned", 0),)
    assert found["2027-02"].exclusions == (("exclude planned", 3 * HOUR),)


def test_overlapping_windows_use_the_budget_once() -> None:
    two_hours = excluding("planned", budget=Budget(2 * HOUR, "month"))
    plan = plan_of([OUTAGE, PLANNED], objective("uptime", PERIOD, exclusions=(two_hours,)))
    rows = {
        "planned": [out("2026-01-10T00:00", "2026-01-10T01:00"), out("2026-01-10T00:30", "2026-01-10T02:30")]
    }
    assert values(read(plan, rows, "2026-02-01")) == {"2026-01": 31 * DAY - 2 * HOUR}


def test_measured_while_excludes_everything_outside() -> None:
    plan = plan_of([OUTAGE, PLANNED], objective("uptime", PERIOD, DOWN, measured_while="planned"))
    rows = {
        "planned": [out("2026-01-10T00:00", "2026-01-11T00:00")],
        "outage": [out("2026-01-09T23:00", "2026-01-10T02:00")],
    }
    (reading,) = read(plan, rows, "2026-02-01")
    assert reading.measures == {"all": DAY, "down": 2 * HOUR}
    assert reading.excluded == 30 * DAY


# --- from points to downtime -------------------------------------------------------------------

REQUEST = points("request", service="text", status="integer")
MINUTES = stream(
    "minute",
    "buckets",
    "request",
    every(
        MINUTE,
        Metric("failed", "share", compared("status", ">=", 500), when_empty=Fraction(0)),
        keys="service",
    ),
    keys="service",
)
DOWNTIME = stream(
    "downtime",
    "intervals",
    "minute",
    where(compared("failed", ">", Fraction(5, 100))),
    Lasting(5 * MINUTE),
    keys="service",
)


def requests(service: str, day: str, statuses: dict[int, list[int]]) -> list[dict[str, object]]:
    """Requests of a service by minute after ten o'clock."""
    return [
        {"at": f"2026-01-{day}T10:{minute:02}:{second:02}", "service": service, "status": status}
        for minute, found in statuses.items()
        for second, status in enumerate(found)
    ]


def test_five_bad_minutes_in_a_row_are_downtime() -> None:
    measured = objective("uptime", Measure("down", "time", "downtime"), point_events=("request",))
    plan = plan_of([REQUEST], measured, streams=[MINUTES, DOWNTIME])
    bad, fine = [500] + [200] * 18, [500] + [200] * 19
    rows = requests("api", "05", dict.fromkeys(range(5), bad))
    rows += requests("api", "06", dict.fromkeys(range(4), bad) | {4: fine})
    rows += requests("db", "05", dict.fromkeys(range(2, 7), bad))
    (reading,) = read(plan, {"request": rows}, "2026-02-01")
    assert reading.measures == {"down": 7 * MINUTE}
    assert reading.rows == len(rows)
    assert reading.buckets == 2 * 31 * 24 * 60
    assert reading.empty_buckets == 2 * 31 * 24 * 60 - 15


def test_the_service_narrows_the_requests() -> None:
    down = Measure("down", "time", "downtime")
    measured = objective("uptime", down, point_events=("request",), narrow=(Narrowing("service", "api"),))
    plan = plan_of([REQUEST], measured, streams=[MINUTES, DOWNTIME])
    rows = requests("db", "05", {minute: [500] for minute in range(20)}) + requests("api", "05", {0: [200]})
    (reading,) = read(plan, {"request": rows}, "2026-02-01")
    assert (reading.measures, reading.rows) == ({"down": 0}, 1)


def test_empty_buckets_can_be_down() -> None:
    probe = points("probe", site="text", up="boolean")
    slot = stream(
        "slot",
        "buckets",
        "probe",
        every(
            5 * MINUTE,
            Metric("errors", "share", Negation(FieldValue("up")), when_empty=Fraction(1)),
            keys="site",
        ),
        keys="site",
    )
    down = stream("down", "buckets", "slot", where(compared("errors", "=", 1)), keys="site")
    plan = plan_of(
        [probe],
        objective("x", Measure("down", "time", "down"), point_events=("probe",)),
        streams=[slot, down],
    )
    rows = [
        {"at": "2026-01-01T00:01", "site": "a", "up": True},
        {"at": "2026-01-31T23:59", "site": "a", "up": True},
    ]
    found = read(plan, {"probe": rows}, "2026-03-01")
    assert found[0].measures == {"down": 31 * DAY - 10 * MINUTE}
    assert (found[0].buckets, found[0].empty_buckets) == (31 * 288, 31 * 288 - 2)
    assert (found[1].measures, found[1].rows, found[1].buckets) == ({"down": 0}, 0, 0)


def test_the_time_of_buckets_over_the_end_of_a_period_is_cut_there() -> None:
    probe = points("probe", up="boolean")
    slot = stream("slot", "buckets", "probe", every(2 * HOUR, Metric("up", "share", FieldValue("up"))))
    down = stream("down", "buckets", "slot", where(compared("up", "=", 0)))
    wanted = objective("x", Measure("down", "time", "down"), point_events=("probe",))
    plan = plan_of([probe], wanted, streams=[slot, down], zone="Europe/Berlin")
    rows = {"probe": [{"at": "2026-03-31T22:30", "up": False}]}
    assert values(read(plan, rows, "2026-05-01"))["2026-03"] == HOUR
    assert values(read(plan, rows, "2026-05-01"))["2026-04"] == HOUR
