"""Earn-backs: one year of months, several clauses, worked by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from slalang.plan.reading import Reading
from slalang.plan.terms import Chronic, Level, LowVolume, ValueRounding
from slalang.statement import Statement
from tests.settlement.build import (
    a_breach,
    a_miss,
    above,
    below,
    cap,
    earn_back,
    events,
    given,
    in_a_row,
    mean_of,
    money,
    objective,
    of_the_next,
    offset_of,
    paid,
    percent,
    plan_of,
    readings,
    run,
    settled,
    stage,
    states,
    terms,
)

YEAR = "99.2 98.5 99.1 99.3 99.6 96.0 99.5 99.5 99.7 98.9 99.4 99.8"
"""Misses of 99% in months 2, 6 and 10; the minimum of 97% is missed in month 6."""


def year(*stages: Any, values: str = YEAR, end: str | None = None, **more: Any) -> Statement:
    """2,000 for each miss, with one earn-back clause."""
    promise = objective("uptime", a_breach(money(2000)), minimum=97, no_data="excused")
    return run(plan_of(terms(promise, earn_backs=(earn_back(*stages, **more),))), values, end=end)


def net(statement: Statement) -> str:
    return str(statement.totals.net)


def moved(statement: Statement) -> list[tuple[str, str, str, str]]:
    """Months as numbers: of the credit, of the close, the event, the amount."""
    return [(credit[-2:], close[-2:], event, amount) for credit, close, event, amount in events(statement)]


# --- consecutive months ------------------------------------------------------------------------


def test_three_months_at_target() -> None:
    statement = year(stage(in_a_row(3)))
    assert moved(statement) == [
        ("02", "05", "returned", "2000.00"),
        ("06", "09", "returned", "2000.00"),
        ("10", "12", "forfeited", "0.00"),
    ]
    assert net(statement) == "2000.00"
    assert states(statement) == {"2026-02": "returned", "2026-06": "returned", "2026-10": "forfeited"}


def test_carried_over_at_the_end_of_the_term() -> None:
    statement = year(stage(in_a_row(3)), at_term_end="carries over")
    assert moved(statement)[-1] == ("10", "12", "carried", "0.00")
    assert states(statement)["2026-10"] == "carried"
    assert str(statement.totals.open) == "2000.00"
    assert net(statement) == "2000.00"


def test_in_part_at_the_end_of_the_term() -> None:
    # months 11 and 12 are two of the three: 2/3 of 2,000
    statement = year(stage(in_a_row(3)), at_term_end="returns in part")
    assert moved(statement)[-1] == ("10", "12", "returned", "1333.33")
    assert (states(statement)["2026-10"], str(statement.totals.open)) == ("returned", "0.00")


def test_no_part_of_nothing_at_the_end_of_the_term() -> None:
    statement = year(stage(in_a_row(3)), values="100 " * 11 + "98", at_term_end="returns in part")
    assert moved(statement) == [("12", "12", "forfeited", "0.00")]


def test_at_a_higher_level() -> None:
    statement = year(stage(in_a_row(3, above("99.5", strictly=False))))
    assert moved(statement) == [
        ("02", "03", "forfeited", "0.00"),
        ("06", "09", "returned", "2000.00"),
        ("10", "11", "forfeited", "0.00"),
    ]
    assert net(statement) == "4000.00"


def test_strictly_above_a_higher_level() -> None:
    statement = year(stage(in_a_row(3, above("99.5"))))
    assert [event for _, _, event, _ in moved(statement)] == ["forfeited"] * 3
    assert net(statement) == "6000.00"


def test_a_higher_level_for_a_value_that_must_stay_low() -> None:
    promise = objective("uptime", a_miss(money(5)), target=10, lower_is_better=True)
    level = Level("<", percent(5))
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(in_a_row(2, level))),)))
    assert moved(run(plan, "11 4 5 3 11 4 4")) == [
        ("01", "03", "forfeited", "0.00"),
        ("05", "07", "returned", "5.00"),
    ]


def test_months_without_credit() -> None:
    # below the target, but only below 98% costs anything
    promise = objective("uptime", below(98, money(5)))
    clause = earn_back(stage(in_a_row(3, Level(without_credit=True))))
    plan = plan_of(terms(promise, earn_backs=(clause,)))
    assert moved(run(plan, "97 98.5 98.5 98.5 97 98.5 97", end="2026-08-01")) == [
        ("01", "04", "returned", "5.00"),
        ("05", "07", "forfeited", "0.00"),
    ]


# --- a miss ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("miss", "expected"),
    [
        ("forfeits", [("01", "03", "forfeited", "0.00")]),
        ("restarts", [("01", "03", "restarted", "0.00"), ("01", "06", "returned", "2000.00")]),
    ],
)
def test_a_miss_in_the_window(miss: str, expected: list[Any]) -> None:
    statement = year(stage(in_a_row(3)), values="98 99 98 99 99 99", miss=miss, end="2026-07-01")
    assert [line for line in moved(statement) if line[0] == "01"] == expected


def test_a_miss_before_anything_was_reached_restarts_nothing() -> None:
    statement = year(stage(in_a_row(2)), values="98 98 99 99", miss="restarts", end="2026-05-01")
    assert moved(statement) == [("01", "04", "returned", "2000.00"), ("02", "04", "returned", "2000.00")]


HALVES = (stage(in_a_row(3), 50), stage(in_a_row(6), 100))


def test_half_after_three_months_and_the_rest_after_six() -> None:
    statement = year(*HALVES, values="98 99 99 99 99 99 99")
    assert moved(statement) == [("01", "04", "returned", "1000.00"), ("01", "07", "returned", "1000.00")]
    assert states(statement) == {"2026-01": "returned"}


def test_staged_returns_round_to_the_cent_as_a_whole() -> None:
    # half of 0.05 is 0.025, rounded up; the rest is what is left of 0.05
    plan = plan_of(terms(objective("uptime", a_miss(money("0.05"))), earn_backs=(earn_back(*HALVES),)))
    assert [amount for *_, amount in moved(run(plan, "98 99 99 99 99 99 99"))] == ["0.03", "0.02"]


def test_a_miss_forfeits_only_what_has_not_returned() -> None:
    statement = year(*HALVES, values="98 99 99 99 99 98")
    assert moved(statement)[:2] == [("01", "04", "returned", "1000.00"), ("01", "06", "forfeited", "0.00")]
    assert states(statement)["2026-01"] == "forfeited"
    assert str(statement.credits[0].returned) == "1000.00"


def test_a_miss_takes_back_what_has_returned_and_the_count_starts_again() -> None:
    statement = year(*HALVES, values="98 99 99 99 98 99 99 99 99 99 99 99", miss="takes back")
    assert [line for line in moved(statement) if line[0] == "01"] == [
        ("01", "04", "returned", "1000.00"),
        ("01", "05", "taken back", "-1000.00"),
        ("01", "08", "returned", "1000.00"),
        ("01", "11", "returned", "1000.00"),
    ]
    assert states(statement)["2026-01"] == "returned"


def test_what_was_taken_back_is_open_again() -> None:
    statement = year(*HALVES, values="98 99 99 99 98", miss="takes back", end="2026-06-01")
    line = statement.credits[0]
    assert (line.state, str(line.returned), str(line.open_amount)) == ("taken back", "0.00", "2000.00")


def test_nothing_is_taken_back_once_all_has_returned() -> None:
    statement = year(*HALVES, values="98 99 99 99 99 99 99 98", miss="takes back", end="2026-09-01")
    assert [line for line in moved(statement) if line[0] == "01"][-1] == ("01", "07", "returned", "1000.00")


def test_stages_with_levels_of_their_own() -> None:
    stages = (stage(in_a_row(2), 50), stage(in_a_row(3, above("99.5")), 100))
    statement = year(*stages, values="98 99.6 99.2 99.6", end="2026-05-01")
    # month 3 is at target but not above 99.5: half returns, and the other half can no longer
    assert moved(statement) == [("01", "03", "returned", "1000.00"), ("01", "03", "forfeited", "0.00")]


# --- excused months ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("skips", [("01", "05", "returned", "2000.00")]),
        ("counts as met", [("01", "04", "returned", "2000.00")]),
        ("counts as missed", [("01", "03", "forfeited", "0.00")]),
    ],
)
def test_an_excused_month_in_the_window(choice: str, expected: list[Any]) -> None:
    statement = year(stage(in_a_row(3)), values="98 99 - 99 99", on_excused=choice, end="2026-06-01")
    assert moved(statement) == expected


def test_an_unmeasured_month_is_what_the_clause_says_of_excused_ones() -> None:
    promise = objective("uptime", a_miss(money(5)))
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(in_a_row(3))),)))
    statement = run(plan, "98 99 - 99 99", end="2026-06-01", window="2026-05")
    assert moved(statement) == [("01", "05", "returned", "5.00")]
    assert statement.open_points == (
        "`uptime` of 2026-03 is unmeasured: there is no row of `sample` in the period "
        "and the contract has no clause for that",
    )


@pytest.mark.parametrize(("no_data", "event"), [("met", "returned"), ("missed", "forfeited")])
def test_a_month_without_data_has_the_outcome_of_its_clause(no_data: str, event: str) -> None:
    promise = objective("uptime", a_miss(money(5)), no_data=no_data)
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(in_a_row(2, above("99.5")))),)))
    assert moved(run(plan, "98 99.6 -", end="2026-04-01"))[0][2] == event


# --- k of the next n ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("98 99 98 99 99", [("01", "05", "returned", "2000.00")]),
        ("98 99 99 99", [("01", "04", "returned", "2000.00")]),
        ("98 99 98 98 99 99", [("01", "04", "forfeited", "0.00")]),
        ("98 99 - 98 99 99", [("01", "06", "returned", "2000.00")]),
    ],
)
def test_three_of_the_next_four(values: str, expected: list[Any]) -> None:
    statement = year(stage(of_the_next(3, 4)), values=values, miss=None, end="2026-07-01")
    assert [line for line in moved(statement) if line[0] == "01"] == expected


# --- the mean of a longer period ---------------------------------------------------------------


def test_the_mean_of_the_year_at_target() -> None:
    # 1,188.5 / 12 = 99.0416...
    statement = year(stage(mean_of()), miss=None)
    assert moved(statement) == [(month, "12", "returned", "2000.00") for month in ("02", "06", "10")]
    assert net(statement) == "0.00"


def test_a_mean_is_not_rounded() -> None:
    # with 95.4 in month 6 it is 1,187.9 / 12 = 98.9916...
    statement = year(stage(mean_of()), values=YEAR.replace("96.0", "95.4"), miss=None)
    assert moved(statement) == [(month, "12", "forfeited", "0.00") for month in ("02", "06", "10")]


def test_a_mean_is_rounded_where_the_contract_rounds_the_value() -> None:
    rounding = ValueRounding("rounded", percent("0.1"), "half up")
    promise = objective("uptime", a_breach(money(2000)), rounding=rounding)
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(mean_of()), miss=None),)))
    assert str(run(plan, YEAR.replace("96.0", "95.4")).totals.returned) == "6000.00"


def test_a_credit_of_the_last_month_is_decided_with_it() -> None:
    statement = year(stage(mean_of()), values="100 " * 11 + "98", miss=None)
    assert moved(statement) == [("12", "12", "returned", "2000.00")]
    assert [line.kind for line in statement.ledger] == ["accrued", "returned"]


def test_each_year_has_its_own_mean() -> None:
    promise = objective("uptime", a_miss(money(5)))
    clause = earn_back(stage(mean_of()), miss=None)
    plan = plan_of(terms(promise, earn_backs=(clause,)), term=("2026-01-01", "2027-12-31"))
    statement = run(plan, "98 " + "100 " * 11 + "98 " + "99 " * 11)
    assert events(statement) == [
        ("2026-01", "2026-12", "returned", "5.00"),
        ("2027-01", "2027-12", "forfeited", "0.00"),
    ]


def test_excused_months_are_left_out_of_a_mean() -> None:
    # 98, 100 and ten excused months
    statement = year(stage(mean_of()), values="98 100" + " -" * 10, miss=None)
    assert moved(statement) == [("01", "12", "returned", "2000.00")]


@pytest.mark.parametrize(
    ("choice", "event"),
    [("skips", "returned"), ("counts as met", "returned"), ("counts as missed", "forfeited")],
)
def test_an_excused_month_counts_in_a_mean_as_the_clause_says(choice: str, event: str) -> None:
    # 98.5 and ten months of 99.1 have a mean of 99.04...: the excused March has no value to add
    values = "98.5 99.1 -" + " 99.1" * 9
    statement = year(stage(mean_of()), values=values, miss=None, on_excused=choice)
    assert moved(statement) == [("01", "12", event, "2000.00" if event == "returned" else "0.00")]


def test_a_month_that_counts_as_missed_leaves_no_mean_at_target() -> None:
    promise = objective("uptime", a_miss(money(5)), no_data="missed")
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(mean_of()), miss=None),)))
    assert {line[2] for line in moved(run(plan, "98 -" + " 100" * 10))} == {"forfeited"}


@pytest.mark.parametrize(("weights", "event"), [((1, 3), "returned"), ((3, 1), "forfeited")])
def test_a_mean_weighted_by_volume(weights: tuple[int, int], event: str) -> None:
    # 97 and 100: (97 + 3 x 100) / 4 = 99.25, (3 x 97 + 100) / 4 = 97.75
    promise = objective("uptime", a_miss(money(5)))
    clause = earn_back(stage(mean_of("quarter", "volume")), miss=None)
    plan = plan_of(terms(promise, earn_backs=(clause,)), term=("2026-01-01", "2026-02-28"))
    found = [
        Reading(
            "uptime", f"2026-0{month}", rows=1, measures={"value": percent(value), "volume": Fraction(weight)}
        )
        for month, value, weight in zip((1, 2), (97, 100), weights, strict=True)
    ]
    assert moved(settled(plan, readings(plan, found))) == [
        ("01", "02", event, "5.00" if event == "returned" else "0.00")
    ]


def test_a_mean_whose_weights_were_not_measured_is_an_open_point() -> None:
    promise = objective("uptime", a_miss(money(5)))
    clause = earn_back(stage(mean_of("quarter", "volume")), miss=None)
    plan = plan_of(terms(promise, earn_backs=(clause,)))
    statement = run(plan, "98 100 100", end="2026-04-01", window="2026-03")
    assert statement.earn_backs == ()
    assert (
        statement.open_points[0]
        == "the weight of `uptime` of 2026-01 in the mean of its quarter was not measured"
    )


@pytest.mark.parametrize(
    ("last", "event", "amount"), [("99.6", "forfeited", "0.00"), ("99.3", "returned", "5.00")]
)
def test_the_mean_is_held_against_the_targets_in_force(last: str, event: str, amount: str) -> None:
    # the mean of 98, 99.5 and 100 is 99.166...; that of the targets 99.2 or, with 99.3 at the end, 99.1
    clause = earn_back(stage(mean_of("quarter")), miss=None)
    before, after = (objective("uptime", a_miss(money(5)), target=target) for target in ("99", last))
    plan = plan_of(
        terms(before, earn_backs=(clause,)),
        terms(after, earn_backs=(clause,), since="2026-03-01", title="amendment"),
    )
    assert moved(run(plan, "98 99.5 100", end="2026-04-01")) == [("01", "03", event, amount)]


# --- which credits, and of which amount --------------------------------------------------------


def test_only_credits_of_months_with_the_minimum_met() -> None:
    statement = year(stage(in_a_row(3)), eligible="minimum met")
    assert moved(statement)[:2] == [("02", "05", "returned", "2000.00"), ("06", "06", "not eligible", "0.00")]
    line = statement.credits[1]
    assert (line.state, str(line.open_amount)) == ("open", "0.00")


def test_not_for_credits_of_named_months() -> None:
    statement = year(stage(in_a_row(3)), not_months=(6, 12))
    assert ("06", "06", "not eligible", "0.00") in moved(statement)


@pytest.mark.parametrize(
    ("of", "share", "returned"),
    [("paid", 50, "750.00"), ("due", 50, "1000.00"), ("due", 100, "1500.00"), ("paid", 100, "1500.00")],
)
def test_a_share_of_what_was_paid_or_due_and_never_more_than_was_paid(
    of: str, share: int, returned: str
) -> None:
    promise = objective("uptime", a_miss(money(2000)))
    clause = earn_back(stage(in_a_row(1), share, of))
    plan = plan_of(terms(promise, earn_backs=(clause,), caps=(cap("month", money(1500)),)))
    assert str(run(plan, "98 99").totals.returned) == returned


def test_a_credit_of_which_nothing_was_paid_has_nothing_to_return() -> None:
    promise = objective("uptime", a_miss(money(2000)))
    plan = plan_of(
        terms(promise, earn_backs=(earn_back(stage(in_a_row(1))),), caps=(cap("month", money(0)),))
    )
    assert run(plan, "98 99").earn_backs == ()


# --- versions of the terms ---------------------------------------------------------------------


def test_the_target_is_the_one_in_force_in_each_month() -> None:
    clause = earn_back(stage(in_a_row(3)))
    plan = plan_of(
        terms(objective("uptime", a_miss(money(5))), earn_backs=(clause,)),
        terms(
            objective("uptime", a_miss(money(5)), target="99.9"),
            earn_backs=(clause,),
            since="2026-04-01",
            title="amendment",
        ),
    )
    assert moved(run(plan, "98 99.5 99.5 99.5", end="2026-05-01"))[0] == ("01", "04", "forfeited", "0.00")


def test_the_clause_is_the_one_in_force_when_the_credit_arose() -> None:
    promise = objective("uptime", a_miss(money(5)))
    plan = plan_of(
        terms(promise, earn_backs=(earn_back(stage(in_a_row(3))),)),
        terms(promise, earn_backs=(earn_back(stage(in_a_row(1))),), since="2026-02-01", title="amendment"),
        terms(promise, since="2026-06-01", title="no more"),
    )
    assert moved(run(plan, "98 99 99 99 98 99 98 99")) == [
        ("01", "04", "returned", "5.00"),
        ("05", "06", "returned", "5.00"),
    ]


# --- after it is earned back -------------------------------------------------------------------


@pytest.mark.parametrize(("still_counts", "amount"), [(True, "10.00"), (False, "5.00")])
def test_a_returned_credit_may_no_longer_count_towards_a_repeat(still_counts: bool, amount: str) -> None:
    # December returns with the mean of the first year, so January is not the second in a row
    promise = objective("uptime", a_miss(money(5)), double=True)
    clause = earn_back(stage(mean_of()), miss=None, still_counts_as_breach=still_counts)
    plan = plan_of(terms(promise, earn_backs=(clause,)), term=("2026-01-01", "2027-12-31"))
    assert paid(run(plan, "100 " * 11 + "98 98")) == {"2026-12": "5.00", "2027-01": amount}


@pytest.mark.parametrize("still_counts", [True, False])
def test_a_credit_that_returns_only_later_counts_until_then(still_counts: bool) -> None:
    promise = objective("uptime", a_miss(money(5)), double=True)
    clause = earn_back(stage(of_the_next(1, 3)), miss=None, still_counts_as_breach=still_counts)
    statement = run(plan_of(terms(promise, earn_backs=(clause,))), "98 98 99")
    assert paid(statement) == {"2026-01": "5.00", "2026-02": "10.00"}


def test_a_small_month_that_counts_as_met_has_the_higher_level_too() -> None:
    floor = LowVolume("floor", "rows", 20, counts_as="met")
    promise = objective("uptime", a_miss(money(5)), low_volume=(floor,))
    clause = earn_back(stage(in_a_row(1, above("99.5"))))
    plan = plan_of(terms(promise, earn_backs=(clause,)))
    small = Reading("uptime", "2026-02", rows=1, measures={"value": percent(90), "rows": Fraction(19)})
    read = readings(plan, given(plan, "uptime", "98"), [small], end="2026-03-01")
    assert moved(settled(plan, read)) == [("01", "02", "returned", "5.00")]


def test_months_in_which_a_region_does_not_exist_are_passed_over() -> None:
    promise = objective("uptime", a_breach(money(5)), keys=("region",), double=True)
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(in_a_row(2)), miss="restarts"),)))
    europe = given(plan, "uptime", {"2026-01": 98, "2026-03": 98, "2026-04": 99, "2026-06": 99}, ("eu",))
    other = given(plan, "uptime", "99 98 99 99 99 99", ("us",))
    statement = settled(plan, readings(plan, europe, other, end="2026-07-01"))
    # February has no row of eu: March is not the second in a row, and May does not count
    assert paid(statement) == {"eu 2026-01": "5.00", "us 2026-02": "5.00", "eu 2026-03": "5.00"}
    assert moved(statement) == [
        ("02", "04", "returned", "5.00"),
        ("01", "06", "returned", "5.00"),
        ("03", "06", "returned", "5.00"),
    ]


def test_one_credit_is_in_one_state_month_by_month() -> None:
    ends = [f"2026-{month:02}-01" for month in range(3, 7)]
    found = [year(stage(in_a_row(3)), end=end).credits[0] for end in ends]
    assert [(line.state, str(line.open_amount)) for line in found] == [("open", "2000.00")] * 3 + [
        ("returned", "0.00")
    ]


# --- quarters ----------------------------------------------------------------------------------


def test_a_window_of_quarters() -> None:
    promise = objective("uptime", a_miss(money(5)), each="quarter")
    plan = plan_of(terms(promise, earn_backs=(earn_back(stage(in_a_row(2))),)))
    statement = run(plan, "98 99 99")
    assert events(statement) == [("2026-Q1", "2026-Q3", "returned", "5.00")]
    assert [line.period for line in statement.ledger] == ["2026-03", "2026-09"]
    assert (
        statement.earn_backs[0].text
        == "2 consecutive quarters at target: 2026-Q2, 2026-Q3; 100% of the credit paid"
    )


# --- held until decided ------------------------------------------------------------------------


def booked(statement: Statement) -> list[tuple[str, str, str, str]]:
    """The ledger: the month, the kind, the amount and the balance."""
    return [(line.period[-2:], line.kind, str(line.amount), str(line.balance)) for line in statement.ledger]


def test_a_held_credit_that_returns_was_never_paid() -> None:
    statement = year(stage(in_a_row(2)), values="98 99 99", end="2026-04-01", held_until_decided=True)
    assert booked(statement) == [
        ("01", "accrued", "2000.00", "2000.00"),
        ("01", "held", "-2000.00", "0.00"),
        ("03", "released", "2000.00", "2000.00"),
        ("03", "returned", "-2000.00", "0.00"),
    ]
    assert [event for _, _, event, _ in moved(statement)] == ["held", "released", "returned"]
    assert (net(statement), str(statement.totals.held)) == ("0.00", "0.00")


def test_a_held_credit_is_not_owed_while_it_is_open() -> None:
    statement = year(stage(in_a_row(2)), values="98 99", end="2026-03-01", held_until_decided=True)
    assert states(statement) == {"2026-01": "held"}
    totals = statement.totals
    assert (str(totals.paid), str(totals.held), str(totals.net), str(totals.open)) == (
        "2000.00",
        "2000.00",
        "0.00",
        "2000.00",
    )


def test_a_held_credit_that_is_forfeited_is_owed() -> None:
    statement = year(stage(in_a_row(2)), values="98 99 - 98", end="2026-05-01", held_until_decided=True)
    assert booked(statement) == [
        ("01", "accrued", "2000.00", "2000.00"),
        ("01", "held", "-2000.00", "0.00"),
        ("04", "accrued", "2000.00", "2000.00"),
        ("04", "forfeited", "0.00", "2000.00"),
        ("04", "released", "2000.00", "4000.00"),
        ("04", "held", "-2000.00", "2000.00"),
    ]
    assert states(statement) == {"2026-01": "forfeited", "2026-04": "held"}


def test_half_of_a_held_credit_returns_and_the_other_half_is_owed() -> None:
    statement = year(*HALVES, values="98 99 99 99 98", end="2026-06-01", held_until_decided=True)
    own = [line for line in booked(statement) if line[0] in ("01", "04")] + booked(statement)[-4:]
    assert own[:4] == [
        ("01", "accrued", "2000.00", "2000.00"),
        ("01", "held", "-2000.00", "0.00"),
        ("04", "released", "1000.00", "1000.00"),
        ("04", "returned", "-1000.00", "0.00"),
    ]
    assert own[4:] == [
        ("05", "accrued", "2000.00", "2000.00"),
        ("05", "forfeited", "0.00", "2000.00"),
        ("05", "released", "1000.00", "3000.00"),
        ("05", "held", "-2000.00", "1000.00"),
    ]


def test_what_is_taken_back_of_a_held_credit_is_held_again() -> None:
    statement = year(
        *HALVES, values="98 99 99 99 98", end="2026-06-01", held_until_decided=True, miss="takes back"
    )
    assert booked(statement)[-3:] == [
        ("05", "taken back", "1000.00", "3000.00"),
        ("05", "held", "-1000.00", "2000.00"),
        ("05", "held", "-2000.00", "0.00"),
    ]


@pytest.mark.parametrize(
    ("choice", "state", "balance"),
    [
        ("forfeits", "forfeited", "2000.00"),
        ("carries over", "carried", "0.00"),
        ("returns in part", "returned", "1000.00"),
    ],
)
def test_a_held_credit_at_the_end_of_the_term(choice: str, state: str, balance: str) -> None:
    # one of two months has been reached
    values = "99 " * 10 + "98 99"
    statement = year(stage(in_a_row(2)), values=values, held_until_decided=True, at_term_end=choice)
    assert states(statement) == {"2026-11": state}
    assert str(statement.ledger[-1].balance) == balance == net(statement)


def test_a_credit_that_cannot_be_earned_back_is_not_held() -> None:
    statement = year(
        stage(in_a_row(2)), values="96", end="2026-02-01", held_until_decided=True, eligible="minimum met"
    )
    assert booked(statement) == [("01", "accrued", "2000.00", "2000.00")]


# --- as an offset ------------------------------------------------------------------------------


def offset(values: str, *stages: Any, amount: str = "2000", **more: Any) -> Statement:
    """Credits of one objective that return as an offset after two months at target."""
    promise = objective("uptime", a_miss(money(amount)), no_data="excused")
    clause = earn_back(*(stages or (offset_of(in_a_row(2)),)), **more)
    return run(
        plan_of(terms(promise, earn_backs=(clause,))), values, end=f"2026-{len(values.split()) + 1:02}-01"
    )


def test_an_offset_is_set_against_the_next_credit() -> None:
    statement = offset("98 99 99 99 98")
    assert moved(statement) == [
        ("01", "03", "offset", "0.00"),
        ("01", "05", "returned", "2000.00"),
    ]
    assert booked(statement) == [
        ("01", "accrued", "2000.00", "2000.00"),
        ("05", "accrued", "2000.00", "4000.00"),
        ("05", "returned", "-2000.00", "2000.00"),
    ]


def test_an_offset_that_is_not_used_is_open() -> None:
    line = offset("98 99 99").credits[0]
    assert (line.state, str(line.returned), str(line.open_amount)) == ("open", "0.00", "2000.00")


def test_a_larger_offset_is_used_over_several_credits_oldest_first() -> None:
    # 30 of January and 30 of April against credits of 20 each: a ladder pays 30 below 98 and 20 below 99
    promise = objective("uptime", below(99, money(20)), below(98, money(30)))
    clause = earn_back(offset_of(in_a_row(2)))
    statement = run(
        plan_of(terms(promise, earn_backs=(clause,))), "97 99 99 97 99 99 98 98 98", end="2026-10-01"
    )
    assert moved(statement) == [
        ("01", "03", "offset", "0.00"),
        ("01", "04", "returned", "30.00"),
        ("04", "06", "offset", "0.00"),
        ("04", "07", "returned", "20.00"),
        ("04", "08", "returned", "10.00"),
        ("07", "08", "forfeited", "0.00"),
        ("08", "09", "forfeited", "0.00"),
    ]
    assert statement.credits[1].state == "returned"


def test_two_offsets_against_one_credit() -> None:
    promise = objective("uptime", below(99, money(20)), below(98, money(30)))
    clause = earn_back(offset_of(of_the_next(1, 3)), miss=None)
    statement = run(plan_of(terms(promise, earn_backs=(clause,))), "98 98 99 97", end="2026-05-01")
    assert moved(statement) == [
        ("01", "03", "offset", "0.00"),
        ("02", "03", "offset", "0.00"),
        ("01", "04", "returned", "20.00"),
        ("02", "04", "returned", "10.00"),
    ]


def test_what_was_used_of_an_offset_is_taken_back() -> None:
    halves = (offset_of(in_a_row(1), 50), offset_of(in_a_row(4), 100))
    statement = offset("98 99 98", *halves, miss="takes back")
    # half of January is granted in February; March uses it and, being a miss, takes it back
    assert [line for line in moved(statement) if line[0] == "01"] == [
        ("01", "02", "offset", "0.00"),
        ("01", "03", "returned", "1000.00"),
        ("01", "03", "taken back", "-1000.00"),
    ]


@pytest.mark.parametrize(
    ("choice", "event", "left"), [("forfeits", "forfeited", "0.00"), ("carries over", "carried", "2000.00")]
)
def test_an_unused_offset_at_the_end_of_the_term(choice: str, event: str, left: str) -> None:
    promise = objective("uptime", a_miss(money(2000)))
    clause = earn_back(offset_of(in_a_row(2)), at_term_end=choice)
    statement = run(plan_of(terms(promise, earn_backs=(clause,))), "98" + " 99" * 11)
    assert moved(statement) == [("01", "03", "offset", "0.00"), ("01", "12", event, "0.00")]
    assert (statement.credits[0].state, str(statement.totals.open)) == (event, left)


def test_an_offset_is_for_its_own_objective() -> None:
    promises = [objective(name, a_miss(money(5))) for name in ("uptime", "latency")]
    plan = plan_of(terms(*promises, earn_backs=(earn_back(offset_of(in_a_row(1))),)))
    read = readings(
        plan, given(plan, "uptime", "98 99 99"), given(plan, "latency", "99 99 98"), end="2026-04-01"
    )
    assert moved(settled(plan, read)) == [("01", "02", "offset", "0.00")]


def test_a_credit_with_an_offset_left_is_not_forfeited() -> None:
    # half is granted in February; in March the other half is forfeited, and the next credit uses the grant
    halves = (offset_of(in_a_row(1), 50), offset_of(in_a_row(3), 100))
    promise = objective("uptime", below(98, money(2000)))
    clause = earn_back(*halves)
    plan = plan_of(terms(promise, earn_backs=(clause,)))
    line = run(plan, "97 99 98", end="2026-04-01").credits[0]
    assert (line.state, str(line.open_amount)) == ("open", "1000.00")
    line = run(plan, "97 99 98 97", end="2026-05-01").credits[0]
    assert (line.state, str(line.returned), str(line.open_amount)) == ("returned", "1000.00", "0.00")


def test_a_stage_in_money_and_one_as_an_offset() -> None:
    # half of January returns in February; the other half is granted in April, and May uses it
    statement = offset("98 99 99 99 98", stage(in_a_row(1), 50), offset_of(in_a_row(3)))
    assert moved(statement)[:3] == [
        ("01", "02", "returned", "1000.00"),
        ("01", "04", "offset", "0.00"),
        ("01", "05", "returned", "1000.00"),
    ]
    assert (statement.credits[0].state, str(statement.credits[0].returned)) == ("returned", "2000.00")


def test_what_came_last_is_taken_back_first() -> None:
    # half came as money by the target, 30% as an offset by the higher level, and only that is lost in March
    higher = in_a_row(1, above("99.5", strictly=False))
    steps = (stage(in_a_row(1), 50), offset_of(higher, 80), stage(in_a_row(4)))
    statement = offset("98 99.5 99.2", *steps, miss="takes back")
    assert moved(statement) == [
        ("01", "02", "returned", "1000.00"),
        ("01", "02", "offset", "0.00"),
        ("01", "03", "taken back", "0.00"),
    ]
    assert str(statement.credits[0].returned) == "1000.00"


def test_an_offset_before_money_takes_no_more_than_the_credit() -> None:
    # half is granted in February and used in March; the other half comes as money in May
    statement = offset("98 99 98 99 99", offset_of(in_a_row(1), 50), stage(in_a_row(2)), miss="restarts")
    assert [line for line in moved(statement) if line[0] == "01"] == [
        ("01", "02", "offset", "0.00"),
        ("01", "03", "returned", "1000.00"),
        ("01", "03", "restarted", "0.00"),
        ("01", "05", "returned", "1000.00"),
    ]


# --- what is still open --------------------------------------------------------------------------


def still_open(statement: Statement) -> list[tuple[str, str, str]]:
    return [(line.credit_period, str(line.amount), line.progress) for line in statement.open_credits]


def test_a_month_shows_what_is_open_of_earlier_credits_too() -> None:
    """Misses in February, April and May: at the close of May the first window begins anew with each miss."""
    plan = plan_of(
        terms(
            objective("uptime", a_breach(money(1400))),
            earn_backs=(earn_back(stage(in_a_row(3)), miss="restarts"),),
        )
    )
    may = run(plan, "99.2 98.5 99.1 98.2 98.6", end="2026-06-01", window="2026-05")
    assert still_open(may) == [
        ("2026-02", "1400.00", "0 of 3 months so far"),
        ("2026-04", "1400.00", "0 of 3 months so far"),
        ("2026-05", "1400.00", "0 of 3 months so far"),
    ]
    assert str(may.totals.open) == "4200.00"
    july = run(plan, "99.2 98.5 99.1 98.2 98.6 99.5 99.6", end="2026-08-01", window="2026-07")
    assert [progress for _, _, progress in still_open(july)] == ["2 of 3 months so far: 2026-06, 2026-07"] * 3
    assert str(july.totals.open) == "4200.00"
    august = run(plan, "99.2 98.5 99.1 98.2 98.6 99.5 99.6 99.7", end="2026-09-01", window="2026-08")
    assert still_open(august) == []
    assert (str(august.totals.returned), str(august.totals.open)) == ("4200.00", "0.00")


def test_each_open_stage_says_how_far_it_has_come() -> None:
    stages = (stage(in_a_row(2), 50), stage(of_the_next(3, 5), 100))
    plan = plan_of(
        terms(objective("uptime", a_breach(money(1000))), earn_backs=(earn_back(*stages, miss="restarts"),))
    )
    march = run(plan, "98.5 98.9 99.4", end="2026-04-01", window="2026-03")
    assert still_open(march)[0] == (
        "2026-01",
        "1000.00",
        "1 of 2 months so far for 50%: 2026-03; 1 of 3 months so far, after 2 of 5 for 100%: 2026-03",
    )
    april = run(plan, "98.5 98.9 99.4 99.5", end="2026-05-01", window="2026-04")
    assert still_open(april)[0] == (
        "2026-01",
        "500.00",
        "2 of 3 months so far, after 3 of 5 for 100%: 2026-03, 2026-04",
    )


def test_the_mean_of_a_year_is_decided_at_its_close() -> None:
    plan = plan_of(
        terms(
            objective("uptime", a_breach(money(1000))), earn_backs=(earn_back(stage(mean_of()), miss=None),)
        )
    )
    march = run(plan, "98.5 99.9 99.4", end="2026-04-01", window="2026-03")
    assert still_open(march) == [
        ("2026-01", "1000.00", "decided by the mean of the contract year, at its close")
    ]


# --- means above a level, chronic misses -------------------------------------------------------


@pytest.mark.parametrize(("others", "event"), [("99.8", "returned"), ("99.6", "forfeited")])
def test_the_mean_of_the_year_above_a_level(others: str, event: str) -> None:
    """With 98% in January the mean is 99.65%, or about 99.47%: both at target, one above 99.5%."""
    values = " ".join(["98", *[others] * 11])
    statement = year(stage(mean_of(level=above("99.5"))), values=values, miss=None)
    amount = "2000.00" if event == "returned" else "0.00"
    assert moved(statement) == [("01", "12", event, amount)]
    said = "above 99.5%; 100% of the credit paid" if event == "returned" else "not above 99.5%"
    assert statement.earn_backs[0].text.startswith("the mean of the contract year is ")
    assert statement.earn_backs[0].text.endswith(said)


@pytest.mark.parametrize(("strictly", "event"), [(True, "forfeited"), (False, "returned")])
def test_a_mean_that_is_just_the_level(strictly: bool, event: str) -> None:
    """98% and eleven times 99.2% are 99.1% in the mean."""
    values = " ".join(["98", *["99.2"] * 11])
    statement = year(stage(mean_of(level=above("99.1", strictly=strictly))), values=values, miss=None)
    assert [one[2] for one in moved(statement)] == [event]


def test_chronic_misses_cannot_be_earned_back() -> None:
    """The third miss in three months is one too many; the fourth comes when the first is out of sight."""
    values = "98 98 98 99 98 99 99 99 99 99 99 99"
    chronic = Chronic(2, 3)
    statement = year(stage(in_a_row(2)), values=values, miss="restarts", chronic=chronic)
    barred = [one for one in statement.earn_backs if one.event == "not eligible"]
    assert [(one.credit_period, one.period, one.text) for one in barred] == [
        ("2026-03", "2026-03", "missed 3 times in 3 months: 2026-01, 2026-02, 2026-03")
    ]
    returned = [(credit, close) for credit, close, event, _ in moved(statement) if event == "returned"]
    assert returned == [("01", "07"), ("02", "07"), ("05", "07")]


def test_the_last_miss_that_is_not_yet_chronic_can_be_earned_back() -> None:
    statement = year(
        stage(in_a_row(1)), values="98 98 99 99", miss="restarts", chronic=Chronic(2, 12), end="2026-05-01"
    )
    assert [event for _, _, event, _ in moved(statement)].count("returned") == 2
