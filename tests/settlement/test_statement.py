"""What of an evaluation a statement shows, what keeps it from being final, and its ledger."""

from __future__ import annotations

from dataclasses import replace

from slalang.plan.plan import Assumption, Clause
from slalang.plan.terms import Exclusion
from slalang.quantities import sum_money
from slalang.settlement import settle
from slalang.statement import AssumptionLine, InputFile
from tests.settlement.build import (
    HOUR,
    a_miss,
    at,
    cap,
    earn_back,
    events,
    given,
    in_a_row,
    money,
    objective,
    outcomes,
    paid,
    plan_of,
    readings,
    run,
    settled,
    stage,
    states,
    terms,
)

VALUES = "98 99 99 99 98 99 99 99 99 99 99 99"


PLAN = plan_of(terms(objective("uptime", a_miss(money(100))), earn_backs=(earn_back(stage(in_a_row(3))),)))


# --- the window --------------------------------------------------------------------------------


def test_a_month_shows_what_closed_in_it() -> None:
    statement = run(PLAN, VALUES, window="2026-04")
    assert [line.period for line in statement.outcomes] == ["2026-04"]
    assert statement.credits == ()
    assert events(statement) == [("2026-01", "2026-04", "returned", "100.00")]
    assert [(line.number, line.kind, str(line.balance)) for line in statement.ledger] == [
        (2, "returned", "0.00")
    ]
    assert (str(statement.totals.paid), str(statement.totals.returned), str(statement.totals.net)) == (
        "0.00",
        "100.00",
        "-100.00",
    )


def test_the_balance_is_that_of_the_close_whether_anything_moved_or_not() -> None:
    months = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05")
    balances = [run(PLAN, VALUES, window=month).totals.balance for month in months]
    assert [str(balance) for balance in balances] == ["100.00", "100.00", "100.00", "0.00", "100.00"]


def test_a_credit_is_shown_in_the_state_it_has_at_the_end_of_the_readings() -> None:
    assert states(run(PLAN, VALUES, end="2026-02-01", window="2026-01")) == {"2026-01": "open"}
    assert states(run(PLAN, VALUES, end="2026-05-01", window="2026-01")) == {"2026-01": "returned"}


def test_the_balance_is_brought_forward() -> None:
    statement = run(PLAN, VALUES, window="2026-05")
    (line,) = statement.ledger
    assert (line.number, str(line.amount), str(line.balance)) == (3, "100.00", "100.00")


def test_a_quarter_stands_in_the_month_it_ends_in() -> None:
    plan = plan_of(objective("repair", a_miss(money(5)), each="quarter"))
    read = readings(plan, given(plan, "repair", "98"), end="2026-04-01")
    assert settled(plan, read, "2026-02").outcomes == ()
    assert settled(plan, read, "2026-02").final
    assert outcomes(settled(plan, read, "2026-03")) == "missed"


def test_an_exclusion_says_whether_it_shortens_the_period() -> None:
    one = objective(
        "uptime",
        a_miss(money(1)),
        exclusions=(Exclusion("leave", "exclude", "planned"), Exclusion("ignore", "forgive", "storm")),
    )
    plan = plan_of(one)
    took = {"excluded": HOUR, "exclusions": (("leave", HOUR), ("ignore", 2 * HOUR))}
    (line, *_) = settled(plan, readings(plan, given(plan, "uptime", "99", **took))).outcomes
    assert [(each.clause, each.effect, each.time) for each in line.exclusions] == [
        ("leave", "excluded", HOUR),
        ("ignore", "forgiven", 2 * HOUR),
    ]


# --- final or not ------------------------------------------------------------------------------


def test_a_month_that_is_not_over_is_pending() -> None:
    statement = run(PLAN, VALUES, end="2026-03-10", window="2026-03")
    (line,) = statement.outcomes
    assert (line.outcome, line.value) == ("pending", None)
    assert not statement.final
    assert statement.open_points == ("2026-03 is not over: its outcomes are pending",)
    assert statement.compliance.pending == 1


def test_an_unmeasured_month_leaves_later_statements_open_where_it_can_move_money() -> None:
    plan = plan_of(objective("uptime", a_miss(money(5))), objective("backlog", report_only=True))
    read = readings(plan, given(plan, "uptime", "- 99"), given(plan, "backlog", "- 99"), end="2026-03-01")
    assert len(settled(plan, read, "2026-01").open_points) == 2
    (point,) = settled(plan, read, "2026-02").open_points
    assert point.startswith("`uptime` of 2026-01 is unmeasured")


def test_a_week_of_a_month_that_is_not_over_is_not_final_where_the_month_has_a_cap() -> None:
    promise = objective("uptime", a_miss(money(5)), each="week")
    capped = plan_of(promise, caps=(cap("month", money(5)),))
    read = readings(capped, given(capped, "uptime", {"2026-W01": 99, "2026-W02": 90}), end="2026-01-12")
    assert settled(capped, read, "2026-W02").open_points == (
        "2026-01 is not over: what is paid of its credits is settled at its end",
    )
    assert settled(plan_of(promise), read, "2026-W02").final


