"""Several keys at once: at least so many, all that are alive, and unions of keyed streams."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from slalang.plan.expressions import FieldValue, Negation
from slalang.plan.streams import AtOnce, Inside, Lasting, Measure, Metric, Outside
from tests.measurement.build import (
    HOUR,
    MINUTE,
    compared,
    every,
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

FAULT = intervals("fault", zone="text!", site="text!")
ALIVE = intervals("alive", zone="text", site="text")


def fault(start: str, end: str, zone: str, site: str = "s") -> dict[str, Any]:
    return {"from": f"2026-01-05T{start}", "to": f"2026-01-05T{end}", "zone": zone, "site": site}


def time_down(rows: dict[str, Any], *steps: Any, keys: str = "site") -> Any:
    down = stream("down", "intervals", "fault", *steps, keys=keys)
    plan = plan_of([FAULT, ALIVE], objective("x", Measure("m", "time", "down")), streams=[down])
    return values(read(plan, rows, "2026-02-01"))["2026-01"]


FAULTS = [
    fault("10:00", "12:00", "a"),
    fault("11:00", "13:00", "b"),
    fault("11:30", "11:45", "c"),
    fault("11:30", "14:00", "a", "t"),
]


def test_at_least_two_zones_of_a_site() -> None:
    assert time_down({"fault": FAULTS}, AtOnce(2, "zone", ("site",))) == HOUR
    assert time_down({"fault": FAULTS}, AtOnce(3, "zone", ("site",))) == 15 * MINUTE
    assert time_down({"fault": FAULTS}, AtOnce(1, "zone", ("site",))) == 4 * HOUR


def test_the_same_zone_twice_is_one_zone() -> None:
    rows = [fault("10:00", "12:00", "a"), fault("11:00", "13:00", "a")]
    assert time_down({"fault": rows}, AtOnce(2, "zone", ("site",))) == 0


def test_zones_that_follow_each_other_are_not_down_at_once_but_form_a_run() -> None:
    rows = [fault("10:00", "11:00", "a"), fault("11:00", "12:00", "b")]
    assert time_down({"fault": rows}, AtOnce(2, "zone", ("site",))) == 0
    assert time_down({"fault": rows}, AtOnce(1, "zone", ("site",)), Lasting(2 * HOUR)) == 2 * HOUR


def test_all_zones_are_those_alive_in_a_stream() -> None:
    alive = [
        fault("09:00", "23:00", "a"),
        fault("09:00", "11:20", "b"),
        fault("11:10", "11:40", "c"),
        fault("11:00", "12:00", "a", "t"),
    ]
    everything = AtOnce(None, "zone", ("site",), alive_in="alive")
    # s: 11:00 to 11:10 (a, b), 11:30 to 11:40 (a, c), 11:40 to 12:00 (a alone); t: 11:30 to 12:00
    assert time_down({"fault": FAULTS, "alive": alive}, everything) == 40 * MINUTE


def test_by_default_a_zone_is_alive_between_its_first_and_last_row() -> None:
    probe = points("probe", zone="text", up="boolean")
    errors = Metric("errors", "share", Negation(FieldValue("up")), when_empty=Fraction(1))
    slot = stream("slot", "buckets", "probe", every(5 * MINUTE, errors, keys="zone"), keys="zone")
    bad = stream("bad", "buckets", "slot", where(compared("errors", "=", 1)), keys="zone")
    down = stream("down", "intervals", "bad", AtOnce(None, "zone", ()))
    plan = plan_of(
        [probe],
        objective("x", Measure("m", "time", "down"), point_events=("probe",)),
        streams=[slot, bad, down],
    )
    rows = [{"at": f"2026-01-05T{moment}", "zone": zone, "up": up} for moment, zone, up in (
        ("10:00", "a", True), ("10:05", "a", False), ("10:10", "a", False), ("10:15", "a", True),
        ("10:05", "b", True), ("10:10", "b", False), ("10:15", "b", True),
    )]  # fmt: skip
    # 10:05: a is down and b is up; 10:10: both are down
    assert values(read(plan, {"probe": rows}, "2026-02-01"))["2026-01"] == 5 * MINUTE
    without_b = [row for row in rows if row["zone"] == "a"]
    assert values(read(plan, {"probe": without_b}, "2026-02-01"))["2026-01"] == 10 * MINUTE


def test_a_combination_keeps_the_keys_both_sides_have() -> None:
    incident = intervals("incident", site="text!", severity="integer")
    down = stream("down", "intervals", "fault", AtOnce(2, "zone", ("site",)), keys="site")
    severe = stream("severe", "intervals", "incident", where(compared("severity", "=", 1)), keys="site")
    outage = stream("outage", "intervals", "down severe", Lasting(90 * MINUTE), keys="site")
    plan = plan_of(
        [FAULT, incident], objective("x", Measure("m", "time", "outage")), streams=[down, severe, outage]
    )
    rows = {
        "fault": FAULTS,
        "incident": [
            {**fault("12:00", "12:30", "-"), "severity": 1},
            {**fault("12:00", "13:00", "-", "t"), "severity": 1},
            {**fault("12:30", "13:30", "-"), "severity": 2},
        ],
    }
    for incidents in rows["incident"]:
        del incidents["zone"]
    assert values(read(plan, rows, "2026-02-01"))["2026-01"] == 90 * MINUTE


def test_a_condition_after_several_sources_is_asked_of_each() -> None:
    one, other = intervals("one", cause="text"), intervals("other", cause="text")
    theirs = stream("theirs", "intervals", "one other", where(is_text("cause", "customer")))
    plan = plan_of([one, other], objective("x", Measure("m", "time", "theirs")), streams=[theirs])
    span = {"from": "2026-01-05T10:00", "to": "2026-01-05T11:00"}
    later = {"from": "2026-01-05T10:30", "to": "2026-01-05T11:30"}
    rows = {
        "one": [{**span, "cause": "customer"}],
        "other": [{**later, "cause": "customer"}, {**later, "to": "2026-01-06T00:00", "cause": "x"}],
    }
    assert values(read(plan, rows, "2026-02-01"))["2026-01"] == 90 * MINUTE


def test_outside_and_inside_go_by_the_keys_both_have() -> None:
    own = [fault("10:00", "11:00", "a"), fault("10:00", "11:00", "b")]
    rows = {"fault": own, "alive": [fault("10:30", "12:00", "a"), fault("10:30", "12:00", "a")]}
    for step, expected in ((Outside("alive"), 60), (Inside("alive"), 30)):
        down = stream("down", "intervals", "fault", step, keys="zone site")
        total = Measure("m", "sum", "down", FieldValue("length"))
        plan = plan_of([FAULT, ALIVE], objective("x", total), streams=[down])
        extra = 30 * MINUTE if isinstance(step, Outside) else 0
        assert values(read(plan, rows, "2026-02-01"))["2026-01"] == expected * MINUTE + extra


def test_points_inside_and_outside() -> None:
    probe = points("probe")
    window = intervals("window")
    kept = stream("kept", "points", "probe", Inside("window"))
    rest = stream("rest", "points", "probe", Outside("window"))
    wanted = objective(
        "x", Measure("in", "count", "kept"), Measure("out", "count", "rest"), point_events=("probe",)
    )
    plan = plan_of([probe, window], wanted, streams=[kept, rest])
    rows = {
        "probe": [{"at": f"2026-01-05T10:0{minute}"} for minute in range(6)],
        "window": [{"from": "2026-01-05T10:01", "to": "2026-01-05T10:03"}],
    }
    (reading,) = read(plan, rows, "2026-02-01")
    assert reading.measures == {"in": 2, "out": 4}


def test_all_the_points_of_several_events() -> None:
    one, other = points("one", ok="boolean"), points("other", ok="boolean")
    both = stream("both", "points", "one other", where(FieldValue("ok")))
    wanted = objective("x", Measure("n", "count", "both"), point_events=("one", "other"))
    rows = {
        "one": [{"at": "2026-01-05", "ok": True}],
        "other": [{"at": "2026-01-05", "ok": True}, {"at": "2026-01-06", "ok": False}],
    }
    (reading,) = read(plan_of([one, other], wanted, streams=[both]), rows, "2026-02-01")
    assert (reading.measures, reading.rows) == ({"n": 2}, 3)
