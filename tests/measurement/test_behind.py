"""What stands behind the numbers of a reading: named, in order, and counted where there is more."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from slalang.plan.expressions import FieldValue
from slalang.plan.reading import Behind, Stretch
from slalang.plan.streams import Measure, Metric
from tests.measurement.build import (
    MINUTE,
    at,
    compared,
    every,
    excluding,
    intervals,
    objective,
    plan_of,
    points,
    read,
    stream,
)
from tests.measurement.test_clocks import CHANGE, clock

OUTAGE = intervals("outage", region="text?")
PLANNED = intervals("planned")
DOWN = Measure("down", "time", "outage")
LATE = Measure("late", "share", "reply", FieldValue("late"))


def out(day: str, start: str, end: str, **fields: object) -> dict[str, object]:
    return {"from": f"2026-01-{day}T{start}", "to": f"2026-01-{day}T{end}", **fields}


def stretch(day: str, start: str, end: str, name: str = "") -> Stretch:
    return Stretch(name, at(f"2026-01-{day}T{start}"), at(f"2026-01-{day}T{end}"))


def test_time_that_counted_is_named_without_what_was_taken_out() -> None:
    """Overlapping outages are one stretch, and maintenance parts another one into two."""
    uptime = objective("uptime", DOWN, interval_events=("outage",), exclusions=(excluding("planned"),))
    plan = plan_of([OUTAGE, PLANNED], uptime)
    rows = {
        "outage": [
            out("05", "10:00", "11:00"),
            out("05", "10:30", "11:30"),
            out("07", "08:00", "12:00"),
        ],
        "planned": [out("07", "09:00", "10:00")],
    }
    (reading,) = read(plan, rows, "2026-02-01")
    parts = (
        stretch("05", "10:00", "11:30"),
        stretch("07", "08:00", "09:00"),
        stretch("07", "10:00", "12:00"),
    )
    assert reading.behind == (Behind("time", "outage", 3, parts),)


def test_of_many_the_first_are_named_and_all_are_counted() -> None:
    plan = plan_of([OUTAGE], objective("uptime", DOWN, interval_events=("outage",)))
    rows = {"outage": [out(f"{day:02}", "10:00", "10:05") for day in range(20, 4, -1)]}
    (reading,) = read(plan, rows, "2026-02-01")
    first = tuple(stretch(day, "10:00", "10:05") for day in ("05", "06", "07"))
    assert reading.behind == (Behind("time", "outage", 16, first),)


def test_each_key_has_its_own() -> None:
    by_region = objective("uptime", DOWN, interval_events=("outage",), keys=("region",))
    plan = plan_of([OUTAGE], by_region)
    rows = {"outage": [out("05", "10:00", "11:00", region="eu"), out("06", "10:00", "11:00", region="us")]}
    eu, us = read(plan, rows, "2026-02-01")
    assert eu.behind == (Behind("time", "outage", 1, (stretch("05", "10:00", "11:00"),)),)
    assert us.behind == (Behind("time", "outage", 1, (stretch("06", "10:00", "11:00"),)),)


def test_late_cycles_are_named_by_their_key_with_when_they_were_due() -> None:
    plan = plan_of(
        [CHANGE], objective("replies", LATE, point_events=("change",)), clocks=[clock(60 * MINUTE)]
    )
    changes: list[Any] = []
    for ticket, start, end in (
        ("T-2", "10:00", "11:01"),
        ("T-1", "09:00", "10:00"),
        ("T-3", "12:00", "15:00"),
    ):
        changes += [
            {"at": f"2026-01-05T{start}", "ticket": ticket, "status": "created"},
            {"at": f"2026-01-05T{end}", "ticket": ticket, "status": "solved"},
        ]
    (reading,) = read(plan, {"change": changes}, "2026-02-01")
    late = (stretch("05", "10:00", "11:00", "T-2"), stretch("05", "12:00", "13:00", "T-3"))
    assert reading.behind == (Behind("late", "reply", 2, late),)


def test_the_longest_stretches_without_data_come_first() -> None:
    """Buckets of a minute: empty from the start of January to the first row, between rows and after."""
    probe = points("probe", up="integer")
    failed = Metric("failed", "share", compared("up", "=", 0), when_empty=Fraction(0))
    minutes = stream("minute", "buckets", "probe", every(MINUTE, failed))
    mean = objective(
        "uptime", Measure("mean", "mean", "minute", FieldValue("failed")), point_events=("probe",)
    )
    plan = plan_of([probe], mean, streams=[minutes])
    rows = {
        "probe": [{"at": f"2026-01-{moment}", "up": 1} for moment in ("01T00:05", "01T00:06", "31T23:58")]
    }
    (reading,) = read(plan, rows, "2026-02-01")
    gaps = (
        Stretch("", at("2026-01-01T00:07"), at("2026-01-31T23:58")),
        stretch("01", "00:00", "00:05"),
        Stretch("", at("2026-01-31T23:59"), at("2026-02-01")),
    )
    assert reading.empty_buckets == 31 * 24 * 60 - 3
    assert reading.behind == (Behind("no data", "minute", 3, gaps),)
