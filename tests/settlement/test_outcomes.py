"""What a period comes to: by its value, or by the rule for missing data and low volume."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slalang.plan.expressions import Arithmetic, MeasureValue, Number
from slalang.plan.reading import Reading
from slalang.plan.streams import Measure
from slalang.plan.terms import LowVolume, ValueRounding
from tests.settlement.build import (
    HOUR,
    MINUTE,
    a_miss,
    at,
    given,
    money,
    objective,
    outcomes,
    percent,
    plan_of,
    readings,
    run,
    settled,
)

DOWN = Measure("down", "time", "outage")
PERIOD = Measure("all", "period")
UPTIME = Arithmetic("-", Number(Fraction(1)), Arithmetic("/", MeasureValue("down"), MeasureValue("all")))
TICKETS = Measure("tickets", "count", "ticket")
LATE = Measure("late", "count", "ticket")


def test_exactly_the_target_is_met_and_exactly_the_minimum_is_not_below_it() -> None:
    plan = plan_of(objective(target="99.95", minimum=97))
    statement = run(plan, "99.95 99.949999 97 96.999999", end="2026-05-01", window="2026")
    assert outcomes(statement).startswith("met missed missed minimum-missed pending")


def test_a_target_below_which_a_value_must_stay() -> None:
    plan = plan_of(objective(target=5, minimum=10, lower_is_better=True))
    statement = run(plan, "5 5.1 10 10.1")
    assert outcomes(statement).startswith("met missed missed minimum-missed")


@pytest.mark.parametrize(("days", "outcome"), [(30, "met"), (31, "met"), (28, "missed")])
def test_420_minutes_down_against_99_percent(days: int, outcome: str) -> None:
    # 420 of 43,200 minutes leave 99.027...%, of 44,640 99.059...%, of 40,320 98.958...%
    month = {28: "2026-02", 30: "2026-04", 31: "2026-03"}[days]
    plan = plan_of(objective(target=99, each="month", value=UPTIME, measures=(DOWN, PERIOD)))
    measures = {"down": Fraction(420 * MINUTE), "all": Fraction(days * 24 * HOUR)}
    read = readings(plan, [Reading("uptime", month, measures=measures)])
    (line,) = settled(plan, read, month).outcomes
    assert line.outcome == outcome
    assert line.value == 1 - Fraction(420, days * 24 * 60)
    assert line.measured_time == days * 24 * HOUR


@pytest.mark.parametrize(
    ("no_data", "outcome"),
    [
        ("met", "met"),
        ("missed", "missed"),
        ("minimum missed", "minimum missed"),
        ("excused", "excused"),
        (None, "unmeasured"),
    ],
)
def test_no_data_is_what_the_clause_says(no_data: str | None, outcome: str) -> None:
    plan = plan_of(objective(minimum=97, no_data=no_data, no_data_clause="no data"))
    statement = run(plan, "-", end="2026-02-01", window="2026-01")
    (line,) = statement.outcomes
    assert line.outcome == outcome
    assert line.value is None
    assert "there is no row of `sample` in the period" in (line.because or "")
    assert line.clause == ("no data" if no_data else "uptime target")
    assert statement.final is (no_data is not None)


def test_a_value_that_empty_buckets_would_have_is_no_data_all_the_same() -> None:
    plan = plan_of(objective(no_data="missed"))
    read = readings(plan, [Reading("uptime", "2026-01", rows=0, measures={"value": Fraction(1)})])
    (line,) = settled(plan, read, "2026-01").outcomes
    assert (line.outcome, line.value) == ("missed", None)


def test_a_log_of_exceptions_is_complete_when_empty() -> None:
    plan = plan_of(objective(value=UPTIME, measures=(DOWN, PERIOD), point_events=()))
    measures = {"down": Fraction(0), "all": Fraction(31 * 24 * HOUR)}
    read = readings(plan, [Reading("uptime", "2026-01", rows=None, measures=measures)])
    (line,) = settled(plan, read, "2026-01").outcomes
    assert (line.outcome, line.value, line.because) == ("met", 1, None)


def test_a_mean_over_nothing_has_no_value() -> None:
    plan = plan_of(objective(no_data="met", point_events=()))
    read = readings(plan, [Reading("uptime", "2026-01", rows=None, measures={"value": None})])
    (line,) = settled(plan, read, "2026-01").outcomes
    assert line.outcome == "met"
    assert line.because == "there is nothing to measure in the period, and no data counts as met"


@pytest.mark.parametrize(
    ("tickets", "late", "outcome"), [(40, 2, "met"), (35, 2, "missed"), (19, 5, "excused")]
)
def test_a_floor_of_twenty_tickets(tickets: int, late: int, outcome: str) -> None:
    # 38 of 40 are 95.0%, 33 of 35 are 94.28...%, and 19 are too few to tell
    floor = LowVolume("floor", "tickets", 20, counts_as="excused")
    plan = plan_of(objective(target=95, measures=(TICKETS,), low_volume=(floor,)))
    share = Fraction(tickets - late, tickets)
    reading = Reading("uptime", "2026-01", rows=9, measures={"value": share, "tickets": Fraction(tickets)})
    (line,) = settled(plan, readings(plan, [reading]), "2026-01").outcomes
    assert line.outcome == outcome
    assert line.value == share


@pytest.mark.parametrize(
    ("tickets", "late", "outcome"), [(10, 1, "met"), (10, 2, "missed"), (100, 6, "missed")]
)
def test_a_small_number_may_have_one_miss(tickets: int, late: int, outcome: str) -> None:
    rule = LowVolume("allowance", "tickets", 100, allows=1, misses="late")
    plan = plan_of(
        objective("uptime", a_miss(money(5)), target=95, measures=(TICKETS, LATE), low_volume=(rule,))
    )
    measures = {"value": 1 - Fraction(late, tickets), "tickets": Fraction(tickets), "late": Fraction(late)}
    statement = settled(
        plan, readings(plan, [Reading("uptime", "2026-01", rows=1, measures=measures)]), "2026-01"
    )
    assert statement.outcomes[0].outcome == outcome
    assert len(statement.credits) == (outcome == "missed")


def test_a_value_that_is_given_decides_alone() -> None:
    floor = LowVolume("floor", "tickets", 20, counts_as="excused")
    plan = plan_of(objective(no_data="excused", low_volume=(floor,)))
    reading = Reading("uptime", "2026-01", rows=0, value=percent(90), measures={"tickets": Fraction(0)})
    assert settled(plan, readings(plan, [reading]), "2026-01").outcomes[0].outcome == "missed"


def test_a_small_number_may_not_stand_for_no_data() -> None:
    rule = LowVolume("allowance", "tickets", 100, allows=1, misses="late")
    plan = plan_of(objective(measures=(TICKETS, LATE), low_volume=(rule,)))
    measures = {"value": None, "tickets": Fraction(0), "late": Fraction(0)}
    (line,) = settled(
        plan, readings(plan, [Reading("uptime", "2026-01", rows=0, measures=measures)]), "2026-01"
    ).outcomes
    assert line.outcome == "unmeasured"


def test_a_value_is_rounded_before_it_is_compared_only_where_the_contract_says_so() -> None:
    tenth = ValueRounding("rounded", percent("0.1"), "half up")
    assert outcomes(run(plan_of(objective()), "98.95", window="2026-01")) == "missed"
    (line,) = run(plan_of(objective(rounding=tenth)), "98.95", window="2026-01").outcomes
    assert (line.outcome, line.value, line.compared) == ("met", percent("98.95"), percent(99))
    (line,) = run(plan_of(objective(rounding=tenth)), "98.949", window="2026-01").outcomes
    assert (line.outcome, line.compared) == ("missed", percent("98.9"))


def test_an_objective_can_start_later_than_the_term() -> None:
    plan = plan_of(objective("uptime", a_miss(money(5)), effective=at("2026-03-01")))
    statement = settled(plan, readings(plan, given(plan, "uptime", {"2026-03": 90, "2026-04": 90})), "2026")
    assert [line.period for line in statement.outcomes][:2] == ["2026-03", "2026-04"]


def test_what_is_reported_only_decides_no_credit() -> None:
    plan = plan_of(objective("uptime", a_miss(money(5)), report_only=True))
    statement = run(plan, "90", window="2026-01")
    assert statement.outcomes[0].outcome == "missed"
    assert not statement.outcomes[0].counts
    assert statement.credits == ()


def test_a_period_that_nobody_measured_is_not_met() -> None:
    plan = plan_of(objective(no_data="met"))
    statement = settled(plan, readings(plan), "2026-01")
    assert outcomes(statement) == "unmeasured"
    assert not statement.final
