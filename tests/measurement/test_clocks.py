"""Clocks: cycles, pauses, calendars, limits, and which cycles count where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from slalang.measurement import measure
from slalang.plan.expressions import FieldValue, Lookup, Membership, Text
from slalang.plan.plan import Plan
from slalang.plan.streams import Calendar, Clock, Measure, Table
from slalang.quantities import (
    BusinessCalendar,
    Hours,
    WeeklyOpening,
    coverage,
    open_segments,
    weekdays_between,
)
from tests.measurement.build import (
    HOUR,
    MINUTE,
    at,
    compared,
    constant,
    excluding,
    intervals,
    is_text,
    log_of,
    objective,
    plan_of,
    points,
    read,
    stream,
    values,
    where,
)

CHANGE = points("change", ticket="text", status="text", priority="text?")
PLANNED = intervals("planned")

LIMITS = Table("limits", "priority", (("high", Fraction(2 * HOUR)), ("medium", Fraction(3 * HOUR))), None)
BY_PRIORITY = Lookup("limits", FieldValue("priority"))


def clock(limit: Any = None, **more: Any) -> Clock:
    return Clock(
        name="reply",
        event="change",
        keys=("ticket",),
        starts=is_text("status", "created"),
        stops=more.pop("stops", is_text("status", "solved")),
        limit=constant(limit) if isinstance(limit, int) else limit,
        **more,
    )


def office(zone: str, days: Sequence[int], opens: int, closes: int, year: int = 2026) -> Calendar:
    first, last = date(year, 1, 1), date(year, 12, 31) + timedelta(days=30)
    weekly = BusinessCalendar(zone, (WeeklyOpening(tuple(days), (Hours(opens * 60, closes * 60),)),))
    return Calendar("office", coverage(weekly, first, last), open_segments(weekly, first, last))


NINE_TO_FIVE = office("UTC", weekdays_between("mon", "fri"), 9, 17)


def changes(*steps: str, ticket: str = "t", priority: str | None = None) -> list[dict[str, Any]]:
    """Changes of one ticket, each ``instant status`` or ``instant status priority``."""
    rows = []
    for step in steps:
        moment, status, *own = step.split()
        rows.append(
            {"at": moment, "ticket": ticket, "status": status, "priority": own[0] if own else priority}
        )
    return rows


def plan_with(own: Clock, *measures: Measure, calendar: Calendar | None = None, **more: Any) -> Plan:
    wanted = objective("x", *measures, point_events=("change",), **more)
    calendars = [calendar] if calendar else []
    return plan_of([CHANGE, PLANNED], wanted, clocks=[own], tables=[LIMITS], calendars=calendars)


def field(name: str) -> Measure:
    return Measure(name, "max", "reply", FieldValue(name))


def cycle(own: Clock, rows: Sequence[Mapping[str, Any]], calendar: Calendar | None = None) -> dict[str, Any]:
    """The latest due, stopped, elapsed and paused of the cycles that count in the year."""
    names = ["elapsed", "paused", "stopped"] + (["due"] if own.limit else [])
    counted = "due" if own.limit else "stopped"
    plan = plan_with(own, *map(field, names), calendar=calendar, each="year", counted_when=counted)
    (reading,) = read(plan, {"change": rows}, "2027-01-01")
    return dict(reading.measures)


# --- due instants, elapsed time and pauses -----------------------------------------------------


@pytest.mark.parametrize(
    ("opened", "limit", "due"),
    [
        ("2026-03-06T16:30", HOUR, "2026-03-09T09:30"),
        ("2026-03-06T16:30", 4 * HOUR, "2026-03-09T12:30"),
        ("2026-03-02T09:00", 24 * HOUR, "2026-03-04T17:00"),
        ("2026-03-07T12:00", 30 * MINUTE, "2026-03-09T09:30"),
        ("2026-03-07T12:00", 0, "2026-03-07T12:00"),
    ],
)
def test_a_limit_in_office_hours_is_due_in_office_hours(opened: str, limit: int, due: str) -> None:
    rows = changes(f"{opened} created", "2026-03-20T12:00 solved")
    assert cycle(clock(limit, calendar="office"), rows, NINE_TO_FIVE)["due"] == at(due)


def test_four_hours_over_the_change_of_the_clocks_are_four_hours() -> None:
    rows = changes("2026-03-28T23:00 created", "2026-04-20T12:00 solved")
    assert cycle(clock(4 * HOUR), rows)["due"] == at("2026-03-29T04:00", "Europe/London")


def test_a_night_of_the_change_holds_the_hours_it_has() -> None:
    night = office("America/New_York", range(7), 0, 8)
    for day, hours in (("2026-03-08", 7), ("2026-11-01", 9), ("2026-06-01", 8)):
        rows = [
            {"at": at(f"{day}T00:00", "America/New_York"), "ticket": "t", "status": "created"},
            {"at": at(f"{day}T12:00", "America/New_York"), "ticket": "t", "status": "solved"},
        ]
        assert cycle(clock(calendar="office"), rows, night)["elapsed"] == hours * HOUR


PAUSING = {"pauses": is_text("status", "hold")}


def test_a_pause_outside_open_hours_removes_nothing() -> None:
    own = clock(8 * HOUR, calendar="office", **PAUSING)
    rows = changes(
        "2026-03-02T09:00 created",
        "2026-03-02T17:00 hold",
        "2026-03-03T09:00 open",
        "2026-03-03T10:00 solved",
    )
    assert cycle(own, rows, NINE_TO_FIVE) == {
        "due": at("2026-03-02T17:00"),
        "elapsed": 9 * HOUR,
        "paused": 0,
        "stopped": at("2026-03-03T10:00"),
    }


def test_elapsed_stands_still_while_paused() -> None:
    rows = changes(
        "2026-03-02T09:00 created",
        "2026-03-02T10:00 hold",
        "2026-03-02T12:00 hold",
        "2026-03-02T15:00 open",
        "2026-03-02T15:30 solved",
    )
    found = cycle(clock(2 * HOUR, **PAUSING), rows)
    assert (found["elapsed"], found["paused"], found["due"]) == (
        90 * MINUTE,
        5 * HOUR,
        at("2026-03-02T16:00"),
    )


@pytest.mark.parametrize(
    ("own", "due"),
    [
        ("carrying", "2026-03-02T12:00"),
        ("restarting", "2026-03-02T13:00"),
        ("start", "2026-03-02T13:00"),
        ("stop", "2026-03-02T12:00"),
    ],
)
def test_a_limit_that_changes_on_the_way(own: Any, due: str) -> None:
    rows = changes(
        "2026-03-02T10:00 created medium", "2026-03-02T11:00 open high", "2026-03-05T11:00 solved high"
    )
    assert cycle(clock(BY_PRIORITY, limit_as_of=own), rows)["due"] == at(due)


def test_the_same_limit_again_restarts_nothing() -> None:
    rows = changes(
        "2026-03-02T10:00 created high", "2026-03-02T11:00 open high", "2026-03-02T13:00 solved high"
    )
    found = cycle(clock(BY_PRIORITY, limit_as_of="restarting"), rows)
    assert (found["elapsed"], found["due"]) == (3 * HOUR, at("2026-03-02T12:00"))


# --- one instant, and reopening ----------------------------------------------------------------


def count(
    own: Clock, rows: Sequence[Mapping[str, Any]], end: str = "2027-01-01", **more: Any
) -> list[Fraction]:
    """In-time cycles, late cycles, and all that count."""
    measures = (
        Measure("in_time", "count", "reply", where=FieldValue("in_time")),
        Measure("late", "count", "reply", where=FieldValue("late")),
        Measure("all", "count", "reply"),
    )
    (reading,) = read(plan_with(own, *measures, each="year", **more), {"change": rows}, end)
    return [value for value in reading.measures.values() if isinstance(value, Fraction)]


def test_the_instant_of_the_limit_is_in_time() -> None:
    assert count(clock(HOUR), changes("2026-03-02T10:00 created", "2026-03-02T11:00 solved")) == [1, 0, 1]
    late = changes("2026-03-02T10:00 created", "2026-03-02T11:00:00.000001 solved")
    assert count(clock(HOUR), late) == [0, 1, 1]


def test_a_stop_comes_before_a_pause() -> None:
    rows = changes("2026-03-02T10:00 created", "2026-03-02T11:00 hold", "2026-03-02T11:00 solved")
    found = cycle(clock(HOUR, **PAUSING), rows)
    assert (found["stopped"], found["paused"]) == (at("2026-03-02T11:00"), 0)


def test_a_stop_at_the_instant_of_the_start_is_reported() -> None:
    plan = plan_with(clock(HOUR), Measure("all", "count", "reply"))
    rows = changes("2026-01-02T10:00 created", "2026-01-02T10:00 solved")
    with log_of(plan.events, {"change": rows}) as log:
        outcome = measure(plan, log, end=at("2026-02-01"))
    (finding,) = outcome.diagnostics
    assert finding.kind.name == "stop-at-the-start"
    assert "`reply` of `t`" in finding.message
    assert outcome.value.objectives[0].measures == {"all": 1}


AGAIN = is_text("status", "reopened")


@pytest.mark.parametrize(
    ("more", "elapsed", "cycles"),
    [
        ({}, HOUR, 1),
        ({"continues": AGAIN}, 3 * HOUR, 1),
        ({"continues": AGAIN, "continues_with_gap": True}, 8 * HOUR, 1),
        ({"restarts": AGAIN}, 2 * HOUR, 2),
    ],
)
def test_a_ticket_that_is_opened_again(more: dict[str, Any], elapsed: int, cycles: int) -> None:
    rows = changes(
        "2026-03-02T09:00 created",
        "2026-03-02T10:00 solved",
        "2026-03-02T15:00 reopened",
        "2026-03-02T17:00 solved",
    )
    own = clock(24 * HOUR, **more)
    assert cycle(own, rows)["elapsed"] == elapsed
    assert count(own, rows)[2] == cycles


def test_it_starts_again_by_its_start() -> None:
    rows = changes(
        "2026-03-02T09:00 created",
        "2026-03-02T09:30 created",
        "2026-03-02T10:00 solved",
        "2026-03-02T15:00 created",
        "2026-03-02T19:00 solved",
    )
    assert count(clock(2 * HOUR), rows) == [1, 1, 2]


# --- what counts, and where --------------------------------------------------------------------


def test_the_clause_says_which_period_a_cycle_belongs_to() -> None:
    rows = changes("2026-01-31T12:00 created", "2026-03-01T12:00 solved")
    for counted, month in (
        ("started", "2026-01"),
        ("due", "2026-02"),
        (None, "2026-02"),
        ("stopped", "2026-03"),
    ):
        plan = plan_with(clock(24 * HOUR), Measure("n", "count", "reply"), counted_when=counted)
        found = values(read(plan, {"change": rows}, "2026-04-01"))
        assert [label for label, number in found.items() if number] == [month]


def test_a_due_instant_on_the_end_of_a_period_is_in_the_next() -> None:
    rows = changes("2026-01-31T00:00 created", "2026-01-31T01:00 solved")
    plan = plan_with(clock(24 * HOUR), Measure("n", "count", "reply"))
    assert values(read(plan, {"change": rows}, "2026-03-01")) == {"2026-01": 0, "2026-02": 1}


def test_running_cycles_count_once_they_are_late() -> None:
    rows = [
        row
        for n in range(45)
        for row in changes("2026-03-02T10:00 created", "2026-03-02T11:00 solved", ticket=f"a{n}")
    ]
    rows += [
        row
        for n in range(5)
        for row in changes("2026-03-02T10:00 created", "2026-03-02T13:00 solved", ticket=f"b{n}")
    ]
    rows += [
        row
        for n in range(2)
        for row in changes("2026-03-02T10:00 created", "2026-03-02T10:30 hold", ticket=f"p{n}")
    ]
    running = [row for n in range(8) for row in changes("2026-12-31T23:00 created", ticket=f"r{n}")]
    own = clock(2 * HOUR, **PAUSING)
    share = Measure("m", "share", "reply", FieldValue("in_time"))
    plan = plan_with(own, share, each="year", counted_when="started")
    (reading,) = read(plan, {"change": rows + running}, "2027-01-01")
    assert reading.measures["m"] == Fraction(90, 100)
    said = "10 cycles of `reply` still running, in neither count, 2 of them paused: p0, p1, r0 and 7 more"
    assert reading.notes == (said,)
    overdue = [row for n in range(3) for row in changes("2026-12-31T20:00 created", ticket=f"r{n}")]
    (reading,) = read(plan, {"change": rows + running[3:] + overdue}, "2027-01-01")
    assert reading.measures["m"] == Fraction(45, 53)


def test_a_clock_runs_up_to_the_end_of_the_evaluation() -> None:
    rows = changes("2026-03-02T10:00 created", "2027-01-10T10:00 solved")
    own = clock(24 * HOUR)
    assert count(own, rows) == [0, 1, 1]
    exactly = changes("2026-12-31T00:00 created", "2027-01-10T10:00 solved")
    assert count(own, exactly, counted_when="started") == [0, 0, 0]


def test_without_a_limit_only_stopped_cycles_count() -> None:
    rows = changes("2026-03-02T10:00 created", "2026-03-02T11:00 solved")
    rows += changes("2026-03-02T10:00 created", ticket="u")
    plan = plan_with(clock(), Measure("m", "mean", "reply", FieldValue("elapsed")), each="year")
    (reading,) = read(plan, {"change": rows}, "2027-01-01")
    assert reading.measures["m"] == HOUR


def test_excluded_time_stops_the_clock() -> None:
    own = clock(2 * HOUR)
    measures = (field("elapsed"), field("due"), Measure("n", "count", "reply"))
    plan = plan_with(own, *measures, exclusions=(excluding("planned"),))
    rows = {
        "change": changes("2026-01-05T10:00 created", "2026-01-05T14:00 solved"),
        "planned": [{"from": "2026-01-05T11:00", "to": "2026-01-05T13:30"}],
    }
    (reading,) = read(plan, rows, "2026-02-01")
    assert reading.measures == {"elapsed": 90 * MINUTE, "due": at("2026-01-05T14:30"), "n": 1}


def test_a_stream_of_late_cycles_with_the_fields_of_their_start() -> None:
    urgent = stream(
        "urgent",
        "intervals",
        "reply",
        where(Membership(FieldValue("priority"), (Text("high"),))),
        where(FieldValue("late")),
        keys="ticket",
    )
    rows = changes("2026-01-05T10:00 created high", "2026-01-05T14:00 solved medium")
    rows += changes("2026-01-05T10:00 created medium", "2026-01-05T14:00 solved high", ticket="u")
    wanted = objective("x", Measure("n", "count", "urgent"), point_events=("change",))
    plan = plan_of([CHANGE], wanted, streams=[urgent], clocks=[clock(HOUR)])
    assert values(read(plan, {"change": rows}, "2026-02-01")) == {"2026-01": 1}


# --- what is refused ---------------------------------------------------------------------------


def problem(plan: Plan, rows: Sequence[Mapping[str, Any]]) -> str:
    with log_of(plan.events, {"change": rows}) as log:
        outcome = measure(plan, log, end=at("2026-02-01"))
    (finding,) = outcome.diagnostics
    assert outcome.failed
    return f"{finding.kind.name}: {finding.message}"


def test_a_clock_that_leaves_its_calendar_is_an_error() -> None:
    plan = plan_with(clock(HOUR, calendar="office"), Measure("n", "count", "reply"), calendar=NINE_TO_FIVE)
    rows = changes("2025-12-30T10:00 created", "2026-01-05T14:00 solved")
    assert problem(plan, rows).startswith("outside-calendar: `reply` of `t`, begun at 2025-12-30T10:00:00Z")


def test_a_priority_without_a_limit_is_an_error() -> None:
    plan = plan_with(clock(BY_PRIORITY), Measure("n", "count", "reply"))
    unknown = changes("2026-01-05T10:00 created urgent", "2026-01-05T14:00 solved urgent")
    assert problem(plan, unknown).startswith("no-row-in-table: table `limits` has no row for `urgent`")
    missing = changes("2026-01-05T10:00 created", "2026-01-05T14:00 solved")
    assert problem(plan, missing) == "clock-without-limit: `reply` has no limit for `t`"


def test_compared_fields_of_a_clock() -> None:
    rows = changes("2026-01-05T10:00 created", "2026-01-05T14:00 solved")
    early = Measure("n", "count", "reply", where=compared("stopped", "<", at("2026-01-05T15:00")))
    assert values(read(plan_with(clock(HOUR), early), {"change": rows}, "2026-02-01")) == {"2026-01": 1}


def test_clocks_for_each_value_of_a_field() -> None:
    share = Measure("m", "share", "reply", FieldValue("in_time"))
    plan = plan_with(clock(HOUR), share, keys=("priority",), exclusions=(excluding("planned"),))
    rows = changes("2026-01-05T10:00 created", "2026-01-05T12:00 solved", priority="high")
    rows += changes("2026-01-05T14:00 created", "2026-01-05T16:00 solved", ticket="u", priority="low")
    rows += changes("2026-01-05T23:30 created", ticket="v", priority="low")
    windows = [{"from": "2026-01-05T10:30", "to": "2026-01-05T11:30"}]
    windows += [{"from": "2026-01-06T00:00", "to": "2026-02-02T00:00"}]
    found = read(plan, {"change": rows, "planned": windows}, "2026-02-01")
    assert values(found) == {("2026-01", "high"): 1, ("2026-01", "low"): 0}
    assert [len(one.notes) for one in found] == [0, 1]
