"""The fees an amount is a share of, for longer and shorter periods, part periods, keys and invoices."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from slalang.plan.reading import Reading
from slalang.plan.streams import Event, EventField, Measure, Table
from slalang.plan.terms import DaysOfFees, FeesByKey, InvoicedFees, MonthsOfFees, Share
from slalang.statement import Statement
from tests.settlement.build import (
    a_miss,
    fixed,
    given,
    money,
    objective,
    of_fees,
    paid,
    percent,
    plan_of,
    readings,
    run,
    settled,
    terms,
)

INVOICED = InvoicedFees("fees", Measure("sum", "sum", "invoice"), "month")
INVOICE = Event("invoice", "points", (EventField("at", "instant"), EventField("region", "text")))


def credit_of(period: str, *, each: Any = "month", fees: Any, amount: Any = None, **more: Any) -> str:
    """A tenth of the fees (or the amount) for a miss in one period."""
    plan = plan_of(objective("uptime", a_miss(amount or of_fees(10)), each=each), fees=fees, **more)
    statement = settled(plan, readings(plan, given(plan, "uptime", {period: 90})))
    return paid(statement)[period]


@pytest.mark.parametrize(
    ("each", "period", "amount"),
    [
        ("day", "2026-01-10", "310.00"),
        ("week", "2026-W05", "280.00"),
        ("month", "2026-01", "310.00"),
        ("quarter", "2026-Q1", "900.00"),
        ("contract year", "contract year 1", "3650.00"),
        ("term", "term", "3650.00"),
    ],
)
def test_fees_of_shorter_and_longer_periods(each: Any, period: str, amount: str) -> None:
    # 100 a day, invoiced by the month: 3,100, 2,800, 3,100 and so on. Week 5 ends on 1 February.
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    fees = [(f"2026-{month:02}", (), 100 * count) for month, count in enumerate(days, 1)]
    plan = plan_of(objective("uptime", a_miss(of_fees(10)), each=each), fees=INVOICED)
    statement = settled(plan, readings(plan, given(plan, "uptime", {period: 90}), fees=fees))
    assert paid(statement) == {period: amount}


def test_a_month_of_yearly_fees_has_all_of_them_unless_they_are_spread() -> None:
    assert credit_of("2026-01", fees=fixed(3650, "year")) == "365.00"
    assert credit_of("2026-01", fees=fixed(3650, "year", spread_by_days=True)) == "31.00"


def test_a_part_period_is_pro_rated_by_days() -> None:
    term = ("2026-01-17", "2026-12-16")
    # 15 of the 31 days of January, 16 of the 31 of December
    assert credit_of("2026-01", fees=fixed(3100), term=term) == "150.00"
    assert credit_of("2026-12", fees=fixed(3100), term=term) == "160.00"
    assert credit_of("2026-Q1", each="quarter", fees=fixed(3100), term=term) == "770.00"


def test_fees_of_last_month() -> None:
    last = Share(percent(10), "fees of last period", each="month")
    plan = plan_of(
        terms(objective("uptime", a_miss(last)), fees=100),
        terms(objective("uptime", a_miss(last)), fees=200, since="2026-03-01", title="amendment"),
    )
    statement = run(plan, "90 90 90 90")
    assert paid(statement) == {"2026-02": "10.00", "2026-03": "10.00", "2026-04": "20.00"}
    assert (
        "the credit of `uptime` of 2026-01 cannot be worked out: "
        "the term has no month before 2026-01, whose fees are the base" in statement.open_points
    )


def test_fees_of_last_quarter_are_those_of_the_whole_quarter_before() -> None:
    last = Share(percent(10), "fees of last period", each="quarter")
    plan = plan_of(
        terms(objective("uptime", a_miss(last)), fees=100),
        terms(objective("uptime", a_miss(last)), fees=200, since="2026-04-01", title="amendment"),
    )
    statement = run(plan, "90 99 99 90 99 90 90", end="2026-08-01")
    assert paid(statement) == {"2026-04": "30.00", "2026-06": "30.00", "2026-07": "60.00"}
    assert (
        "the credit of `uptime` of 2026-01 cannot be worked out: "
        "the term has no quarter before 2026-Q1, whose fees are the base" in statement.open_points
    )


def test_fees_of_the_last_days() -> None:
    # the last 40 days of 28 February: all of February and 12 of the 31 days of January
    last = Share(percent(10), "fees of the last days", days=40)
    fees = [("2026-01", (), 310), ("2026-02", (), 280)]
    plan = plan_of(objective("uptime", a_miss(last)), fees=INVOICED)
    read = readings(plan, given(plan, "uptime", {"2026-02": 90}), end="2026-03-01", fees=fees)
    assert paid(settled(plan, read)) == {"2026-02": "40.00"}


def test_the_last_days_of_a_part_month_have_its_share_of_fees() -> None:
    # Jan 17 to 31 is 15 of 31 days: 1,500 of 3,100, 100 a day. The last 30 days of February hold two of them.
    last = Share(percent(10), "fees of the last days", days=30)
    assert credit_of("2026-02", fees=fixed(3100), amount=last, term=("2026-01-17", "2026-12-31")) == "330.00"


def test_a_day_of_fees_that_are_spread_is_that_of_the_month() -> None:
    fees = fixed(3650, "year", spread_by_days=True)
    assert credit_of("2026-02", fees=fees, amount=DaysOfFees(Fraction(3))) == "30.00"


def test_a_day_of_fees_divides_by_the_days_of_the_fee_period() -> None:
    assert credit_of("2026-02", fees=fixed(280), amount=DaysOfFees(Fraction(2))) == "20.00"
    assert credit_of("2026-02-10", each="day", fees=fixed(280), amount=DaysOfFees(Fraction(2))) == "20.00"
    # the first quarter has 90 days and fees of 840
    assert credit_of("2026-Q1", each="quarter", fees=fixed(280), amount=DaysOfFees(Fraction(3))) == "28.00"


@pytest.mark.parametrize(
    ("each", "amount"), [("month", "1200.00"), ("quarter", "400.00"), ("contract year", "100.00")]
)
def test_a_month_of_fees(each: Any, amount: str) -> None:
    assert credit_of("2026-02", fees=fixed(1200, each), amount=MonthsOfFees(Fraction(1))) == amount


def test_a_month_of_fees_is_a_whole_month() -> None:
    term = ("2026-01-17", "2026-12-16")
    assert credit_of("2026-01", fees=fixed(3100), amount=MonthsOfFees(Fraction(1)), term=term) == "3100.00"


def test_each_period_has_the_fees_of_the_version_at_its_start() -> None:
    promise = objective("uptime", a_miss(of_fees(10)))
    quarterly = objective("repair", a_miss(of_fees(10)), each="quarter")
    plan = plan_of(
        terms(promise, quarterly, fees=1000),
        terms(promise, quarterly, fees=2000, since="2026-02-15", title="amendment"),
    )
    read = readings(plan, given(plan, "uptime", "90 90 90"), given(plan, "repair", "90"), end="2026-04-01")
    assert paid(settled(plan, read)) == {
        "uptime 2026-01": "100.00",
        "uptime 2026-02": "100.00",
        "uptime 2026-03": "200.00",
        "repair 2026-Q1": "400.00",
    }


# --- by key ------------------------------------------------------------------------------------


def by_region(fees: Any, *, tables: Any = (), invoiced: Any = (), **more: Any) -> Statement:
    promise = objective("uptime", a_miss(of_fees(10)), keys=("region",), **more)
    plan = plan_of(promise, fees=fees, tables=tables, events=(INVOICE,))
    series = [given(plan, "uptime", {"2026-01": 90}, (region,)) for region in ("eu", "us")]
    return settled(plan, readings(plan, *series, end="2026-02-01", fees=invoiced), "2026-01")


def test_each_region_has_the_fees_of_its_table_row() -> None:
    table = Table("price", "region", (("eu", Fraction(500)), ("ap", Fraction(9))), Fraction(300))
    statement = by_region(FeesByKey("fees", "price", "region", "month"), tables=(table,))
    assert paid(statement) == {"eu 2026-01": "50.00", "us 2026-01": "30.00"}
    assert statement.credits[0].keys == (("region", "eu"),)
    assert [(line.keys[0][1], line.amount) for line in statement.fees] == [
        ("eu", 500),
        ("ap", 9),
        ("us", 300),
    ]


def test_each_region_has_its_own_invoices() -> None:
    fees = [("2026-01", (), 800), ("2026-01", ("eu",), 500), ("2026-01", ("us",), 300)]
    statement = by_region(INVOICED, invoiced=fees)
    assert paid(statement) == {"eu 2026-01": "50.00", "us 2026-01": "30.00"}
    assert [line.amount for line in statement.fees] == [800, 500, 300]


def test_a_region_without_an_invoice_is_an_open_point() -> None:
    statement = by_region(INVOICED, invoiced=[("2026-01", (), 500), ("2026-01", ("eu",), 500)])
    assert paid(statement) == {"eu 2026-01": "50.00"}
    assert statement.open_points == (
        "the credit of `uptime` of 2026-01 (region us) cannot be worked out: "
        "no invoice of region us was seen for 2026-01",
    )


def test_all_fees_are_the_sum_of_a_table_by_key() -> None:
    table = Table("price", "region", (("eu", Fraction(500)), ("us", Fraction(300))), None)
    assert (
        credit_of("2026-01", fees=FeesByKey("fees", "price", "region", "month"), tables=(table,)) == "80.00"
    )


# --- invoices that are missing -----------------------------------------------------------------


@pytest.mark.parametrize("seen", [[], [("2026-01", (), None)]])
def test_without_an_invoice_nothing_is_settled_as_nothing(seen: Any) -> None:
    plan = plan_of(objective("uptime", a_miss(of_fees(10))), fees=INVOICED)
    read = readings(plan, given(plan, "uptime", "90"), end="2026-02-01", fees=seen)
    statement = settled(plan, read, "2026-01")
    assert statement.credits == ()
    assert not statement.final
    assert statement.open_points == (
        "the credit of `uptime` of 2026-01 cannot be worked out: no invoice was seen for 2026-01",
    )
    assert [line.amount for line in statement.fees] == [None]


def test_a_missing_invoice_does_not_matter_where_no_amount_needs_it() -> None:
    plan = plan_of(objective("uptime", a_miss(money(5))), fees=INVOICED)
    statement = settled(plan, readings(plan, given(plan, "uptime", "90"), end="2026-02-01"), "2026-01")
    assert statement.final
    assert paid(statement) == {"2026-01": "5.00"}


def test_a_quarter_needs_the_invoices_of_all_its_months() -> None:
    plan = plan_of(objective("uptime", a_miss(of_fees(10)), each="quarter"), fees=INVOICED)
    fees = [("2026-01", (), 100), ("2026-02", (), None), ("2026-03", (), 100)]
    read = readings(
        plan, [Reading("uptime", "2026-Q1", rows=1, value=percent(90))], end="2026-04-01", fees=fees
    )
    assert settled(plan, read, "2026-Q1").open_points == (
        "the credit of `uptime` of 2026-Q1 cannot be worked out: no invoice was seen for 2026-02",
    )