def test_keys_that_are_not_known_yet_wait_in_one_line() -> None:
    plan = plan_of(objective("uptime", a_miss(money(5)), keys=("region",)))
    series = [
        given(plan, "uptime", {"2026-01": value}, (region,)) for region, value in (("eu", 90), ("us", 99))
    ]
    statement = settled(plan, readings(plan, *series, end="2026-02-10"), "2026-Q1")
    assert [(line.keys, line.outcome) for line in statement.outcomes] == [
        ((("region", "eu"),), "missed"),
        ((("region", "us"),), "met"),
        ((), "pending"),
        ((), "pending"),
    ]
    assert paid(statement) == {"eu 2026-01": "5.00"}


# --- the ledger --------------------------------------------------------------------------------


def test_the_ledger_names_every_movement_with_its_clause() -> None:
    plan = plan_of(
        terms(
            objective("uptime", a_miss(money(100))),
            caps=(cap("month", money(80)),),
            earn_backs=(earn_back(stage(in_a_row(1), 50), stage(in_a_row(3)), miss="takes back"),),
        )
    )
    statement = run(plan, "98 99 98 99")
    lines = [
        (one.period[-2:], one.kind, str(one.amount), str(one.balance), one.clause) for one in statement.ledger
    ]
    assert lines == [
        ("01", "accrued", "100.00", "100.00", "a miss"),
        ("01", "reduced", "-20.00", "80.00", "cap month"),
        ("02", "returned", "-40.00", "40.00", "after consecutive"),
        ("03", "accrued", "100.00", "140.00", "a miss"),
        ("03", "reduced", "-20.00", "120.00", "cap month"),
        ("03", "taken back", "40.00", "160.00", "earn back"),
        ("04", "returned", "-40.00", "120.00", "after consecutive"),
        ("04", "returned", "-40.00", "80.00", "after consecutive"),
        ("12", "forfeited", "0.00", "80.00", "earn back"),
        ("12", "forfeited", "0.00", "80.00", "earn back"),
    ]
    assert statement.ledger[-1].balance == sum_money(line.amount for line in statement.ledger)
    assert statement.ledger[-1].balance == statement.totals.net


# --- what it stands on -------------------------------------------------------------------------


def test_it_names_the_terms_in_force_in_the_window() -> None:
    plan = plan_of(terms(objective()), terms(objective(), since="2026-03-15", title='amendment "No. 1"'))
    read = readings(plan, given(plan, "uptime", "99"))
    first, second = "as signed, from 2026-01-01", 'amendment "No. 1", from 2026-03-15'
    assert settled(plan, read, "2026-02").terms == (first,)
    assert settled(plan, read, "2026-03").terms == (first, second)
    assert settled(plan, read, "2026-04").terms == (second,)


def test_the_version_at_the_start_of_a_month_governs_it() -> None:
    plan = plan_of(
        terms(objective(target=99)), terms(objective(target="99.9"), since="2026-03-15", title="amendment")
    )
    lines = run(plan, "99.5 99.5 99.5 99.5", end="2026-05-01", window="2026").outcomes
    assert [line.outcome for line in lines[:4]] == ["met", "met", "met", "missed"]


def test_it_carries_its_inputs_versions_assumptions_and_clauses() -> None:
    clauses = tuple(
        Clause(path, f"{path}.sla:1:1", path, "test") for path in ("a miss", "unused", "uptime target")
    )
    plan = replace(
        PLAN,
        clauses=clauses,
        assumptions=(Assumption("silent"), Assumption("silent"), Assumption("quiet")),
        data_versions=(("tzdata", "2026a"),),
    )
    log = InputFile("sample", "sample.csv", 3, "abc")
    read = readings(plan, given(plan, "uptime", VALUES))
    statement = settle(
        plan,
        read,
        window=("2026-01", at("2026-01-01"), at("2026-02-01")),
        inputs=(log,),
        versions=(("slalang", "1"),),
    ).value
    assert statement is not None
    assert statement.inputs == (log,)
    assert statement.versions == (("slalang", "1"), ("tzdata", "2026a"))
    assert statement.assumptions == (AssumptionLine("silent", None), AssumptionLine("quiet", None))
    assert statement.clauses == (("a miss", "a miss.sla:1:1"), ("uptime target", "uptime target.sla:1:1"))
    assert statement.plan_hash == plan.hash


def test_compliance_counts_what_was_decided() -> None:
    plan = plan_of(objective("uptime", minimum=97, no_data="excused"))
    compliance = run(plan, "99 98 96 - 99", end="2026-06-01", window="2026").compliance
    assert (compliance.met, compliance.decided, compliance.excused, compliance.pending) == (2, 4, 1, 7)
