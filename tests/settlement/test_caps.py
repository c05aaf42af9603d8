"""Stacking, caps and the least amount payable."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from slalang.plan.streams import Measure
from slalang.plan.terms import InvoicedFees, MonthsOfFees, Stacking
from slalang.quantities import sum_money
from slalang.statement import Statement
from tests.settlement.build import (
    a_miss,
    band,
    cap,
    earn_back,
    events,
    given,
    in_a_row,
    money,
    objective,
    of_fees,
    paid,
    plan_of,
    readings,
    run,
    settled,
    stage,
    terms,
)

JANUARY = "2026-01"
INVOICED = InvoicedFees("fees", Measure("sum", "sum", "invoice"), "month")


def each_misses(amounts: dict[str, str], month: str = JANUARY, **more: Any) -> Statement:
    """Objectives that all miss in one month, each with its amount."""
    promises = [objective(name, a_miss(money(amount)), target=99) for name, amount in amounts.items()]
    plan = plan_of(*promises, **more)
    read = readings(plan, *(given(plan, name, {month: 90}) for name in amounts), end="2026-02-01")
    return settled(plan, read, month)


def amounts_of(statement: Statement) -> list[str]:
    return [str(line.paid) for line in statement.credits]


# --- caps of a month ---------------------------------------------------------------------------


def test_a_cap_scales_in_proportion_to_the_cent() -> None:
    statement = each_misses({"a": "8000", "b": "4000"}, caps=(cap("month", money(10_000)),))
    assert amounts_of(statement) == ["6666.67", "3333.33"]
    (bitten,) = statement.caps
    assert (str(bitten.limit), str(bitten.before), str(bitten.after)) == ("10000.00", "12000.00", "10000.00")
    assert str(statement.totals.reduced) == "2000.00"


def test_what_returns_of_a_capped_credit_is_what_was_paid() -> None:
    plan = plan_of(
        objective("a", a_miss(money(8000))),
        objective("b", a_miss(money(4000))),
        caps=(cap("month", money(10_000)),),
        earn_backs=(earn_back(stage(in_a_row(1)), name="a"),),
    )
    statement = settled(
        plan, readings(plan, given(plan, "a", "90 99"), given(plan, "b", "90 99"), end="2026-03-01")
    )
    assert events(statement) == [("2026-01", "2026-02", "returned", "6666.67")]


def test_two_thirds_of_a_cent_neither_appear_nor_disappear() -> None:
    statement = each_misses({"a": "1", "b": "1", "c": "1"}, caps=(cap("month", money(2)),))
    assert amounts_of(statement) == ["0.67", "0.67", "0.66"]


def test_a_cap_that_is_reached_exactly_does_not_bite() -> None:
    statement = each_misses({"a": "8000", "b": "2000"}, caps=(cap("month", money(10_000)),))
    assert amounts_of(statement) == ["8000.00", "2000.00"]
    assert statement.caps == ()


def test_a_cap_is_never_rounded_up() -> None:
    assert amounts_of(each_misses({"a": "100"}, caps=(cap("month", money("33.339")),))) == ["33.33"]


def test_a_cap_as_a_share_of_the_fees_of_the_month() -> None:
    statement = each_misses({"a": "900"}, fees=1000, caps=(cap("month", of_fees(50)),))
    assert amounts_of(statement) == ["500.00"]
    assert (
        statement.credits[0].steps[-1].text
        == "`cap month`: its share of 500.00 EUR (50% of fees of 1,000.00 EUR)"
    )


# --- longer caps -------------------------------------------------------------------------------


def capped(*caps: Any, values: str, fees: Any = 1000, **more: Any) -> dict[str, str]:
    """Credits of 100 for each miss."""
    return paid(run(plan_of(objective("uptime", a_miss(money(100))), fees=fees, caps=caps, **more), values))


def test_a_cap_of_the_quarter_the_year_and_the_term() -> None:
    values = "90 90 90 90 90 90"
    assert list(capped(cap("quarter", money(150)), values=values).values()) == ["100.00", "50.00", "0.00"] * 2
    assert sum(map(Decimal, capped(cap("year", money(250)), values=values).values())) == 250
    assert sum(map(Decimal, capped(cap("term", money(50)), values=values).values())) == 50


def test_a_cap_of_the_contract_year_is_a_share_of_the_fees_of_all_of_it() -> None:
    # 2% of 12 x 1,000 is 240: two whole credits and 40 of the third
    assert list(capped(cap("contract year", of_fees(2)), values="90 90 90 90").values()) == [
        "100.00",
        "100.00",
        "40.00",
        "0.00",
    ]


def test_a_contract_year_begins_at_the_anniversary_of_the_term() -> None:
    found = capped(
        cap("contract year", money(150)),
        values="100 " * 10 + "90 90 90 90",
        term=("2026-03-01", "2028-02-29"),
    )
    assert found == {"2027-01": "100.00", "2027-02": "50.00", "2027-03": "100.00", "2027-04": "50.00"}


def test_a_month_counts_to_the_contract_year_that_holds_its_last_instant() -> None:
    found = capped(
        cap("contract year", money(150)),
        values="100 " * 11 + "90 90 90 90",
        term=("2026-03-15", "2028-03-14"),
    )
    assert found == {"2027-02": "100.00", "2027-03": "100.00", "2027-04": "50.00", "2027-05": "0.00"}


def test_a_cap_of_any_three_months() -> None:
    found = capped(cap("rolling", money(150), 3), values="90 90 90 90 90 90")
    # 100, 50 left, none left; then January leaves the window, then February, and March with nothing
    assert list(found.values()) == ["100.00", "50.00", "0.00", "100.00", "50.00", "0.00"]


def test_one_months_fees_over_twelve_months() -> None:
    found = capped(cap("rolling", MonthsOfFees(1), 12), values="90 90 90", fees=250)
    assert list(found.values()) == ["100.00", "100.00", "50.00"]


def test_a_month_of_fees_is_the_month_whose_credits_are_capped() -> None:
    promise, capped_at = objective("uptime", a_miss(money(100))), (cap("contract year", MonthsOfFees(1)),)
    plan = plan_of(
        terms(promise, fees=60, caps=capped_at),
        terms(promise, fees=90, caps=capped_at, since="2026-03-01", title="amendment"),
    )
    assert list(paid(run(plan, "90 90 90")).values()) == ["60.00", "0.00", "30.00"]


def test_the_cap_of_the_month_comes_before_the_longer_one() -> None:
    promises = [objective(name, a_miss(money(100))) for name in "ab"]
    plan = plan_of(*promises, caps=(cap("contract year", money(190)), cap("month", money(150))))
    statement = settled(
        plan, readings(plan, *(given(plan, name, "90 90") for name in "ab"), end="2026-03-01")
    )
    steps = [[(step.step, str(step.amount)) for step in line.steps[1:]] for line in statement.credits]
    # January: 75 and 75. February: 75 and 75 again, and 40 is left of 190.
    assert steps == [
        [("period cap", "75.00")],
        [("period cap", "75.00")],
        [("period cap", "75.00"), ("longer cap", "20.00")],
        [("period cap", "75.00"), ("longer cap", "20.00")],
    ]
    text = statement.credits[-1].steps[-1].text
    assert text == "`cap contract year`: its share of 40.00 EUR left of 190.00 EUR"


def test_caps_are_not_run_again_when_a_credit_returns() -> None:
    plan = plan_of(
        objective("uptime", a_miss(money(100))),
        caps=(cap("contract year", money(150)),),
        earn_backs=(earn_back(stage(in_a_row(1))),),
    )
    statement = run(plan, "90 99 90 99")
    assert list(paid(statement).values()) == ["100.00", "50.00"]
    assert str(statement.totals.returned) == "150.00"


def test_the_terms_of_the_month_say_which_cap_holds() -> None:
    promise = objective("uptime", a_miss(money(100)))
    plan = plan_of(
        terms(promise, caps=(cap("month", money(80)),)),
        terms(promise, caps=(cap("month", money(60)),), since="2026-03-01", title="amendment"),
    )
    assert list(paid(run(plan, "90 90 90")).values()) == ["80.00", "80.00", "60.00"]


def test_the_credit_of_a_quarter_counts_in_its_last_month() -> None:
    plan = plan_of(
        objective("uptime", a_miss(money(100))),
        objective("repair", a_miss(money(100)), each="quarter"),
        caps=(cap("month", money(150)),),
    )
    read = readings(
        plan, given(plan, "uptime", "90 90 90"), given(plan, "repair", {"2026-Q1": 90}), end="2026-04-01"
    )
    statement = settled(plan, read)
    assert paid(statement) == {
        "uptime 2026-01": "100.00",
        "uptime 2026-02": "100.00",
        "uptime 2026-03": "75.00",
        "repair 2026-Q1": "75.00",
    }
    assert {line.month for line in statement.credits if line.objective == "repair"} == {"2026-03"}


def test_weeks_of_one_month_share_its_cap() -> None:
    plan = plan_of(objective("uptime", a_miss(money(100)), each="week"), caps=(cap("month", money(150)),))
    read = readings(
        plan, given(plan, "uptime", {"2026-W02": 90, "2026-W03": 90, "2026-W06": 90}), end="2026-03-01"
    )
    statement = settled(plan, read)
    assert paid(statement) == {"2026-W02": "75.00", "2026-W03": "75.00", "2026-W06": "100.00"}


# --- stacking ----------------------------------------------------------------------------------


def stacking(*names: str) -> tuple[Stacking, ...]:
    return (Stacking("only the highest", tuple((name,) for name in names)),)


def test_only_the_highest_of_one_month() -> None:
    statement = each_misses({"a": "10", "b": "30", "c": "20"}, stacking=stacking())
    assert amounts_of(statement) == ["0.00", "30.00", "0.00"]
    assert str(statement.totals.reduced) == "30.00"
    assert statement.credits[0].steps[-1].text == "`only the highest`: `b` of 2026-01 pays 30.00 EUR"


def test_only_the_highest_of_the_named_ones() -> None:
    assert amounts_of(each_misses({"a": "10", "b": "30", "c": "20"}, stacking=stacking("a", "c"))) == [
        "0.00",
        "30.00",
        "20.00",
    ]


def test_of_equal_ones_the_first() -> None:
    assert amounts_of(each_misses({"a": "10", "b": "10"}, stacking=stacking())) == ["10.00", "0.00"]


def test_stacking_comes_before_caps() -> None:
    # without stacking the cap would leave 5 and 15
    found = each_misses({"a": "10", "b": "30"}, stacking=stacking(), caps=(cap("month", money(20)),))
    assert amounts_of(found) == ["0.00", "20.00"]


# --- the least amount --------------------------------------------------------------------------


def test_a_credit_below_the_least_amount_is_not_paid() -> None:
    least = {"minimum_payable": Decimal(10), "minimum_payable_clause": "credits below 10"}
    statement = each_misses({"a": "9.99", "b": "10"}, **least)
    assert amounts_of(statement) == ["0.00", "10.00"]
    assert statement.credits[0].steps[-1].step == "minimum payable"


def test_a_credit_may_fall_below_the_least_amount_by_a_cap() -> None:
    least = {"minimum_payable": Decimal(10), "minimum_payable_clause": "credits below 10"}
    assert amounts_of(each_misses({"a": "30", "b": "10"}, caps=(cap("month", money(20)),), **least)) == [
        "15.00",
        "0.00",
    ]


# --- fees that are not known -------------------------------------------------------------------


def test_a_cap_that_future_invoices_could_raise_is_an_open_point_only_where_it_could_bite() -> None:
    plan = plan_of(
        objective("uptime", a_miss(money(100))), fees=INVOICED, caps=(cap("contract year", of_fees(10)),)
    )
    known = readings(
        plan,
        given(plan, "uptime", "90 90"),
        end="2026-03-01",
        fees=[("2026-01", (), 1500), ("2026-02", (), 500)],
    )
    # 10% of the 2,000 seen is 200: enough for both credits, whatever else is invoiced
    assert settled(plan, known).final is False  # the other months are pending
    assert settled(plan, known, "2026-02").final
    less = readings(
        plan,
        given(plan, "uptime", "90 90"),
        end="2026-03-01",
        fees=[("2026-01", (), 1500), ("2026-02", (), 400)],
    )
    statement = settled(plan, less, "2026-02")
    assert statement.open_points == (
        "`cap contract year` cannot be applied to 2026-02 yet: no invoice was seen for 2026-03",
    )


def test_a_cap_that_cannot_be_worked_out_does_not_matter_to_nothing() -> None:
    statement = each_misses({"a": "0.004"}, fees=INVOICED, caps=(cap("month", of_fees(10)),))
    assert amounts_of(statement) == ["0.00"]
    assert statement.final


def test_totals_are_the_sums_of_the_lines() -> None:
    statement = each_misses({"a": "8000", "b": "4000"}, caps=(cap("month", money(10_000)),))
    totals = statement.totals
    assert totals.credits == sum_money(line.due for line in statement.credits)
    assert totals.paid == sum_money(line.paid for line in statement.credits)
    assert totals.net == totals.paid - totals.returned


# --- caps of days and weeks --------------------------------------------------------------------


def test_a_cap_of_any_90_days_counts_what_was_paid_in_the_90_days_up_to_each_close() -> None:
    """The 90 days up to 31 March begin on 1 January, those up to 30 April on 31 January, those up to 31 May
    on 3 March."""
    plan = plan_of(objective("a", a_miss(money(60))), caps=(cap("rolling", money(100), days=90),))
    statement = settled(plan, readings(plan, given(plan, "a", "90 90 90 90 90 90"), end="2026-07-01"))
    assert amounts_of(statement) == ["60.00", "40.00", "0.00", "0.00", "60.00", "40.00"]
    assert [line.horizon for line in statement.caps][:2] == [
        "the 90 days up to 2026-02-28",
        "the 90 days up to 2026-03-31",
    ]


def test_the_fees_of_any_90_days_are_their_share_by_days() -> None:
    """Up to 28 February the term has 59 days: 31 at 100 EUR and 28 at 50 EUR a day."""
    plan = plan_of(
        terms(objective("a", a_miss(money(9000))), fees=3100, caps=(cap("rolling", of_fees(10), days=90),)),
        terms(
            objective("a", a_miss(money(9000))),
            fees=1400,
            caps=(cap("rolling", of_fees(10), days=90),),
            since="2026-02-01",
            title="amendment",
        ),
    )
    statement = settled(plan, readings(plan, given(plan, "a", "99 90"), end="2026-03-01"))
    assert amounts_of(statement) == ["450.00"]


def test_a_cap_of_a_week_counts_the_days_of_the_week_before_the_month_ended() -> None:
    """The week from 26 January to 1 February: two days are of January, one is of February."""
    plan = plan_of(objective("a", a_miss(money(60)), each="day"), caps=(cap("week", money(100)),))
    values = {"2026-01-30": 90, "2026-01-31": 90, "2026-02-01": 90, "2026-02-02": 90}
    statement = settled(plan, readings(plan, given(plan, "a", values), end="2026-02-03"))
    assert amounts_of(statement) == ["50.00", "50.00", "0.00", "60.00"]


def test_each_week_has_a_cap_of_its_own_by_the_days_of_its_fees() -> None:
    """Monthly fees of 3,100 EUR are 700 EUR for a week of January."""
    plan = plan_of(
        objective("a", a_miss(money(500)), each="week"), fees=3100, caps=(cap("week", of_fees(50)),)
    )
    values = {"2026-W02": 90, "2026-W03": 90, "2026-W04": 99}
    statement = settled(plan, readings(plan, given(plan, "a", values), end="2026-01-26"))
    assert amounts_of(statement) == ["350.00", "350.00"]


# --- stacking over more than a month -----------------------------------------------------------


def test_in_a_quarter_the_highest_pays_what_it_has_more_than_was_paid_before() -> None:
    one_miss = {f"2026-0{number}": 90 for number in range(1, 5)}
    plan = plan_of(
        objective("a", a_miss(money(40))),
        objective(
            "b", band("90", "95", money(100)), band("85", "90", money(150)), band("80", "85", money(120))
        ),
        stacking=(Stacking("stack", (), "quarter"),),
    )
    values = {"2026-01": 92, "2026-02": 86, "2026-03": 82, "2026-04": 92}
    read = readings(plan, given(plan, "a", one_miss), given(plan, "b", values), end="2026-05-01")
    statement = settled(plan, read)
    assert paid(statement) == {
        **{f"a 2026-0{number}": "0.00" for number in range(1, 5)},
        "b 2026-01": "100.00",
        "b 2026-02": "50.00",
        "b 2026-03": "0.00",
        "b 2026-04": "100.00",
    }
    (second,) = (line for line in statement.credits if (line.objective, line.period) == ("b", "2026-02"))
    assert second.steps[-1].text == "`stack`: 100.00 EUR of 2026-Q1 was paid before"


def test_in_a_week_only_the_highest_pays() -> None:
    plan = plan_of(objective("a", a_miss(money(40)), each="day"), stacking=(Stacking("stack", (), "week"),))
    values = {"2026-01-05": 90, "2026-01-11": 90, "2026-01-12": 90}
    statement = settled(plan, readings(plan, given(plan, "a", values), end="2026-01-13"))
    assert amounts_of(statement) == ["40.00", "0.00", "40.00"]
