"""Clocks are a partial order: no ticket of any minute contradicts what is said of two of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.model import resolve
from slalang.model.contract import Declaration
from slalang.model.findings import Findings
from slalang.model.strictness import Strictness
from slalang.model.typing import Typing
from slalang.quantities import (
    MINUTE,
    BusinessCalendar,
    Hours,
    OpenTime,
    WeeklyOpening,
    day_start,
    open_segments,
)
from slalang.rules.clock_order import differences, verdict_of
from slalang.rules.deadlines import Pace, tickets
from slalang.rules.survey import Survey
from slalang.source import SourceFile
from slalang.syntax import parse

MONDAY = date(2026, 6, 1)
TURNED: dict[Strictness, Strictness] = {
    "stricter": "looser",
    "looser": "stricter",
    "equal": "equal",
    "incomparable": "incomparable",
}

# --- hours and limits --------------------------------------------------------------------------

spans = st.tuples(st.integers(0, 20), st.integers(1, 12)).map(
    lambda span: Hours(60 * span[0], min(24 * 60, 60 * (span[0] + span[1])))
)
weeks = st.builds(
    lambda days, hours: BusinessCalendar("UTC", (WeeklyOpening(tuple(sorted(days)), (hours,)),)),
    st.sets(st.integers(0, 6), min_size=1),
    spans,
)
paces = st.builds(
    lambda minutes, hours: Pace(None, {None: minutes * MINUTE}, hours), st.integers(1, 16 * 60), weeks
)
minutes = st.integers(0, 7 * 24 * 60 - 1)


def due(pace: Pace, opened: list[int]) -> list[int | None]:
    """When tickets fall due, by the open time of half a year."""
    open_time = OpenTime(open_segments(pace.hours, MONDAY - timedelta(1), MONDAY + timedelta(180)))
    return [open_time.due(moment, pace.limits[None]) for moment in opened]


@settings(deadline=None, max_examples=30)
@given(paces, paces, st.lists(minutes, min_size=20, max_size=20))
def test_a_ticket_due_later_or_sooner_is_always_found(before: Pace, after: Pace, opened: list[int]) -> None:
    found = list(tickets(before, after))
    later = any(ticket.due_after > ticket.due_before for ticket in found)
    sooner = any(ticket.due_after < ticket.due_before for ticket in found)
    moments = [day_start(MONDAY, "UTC") + minute * MINUTE for minute in opened]
    for one, other in zip(due(before, moments), due(after, moments), strict=True):
        if one is not None and other is not None:
            assert later or other <= one
            assert sooner or other >= one


@settings(deadline=None, max_examples=30)
@given(paces, paces)
def test_a_ticket_is_due_when_it_is_said_to_be(before: Pace, after: Pace) -> None:
    found = list(tickets(before, after))[:5]
    opened = [ticket.opened for ticket in found]
    assert [ticket.due_before for ticket in found] == due(before, opened)
    assert [ticket.due_after for ticket in found] == due(after, opened)


# --- whole clocks ------------------------------------------------------------------------------

HEAD = """language 1

calendar eight "8x5" {
  timezone "Europe/Berlin"
  open     mon to fri 09:00 to 17:00
}

calendar twelve "12x5" {
  timezone "Europe/Berlin"
  open     mon to fri 08:00 to 20:00
}

event ticket_change {
  at     instant
  ticket text
  change one of (created, resolved)
  status one of (open, pending, on_hold)
}
"""


def survey_of(**clocks: str) -> tuple[Survey, dict[str, Declaration]]:
    """A file with clocks of these clauses."""
    text = HEAD + "".join(
        f"clock {name} of ticket_change by ticket {{\n  starts when change = created\n"
        f"  stops when change = resolved\n  {clauses}\n}}\n"
        for name, clauses in clocks.items()
    )
    project = resolve({"a.sla": parse(SourceFile("a.sla", text)).value}).value
    survey = Survey(project, Typing(project.scopes, Findings()), "a.sla")
    return survey, dict(project.scopes["a.sla"].own)


def compared(old: str, new: str) -> Strictness | None:
    survey, declared = survey_of(old=old, new=new)
    found = differences(declared["old"], declared["new"], survey)
    return None if found is None else verdict_of(found)


clauses = st.builds(
    lambda limit, hours, pauses: f"{pauses}{hours}limit {limit}h",
    st.integers(1, 6),
    st.sampled_from(["runs in eight\n  ", "runs in twelve\n  ", ""]),
    st.sampled_from(
        ["", "pauses while status = pending\n  ", "pauses while status in (pending, on_hold)\n  "]
    ),
)


@settings(deadline=None, max_examples=25)
@given(clauses, clauses)
def test_the_order_turns_round_with_its_sides(old: str, new: str) -> None:
    verdict = compared(old, new)
    assert verdict is not None
    assert compared(new, old) == TURNED[verdict]


@settings(deadline=None, max_examples=30)
@given(clauses, clauses, clauses)
def test_what_is_stricter_than_the_stricter_is_stricter(one: str, other: str, third: str) -> None:
    if compared(one, other) == "stricter" and compared(other, third) == "stricter":
        assert compared(one, third) == "stricter"


def test_longer_hours_are_stricter_and_the_same_hours_of_another_day_are_not_the_same() -> None:
    hours = ["runs in eight\n  limit 4h", "runs in twelve\n  limit 4h", "limit 4h"]
    for old, new in pairwise(hours):
        assert compared(old, new) == "stricter"


def test_more_pauses_are_looser() -> None:
    pausing = ["", "pauses while status = pending\n  ", "pauses while status in (on_hold, pending)\n  "]
    for old, new in pairwise(pausing):
        assert compared(f"{old}limit 4h", f"{new}limit 4h") == "looser"
    assert compared(
        "pauses while status = pending\n  limit 4h", "pauses while status = on_hold\n  limit 4h"
    ) == ("incomparable")


def test_a_shorter_limit_with_more_pauses_is_neither() -> None:
    assert compared("limit 4h", "pauses while status = pending\n  limit 3h") == "incomparable"


def test_clocks_that_begin_at_other_moments_cannot_be_compared() -> None:
    survey, declared = survey_of(old="limit 4h", new="continues when change = created\n  limit 4h")
    assert differences(declared["old"], declared["new"], survey) is None
