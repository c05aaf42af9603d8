"""Settled quarter by quarter or for the year at once, a clock comes to the same.

Quarters are settled with the log of the whole year. Where the statement of a quarter is final its lines are
those of the year, and where the log is complete up to the end of the year they always are.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.events import log_from_rows
from slalang.measurement import measure
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow
from slalang.settlement import settle
from slalang.statement import Statement
from tests.compiler.contracts import compiled
from tests.measurement.build import HOUR, MINUTE, at

CONTRACT = """language 1

calendar office "Hours" {
  timezone "UTC"
  open mon to sun 00:00 to 23:00
}

event change from "tickets.csv" {
  at     instant
  ticket text
  kind   one of (created, replied, held, resumed)
}

event planned from "planned.csv" {
  from instant
  to   optional instant
}

clock reply of change by ticket {
  starts when kind = created
  stops  when kind = replied
  PAUSES
  HOURS
  limit  30m
}

indicator in_time = share(in_time over reply)
indicator waiting = mean(elapsed over reply)

agreement acme "Desk" {
  provider "P"
  customer "C"
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     10_000 EUR each month
  round    half up to 0.01 EUR
  objective in_time each quarter {
    counted when WHEN
    EXCLUDES
    target >= 90%
    no data counts as excused
    credit {
      always each late reply pays 250 EUR
    }
  }
  objective waiting each quarter {
    counted when WHEN
    target <= 20m
    no data counts as excused
    credit {
      a miss pays 40 EUR
    }
  }
}
"""
BOUNDS = [at(day) for day in ("2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01")]
QUARTERS = list(pairwise(BOUNDS))


@cache
def plan_of(counted_when: str, pauses: bool, hours: bool, excludes: bool) -> Plan:
    """The agreement with these clauses."""
    text = CONTRACT.replace("WHEN", counted_when)
    text = text.replace("PAUSES", "pauses while kind = held" if pauses else "")
    text = text.replace("HOURS", "runs in office" if hours else "")
    text = text.replace("EXCLUDES", "exclude planned" if excludes else "")
    plan = compiled(text).value
    assert plan is not None
    return plan


near_a_close = st.builds(
    lambda bound, minutes: bound + minutes * MINUTE, st.sampled_from(BOUNDS[1:]), st.integers(-90, 70)
)
changes = st.builds(
    lambda moment, ticket, kind: GivenRow(
        "change", moment, moment, (("ticket", f"T{ticket}"), ("kind", kind))
    ),
    near_a_close,
    st.integers(1, 5),
    st.sampled_from(["created", "created", "replied", "held", "resumed"]),
)
windows = st.builds(
    lambda start, length: GivenRow("planned", start, start + length * MINUTE),
    near_a_close,
    st.integers(1, 60),
)
plans = st.builds(
    plan_of, st.sampled_from(["started", "due", "stopped"]), st.booleans(), st.booleans(), st.booleans()
)


def settled(plan: Plan, rows: list[GivenRow], start: int, end: int, as_of: int | None = None) -> Statement:
    """The statement of a stretch of time, from the whole log."""
    log = log_from_rows(plan.events, sorted(rows, key=lambda row: row.start), plan.currency).value
    assert log is not None
    with log:
        measured = measure(plan, log, end=end, as_of=as_of)
    assert not measured.failed, measured.diagnostics
    statement = settle(plan, measured.value, window=("x", start, end)).value
    assert statement is not None
    return statement


def lines(statement: Statement, start: int, end: int) -> dict[Any, Any]:
    """What each objective came to in a stretch of time, and what is paid for it."""
    outcomes = [line for line in statement.outcomes if start < line.period_end <= end]
    paid = {(line.objective, line.period): line.paid for line in statement.credits}
    return {
        (line.objective, line.period): (
            line.outcome,
            line.value,
            line.cycles,
            paid.get((line.objective, line.period)),
        )
        for line in outcomes
    }


@settings(max_examples=25, deadline=None)
@given(plans, st.lists(changes, max_size=12), st.lists(windows, max_size=2))
def test_quarters_and_the_year_agree(plan: Plan, rows: list[GivenRow], planned: list[GivenRow]) -> None:
    given_rows = [*rows, *planned]
    year = settled(plan, given_rows, BOUNDS[0], BOUNDS[-1])
    complete = settled(plan, given_rows, BOUNDS[0], BOUNDS[-1], as_of=BOUNDS[-1] + 4 * HOUR)
    for start, end in QUARTERS:
        quarter = settled(plan, given_rows, start, end)
        if quarter.final:
            assert lines(quarter, start, end) == lines(year, start, end)
        known = settled(plan, given_rows, start, end, as_of=BOUNDS[-1] + 4 * HOUR)
        assert lines(known, start, end) == lines(complete, start, end)


# --- by hand ---------------------------------------------------------------------------------------

P1 = [
    ("2026-03-31T23:50", "A3", "created"),
    ("2026-04-01T00:25", "A3", "replied"),
    ("2026-06-30T23:45", "A4", "created"),
]


def log(*rows: tuple[str, str, str]) -> list[GivenRow]:
    return [
        GivenRow("change", at(moment), at(moment), (("ticket", ticket), ("kind", kind)))
        for moment, ticket, kind in rows
    ]


def of(counted_when: str, rows: list[GivenRow], **more: Any) -> list[tuple[str, str, bool]]:
    """The outcome, what is paid and whether it is final, quarter by quarter."""
    plan = plan_of(counted_when, False, False, False)
    found = []
    for start, end in QUARTERS[:3]:
        statement = settled(plan, rows, start, end, **more)
        (line,) = [line for line in statement.outcomes if line.objective == "in_time"]
        paid = sum(line.paid for line in statement.credits if line.objective == "in_time")
        final = not any("in_time" in point for point in statement.open_points)
        found.append((line.outcome, str(paid), final))
    return found


def test_a_cycle_is_followed_beyond_the_period_it_began_in() -> None:
    assert of("started", log(*P1)) == [
        ("missed", "250.00", True),
        ("excused", "0", False),
        ("excused", "0", True),
    ]


def test_a_cycle_that_falls_due_in_a_period_without_a_row_is_data() -> None:
    assert of("due", log(*P1)) == [
        ("excused", "0", True),
        ("missed", "250.00", True),
        ("missed", "250.00", True),
    ]


def test_a_late_cycle_that_still_runs_counts_for_the_time_being_where_it_counts_when_stopped() -> None:
    apart = of("stopped", log(*P1))
    assert apart == [("excused", "0", True), ("missed", "250.00", True), ("missed", "250.00", False)]


def test_a_log_that_is_complete_for_longer_decides_more() -> None:
    known = of("started", log(*P1), as_of=at("2026-07-02"))
    assert known == [("missed", "250.00", True), ("missed", "250.00", True), ("excused", "0", True)]


def test_what_is_not_decided_is_named() -> None:
    plan = plan_of("started", False, False, False)
    statement = settled(plan, log(*P1), *QUARTERS[1])
    assert statement.open_points[0] == (
        "`in_time` of 2026-Q2 may change: `reply` of `A4` (begun 2026-06-30T23:45:00Z) goes on where the log"
        " ends: not late yet, and not decided"
    )


@pytest.mark.parametrize("number", [6, 8])
def test_no_more_than_some_are_named(number: int) -> None:
    rows = log(*((f"2026-06-30T23:4{each}", f"T{each}", "created") for each in range(number)))
    statement = settled(plan_of("started", False, False, False), rows, *QUARTERS[1])
    assert f" and {number - 5} more go on " in statement.open_points[0]
