"""Events, tables, streams and clocks: names bound, what is used alone, in order of dependence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from slalang.plan.expressions import (
    Comparison,
    Expression,
    FieldValue,
    Logic,
    Lookup,
    Membership,
    Negation,
    Number,
    Text,
)
from slalang.plan.plan import Plan
from slalang.plan.streams import Measure, Where
from tests.compiler.contracts import compiled, contract, plan_of


def measure(plan: Plan, objective: str = "uptime") -> Measure:
    """The first measure of an objective."""
    return next(one for one in plan.versions[0].objectives if one.name == objective).measures[0]


def condition(text: str) -> Expression:
    """A condition on a request, as the plan has it."""
    found = measure(plan_of(contract(indicator=f"share({text} over request)"))).value
    assert found is not None
    return found


# --- expressions -------------------------------------------------------------------------------


def test_a_bare_word_beside_a_choice_is_its_value() -> None:
    assert condition("kind = read") == Comparison("=", FieldValue("kind"), Text("read"))
    assert condition('kind = "write"') == Comparison("=", FieldValue("kind"), Text("write"))
    assert condition("kind in (read, write)") == Membership(FieldValue("kind"), (Text("read"), Text("write")))


def test_a_table_is_looked_up_by_its_field() -> None:
    found = condition("latency <= limits")
    assert found == Comparison("<=", FieldValue("latency"), Lookup("limits", FieldValue("kind")))
    assert condition("latency <= limits of kind") == found


def test_numbers_are_exact_and_in_the_unit_of_the_plan() -> None:
    assert condition("latency > 1m30s") == Comparison(
        ">", FieldValue("latency"), Number(Fraction(90_000_000))
    )
    assert condition("price > 0.07 EUR") == Comparison(">", FieldValue("price"), Number(Fraction(7, 100)))


def test_a_day_begins_in_the_zone_of_the_agreement() -> None:
    berlin = condition("at >= 2026-01-01")
    assert berlin == Comparison(">=", FieldValue("at"), Number(Fraction(1_767_222_000_000_000)))
    assert condition("at >= 2026-01-01T00:00+01:00") == berlin


def test_logic_stays_as_written() -> None:
    read = Comparison("=", FieldValue("kind"), Text("read"))
    assert condition("not up or kind = read") == Logic("or", (Negation(FieldValue("up")), read))


@pytest.mark.parametrize(
    ("moment", "kind"),
    [("2026-10-25T02:30", "ambiguous-local-time"), ("2026-03-29T02:30", "impossible-local-time")],
)
def test_a_local_time_that_is_shown_twice_or_never_is_reported(moment: str, kind: str) -> None:
    """Only who knows the agreement knows the zone in which a shared stream is read."""
    library = f"language 1\nevent call {{\nat instant\n}}\nindicator late = share(at >= {moment} over call)\n"
    text = 'language 1\nimport late from "lib.sla"\n' + contract(
        agreement="objective late each month {\ntarget >= 99%\nreport only\n}"
    ).replace("language 1", "")
    outcome = compiled({"acme.sla": text, "lib.sla": library})
    assert outcome.value is None
    assert [found.kind.name for found in outcome.diagnostics] == [kind]


def test_an_amount_of_another_currency_is_reported_where_a_stream_has_it() -> None:
    outcome = compiled(contract(indicator="share(price >= 5 USD over request)"))
    assert outcome.value is None
    assert [found.kind.name for found in outcome.diagnostics] == ["mixed-currencies"]


# --- what is used ------------------------------------------------------------------------------


def test_only_what_the_agreement_uses_is_in_its_plan() -> None:
    plan = plan_of(contract())
    assert [event.name for event in plan.events] == ["incident", "request"]
    assert [stream.name for stream in plan.streams] == ["down"]
    assert [table.name for table in plan.tables] == ["limits"]
    assert plan.calendars == ()


def test_streams_stand_after_those_they_are_made_from() -> None:
    plan = plan_of(
        contract(
            declaration="stream last = middle inside first\nstream first = down\n"
            "stream middle = first or planned",
            indicator="1 - time(last) / time(period)",
        )
    )
    names = [stream.name for stream in plan.streams]
    assert names == ["down", "first", "planned", "middle", "last"]


def test_a_pipeline_without_a_name_gets_one_of_its_place() -> None:
    plan = plan_of(contract(objective="exclude planned or down\nforgive (incident where severity = 3)"))
    assert [one.stream for one in plan.versions[0].objectives[0].exclusions] == [
        "uptime.exclude.1",
        "uptime.forgive.1",
    ]
    found = {stream.name: stream for stream in plan.streams}
    assert found["uptime.exclude.1"].sources == ("planned", "down")
    assert found["uptime.forgive.1"].sources == ("incident",)
    assert isinstance(found["uptime.forgive.1"].steps[0], Where)


def test_equal_pipelines_are_one_stream() -> None:
    second = (
        "objective second measures uptime each month {\ntarget >= 9%\nexclude planned or down\nreport only\n}"
    )
    plan = plan_of(contract(objective="exclude planned or down", agreement=second))
    streams = {one.stream for each in plan.versions[0].objectives for one in each.exclusions}
    assert streams == {"second.exclude.1"}


def test_names_of_two_files_are_told_apart() -> None:
    library = (
        "language 1\nevent request {\nat instant\nok boolean\n}\nindicator success = share(ok over request)\n"
    )
    text = 'language 1\nimport success from "lib/web.sla"\n' + contract(
        agreement="objective success each month {\ntarget >= 99%\nreport only\n}"
    ).replace("language 1", "")
    plan = plan_of({"acme.sla": text, "lib/web.sla": library})
    assert [event.name for event in plan.events] == ["web.request", "incident", "request"]
    assert measure(plan, "success").over == "web.request"


# --- clocks and calendars ----------------------------------------------------------------------


def test_a_clock_in_a_calendar_has_open_time_around_the_term() -> None:
    plan = plan_of(contract(clock="runs in office"))
    (calendar,) = plan.calendars
    assert plan.clocks[0].calendar == "office"
    day = 86_400_000_000
    assert plan.term_start - calendar.covers[0] == 92 * day + day // 24
    assert calendar.covers[1] - plan.term_end == 92 * day - day // 24
    assert all(end - start == day // 3 for start, end in calendar.open)


def test_holidays_must_be_known_for_all_years() -> None:
    outcome = compiled(
        contract(
            calendar='closed holidays "DE-BE"', clock="runs in office", term="term 2026-01-01 to 2190-12-31"
        )
    )
    assert [found.kind.name for found in outcome.diagnostics] == ["holidays-not-known"]


def test_the_data_a_plan_draws_on_is_named() -> None:
    assert [name for name, _ in plan_of(contract()).data_versions] == ["tzdata"]
    with_holidays = contract(calendar='closed holidays "DE-BE"', clock="runs in office")
    assert [name for name, _ in plan_of(with_holidays).data_versions] == ["tzdata", "holidays"]
