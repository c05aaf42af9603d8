"""Rights to terminate."""

from __future__ import annotations

from typing import Any

from slalang.plan.terms import Rung, Termination
from tests.settlement.build import (
    a_miss,
    earn_back,
    in_a_row,
    money,
    objective,
    percent,
    plan_of,
    run,
    stage,
    terms,
)


def rights(values: str, clause: Termination, **more: Any) -> list[tuple[str, str]]:
    promise = objective("uptime", a_miss(money(5)), no_data="excused")
    plan = plan_of(terms(promise, terminations=(clause,), **more))
    return [(line.period, line.because) for line in run(plan, values).terminations]


def test_missed_three_times_in_six_months() -> None:
    clause = Termination("terminate", "uptime", times=3, months=6)
    # misses in 1, 4, 5 and 8: in May the third of six months, in August the third again (4, 5, 8)
    assert rights("98 99 99 98 98 99 99 98", clause) == [
        ("2026-05", "uptime missed 3 times in 6 months: 2026-01, 2026-04 and 2026-05"),
        ("2026-08", "uptime missed 3 times in 6 months: 2026-04, 2026-05 and 2026-08"),
    ]


def test_missed_in_three_consecutive_months() -> None:
    clause = Termination("terminate", "uptime", consecutive=3)
    assert rights("98 98 - 98 98 98", clause) == [
        ("2026-06", "uptime missed in 3 consecutive months: 2026-04, 2026-05 and 2026-06")
    ]


def test_a_value_below_a_threshold_in_one_month() -> None:
    clause = Termination("terminate", "uptime", value=Rung("<", percent(95)))
    assert rights("95 94.9", clause) == [("2026-02", "uptime was 94.9% in 2026-02")]


def test_a_returned_credit_may_no_longer_count() -> None:
    clause = Termination("terminate", "uptime", times=2, months=6)
    back = earn_back(stage(in_a_row(1)))
    forgotten = earn_back(stage(in_a_row(1)), still_counts_as_breach=False)
    assert [period for period, _ in rights("98 99 98 98", clause, earn_backs=(back,))] == [
        "2026-03",
        "2026-04",
    ]
    assert [period for period, _ in rights("98 99 98 98", clause, earn_backs=(forgotten,))] == ["2026-04"]
