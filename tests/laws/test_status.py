"""Whatever happens after an instant, a period ends between the worst and the best that its status names, and
what it says is left is left to the last microsecond and the last row.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slalang.events import log_from_rows
from slalang.measurement import measure, measure_running
from slalang.plan.plan import Plan
from slalang.plan.reading import GivenRow
from slalang.settlement import settle
from slalang.settlement.running import status_of
from slalang.statement import OutcomeLine, Statement
from slalang.status import BudgetLine, RunningLine, Status
from tests.compiler.contracts import compiled
from tests.measurement.build import DAY, HOUR, MINUTE, at

CONTRACT = """language 1

event request {
  at      instant
  zone    text
  status  integer
  latency duration in ms
}
event outage {
  from  instant
  to    optional instant
  cause text
}
event planned {
  from instant
  to   optional instant
}
event change {
  at     instant
  ticket text
  kind   one of (created, replied, held, reopened)
}

stream slot   = request every 1h by zone {
  failed = share(status >= 500) when empty 0%
}
stream down   = slot where failed >= 50% lasting at least 2h
stream severe = outage where cause = "own"
stream both   = slot where failed >= 50% in at least 2 of zone

clock reply of change by ticket {
  starts when kind = created
  stops  when kind = replied
  limit  3h
}
clock repair of change by ticket {
  starts    when kind = created
  pauses    while kind = held
  stops     when kind = replied
  continues when kind = reopened
  limit     3h
}

indicator up       = 1 - time(severe) / time(period)
indicator calm     = 1 - time(down) / time(period)
indicator together = 1 - time(both) / time(period)
indicator good     = share(status < 500 over request)
indicator quick    = p90(latency over request where status < 500)
indicator even     = 1 - mean(failed over slot)
indicator in_time  = share(in_time over reply)
indicator repaired = share(in_time over repair)
indicator length   = mean(length over outage)
indicator lost     = time(severe)

agreement acme "Acme" {
  provider "P"
  customer "C"
  term     2026-01-05 to 2026-03-29
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR

  objective up each week {
    target  >= 99%
    minimum >= 95%
    EXCLUSION planned
    cap at 80% of fees
    credit {
      all add up
      below 99% pays 1% of fees
      below 90% pays 5% of fees
      when missed each full 30m of severe in total beyond 3h pays 2% of fees
    }
  }
  objective calm each week {
    target >= 98%
    credit {
      when missed each started point below target pays 3 EUR
    }
  }
  objective together each week {
    target >= 98%
  }
  objective good each week {
    target >= 80%
    no data counts as met
    fewer than 5 request counts as excused
    credit {
      below 80% pays 10 EUR
      below 50% pays 30 EUR
    }
  }
  objective quick each week {
    target <= 300ms
    no data counts as missed
    credit {
      a miss pays 7 EUR
    }
  }
  objective even each week {
    target >= 97%
    credit {
      below 97% pays 4 EUR
      below 60% pays 9 EUR
    }
  }
  objective in_time each week {
    counted when WHEN
    target >= 75%
    no data counts as excused
    cap at 300 EUR
    credit {
      when missed each late reply pays 50 EUR
    }
  }
  objective repaired each week {
    counted when WHEN
    target >= 75%
    no data counts as excused
    credit {
      a breach pays 11 EUR
      each further breach in a row pays double
    }
  }
  objective length each week {
    target <= 2h
    no data counts as met
  }
  objective lost each week {
    target <= 4h
    rounded to 1h
  }
}
"""
WEEK = 7 * DAY
START = at("2026-01-12")
END = START + WEEK
RANKS = ("met", "excused", "pending", "unmeasured", "missed", "minimum missed")


@cache
def plan_of(counted_when: str, exclusion: str) -> Plan:
    """The agreement with these clauses."""
    outcome = compiled(CONTRACT.replace("WHEN", counted_when).replace("EXCLUSION", exclusion))
    assert not outcome.failed, outcome.diagnostics
    assert outcome.value is not None
    return outcome.value


def times(first: int, last: int) -> st.SearchStrategy[int]:
    """Instants from the first to right before the last, often on a minute."""
    minutes = st.integers(0, (last - first - 1) // MINUTE).map(lambda number: first + number * MINUTE)
    return minutes | st.integers(first, last - 1)


def rows_from(first: int, last: int) -> st.SearchStrategy[list[GivenRow]]:
    """Rows of all logs that begin in a stretch of time."""
    when = times(first, last)
    requests = st.builds(
        lambda moment, zone, status, latency: GivenRow(
            "request",
            moment,
            moment,
            (("zone", zone), ("status", Fraction(status)), ("latency", Fraction(latency * 1000))),
        ),
        when,
        st.sampled_from("ab"),
        st.sampled_from([200, 200, 500]),
        st.integers(1, 600),
    )
    bursts = st.builds(
        lambda moment, zone, hours: [
            GivenRow(
                "request",
                moment + hour * HOUR,
                moment + hour * HOUR,
                (("zone", zone), ("status", Fraction(500)), ("latency", Fraction(1000))),
            )
            for hour in range(hours)
            if moment + hour * HOUR < last
        ],
        when,
        st.sampled_from("ab"),
        st.integers(2, 40),
    )
    outages = st.builds(
        lambda moment, minutes, cause: GivenRow(
            "outage", moment, moment + minutes * MINUTE, (("cause", cause),)
        ),
        when,
        st.integers(1, 4000),
        st.sampled_from(["own", "own", "other"]),
    )
    planned = st.builds(
        lambda moment, minutes: GivenRow("planned", moment, moment + minutes * MINUTE),
        when,
        st.integers(1, 2000),
    )
    changes = st.builds(
        lambda moment, ticket, kind: GivenRow(
            "change", moment, moment, (("ticket", f"T{ticket}"), ("kind", kind))
        ),
        when,
        st.integers(1, 6),
        st.sampled_from(["created", "created", "replied", "held", "reopened"]),
    )
    single = st.lists(st.one_of(requests, outages, planned, changes, changes), max_size=14)
    return st.builds(
        lambda ones, many: [*ones, *(row for burst in many for row in burst)],
        single,
        st.lists(bursts, max_size=2),
    )


SEEN = [
    GivenRow(
        "request", START, START, (("zone", zone), ("status", Fraction(200)), ("latency", Fraction(1000)))
    )
    for zone in "ab"
]
"""Both zones have a row at the beginning of the week, so that no further one turns up."""


@st.composite
def courses(draw: st.DrawFn) -> tuple[Plan, int, list[GivenRow], list[GivenRow]]:
    """An agreement, an instant in its second week, what happened before it, and what comes after."""
    plan = draw(
        st.builds(
            plan_of,
            st.sampled_from(["started", "due", "stopped"]),
            st.sampled_from(["exclude", "forgive"]),
        )
    )
    moment = draw(times(START + HOUR, END))
    before = draw(rows_from(START - WEEK, moment))
    after = draw(rows_from(moment, END + 2 * DAY)) if draw(st.booleans()) else []
    return plan, moment, [*before, *SEEN], after


def status_at(plan: Plan, rows: Sequence[GivenRow], moment: int) -> Status:
    """The status at an instant, by what is known then: what still goes on has no end."""
    known = [
        row if row.end is None or row.end <= moment else GivenRow(row.over, row.start, None, row.values)
        for row in rows
        if row.start < moment
    ]
    log = log_from_rows(plan.events, known, plan.currency).value
    assert log is not None
    with log:
        closed = measure(plan, log, end=moment, as_of=moment)
        running = measure_running(plan, log, moment)
    assert not closed.failed, closed.diagnostics
    assert not running.failed, running.diagnostics
    made = status_of(plan, closed.value, running.value)
    assert made.value is not None
    return made.value


def settled(plan: Plan, rows: Sequence[GivenRow]) -> Statement:
    """The statement of the week, from the whole log."""
    log = log_from_rows(plan.events, rows, plan.currency).value
    assert log is not None
    with log:
        measured = measure(plan, log, end=END, as_of=END + 4 * DAY)
    assert not measured.failed, measured.diagnostics
    statement = settle(plan, measured.value, window=("x", START, END)).value
    assert statement is not None
    return statement


def credit_of(statement: Statement, line: OutcomeLine) -> Decimal:
    return next(
        (
            one.due
            for one in statement.credits
            if (one.objective, one.period) == (line.objective, line.period)
        ),
        Decimal(0),
    )


@settings(max_examples=20, deadline=None)
@given(courses())
def test_every_course_ends_between_worst_and_best(
    course: tuple[Plan, int, list[GivenRow], list[GivenRow]],
) -> None:
    """Value, outcome and credit of each objective, whatever rows follow."""
    plan, moment, before, after = course
    status = status_at(plan, before, moment)
    statement = settled(plan, [*before, *after])
    lines = {line.objective: line for line in status.objectives}
    assert len(lines) == len(statement.outcomes) == 10
    for line in statement.outcomes:
        _check(lines[line.objective], line, credit_of(statement, line))


def _check(line: RunningLine, final: OutcomeLine, credit: Decimal) -> None:
    worst, best = line.worst, line.best
    assert RANKS.index(best.outcome) <= RANKS.index(final.outcome) <= RANKS.index(worst.outcome), (
        line,
        final,
    )
    assert best.credit is None or best.credit <= credit, (line, final, credit)
    assert worst.credit is None or credit <= worst.credit, (line, final, credit)
    low, high = (worst, best) if line.operator == ">=" else (best, worst)
    if final.value is not None:
        assert low.value is None or low.value <= final.value, (line, final)
        assert high.value is None or final.value <= high.value, (line, final)
        assert low.value != final.value or low.is_reached, (line, final)
        assert high.value != final.value or high.is_reached, (line, final)


# --- budgets -----------------------------------------------------------------------------------


def budget_of(status: Status, objective: str, bound: str = "target") -> BudgetLine:
    """The budget under a bound of an objective."""
    line = next(one for one in status.objectives if one.objective == objective)
    return next(one for one in line.budgets if one.bound == bound)


def outcome_of(statement: Statement, objective: str) -> OutcomeLine:
    return next(line for line in statement.outcomes if line.objective == objective)


@settings(max_examples=8, deadline=None)
@given(courses(), st.sampled_from(["up", "lost"]))
def test_time_that_is_left_is_left_to_the_microsecond(
    course: tuple[Plan, int, list[GivenRow], list[GivenRow]], objective: str
) -> None:
    """So much downtime more is met, and a microsecond more is missed."""
    plan, moment, before, _ = course
    rows = [row for row in before if row.end is not None and row.end <= moment]
    budget = budget_of(status_at(plan, rows, moment), objective)
    assume(budget.from_now_on is not None and moment + budget.from_now_on < END)
    for more, outcomes in ((0, {"met"}), (1, {"missed"})):
        length = (budget.from_now_on or 0) + more
        outage = GivenRow("outage", moment, moment + length, (("cause", "own"),))
        assert outcome_of(settled(plan, [*rows, outage]), objective).outcome in outcomes


@settings(max_examples=8, deadline=None)
@given(courses(), st.sampled_from(["good", "quick"]))
def test_rows_that_may_fail_may_fail_to_the_last(
    course: tuple[Plan, int, list[GivenRow], list[GivenRow]], objective: str
) -> None:
    """So many failures more are met, and one more is missed; so many good rows make up for a miss."""
    plan, moment, before, _ = course
    budget = budget_of(status_at(plan, before, moment), objective)
    bad = {"good": _request(moment, 500, 1), "quick": _request(moment, 200, 900)}[objective]
    good = _request(moment, 200, 1)
    if budget.from_now_on is not None:
        met, missed = [bad] * budget.from_now_on, [bad] * (budget.from_now_on + 1)
    else:
        assert budget.to_recover is not None
        assert budget.left is not None
        assert budget.left < 0
        met, missed = [good] * budget.to_recover, [good] * (budget.to_recover - 1)
    assert _by_value(settled(plan, [*before, *met]), objective) is True
    assert _by_value(settled(plan, [*before, *missed]), objective) is False


def _by_value(statement: Statement, objective: str) -> bool:
    line = outcome_of(statement, objective)
    assert line.value is not None
    assert line.target is not None
    return line.value >= line.target if line.operator == ">=" else line.value <= line.target


def _request(moment: int, status: int, latency: int) -> GivenRow:
    fields = (("zone", "a"), ("status", Fraction(status)), ("latency", Fraction(latency * 1000)))
    return GivenRow("request", moment, moment, fields)


@settings(max_examples=3, deadline=None)
@given(courses())
def test_what_comes_later_changes_no_status(
    course: tuple[Plan, int, list[GivenRow], list[GivenRow]],
) -> None:
    """A log that goes on says of an instant in it what it said then."""
    plan, moment, before, after = course
    log = log_from_rows(plan.events, [*before, *after], plan.currency).value
    assert log is not None
    with log:
        closed = measure(plan, log, end=moment, as_of=moment)
        running = measure_running(plan, log, moment)
    known = status_at(plan, before, moment)
    later = status_of(plan, closed.value, running.value).value
    assert later == known
