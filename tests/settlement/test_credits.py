"""What is due for one period, worked by hand from the rows of the credit block."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from slalang.plan.expressions import Arithmetic, FeesValue, MeasureValue, Number
from slalang.plan.reading import MeasureReading, Reading
from slalang.plan.terms import (
    Always,
    AtRisk,
    Band,
    Credit,
    CreditRow,
    DaysOfFees,
    Formula,
    LowVolume,
    OnBreach,
    OnMiss,
    PerPoint,
    PerRow,
    PerUnit,
    Pool,
    Repeat,
    Rung,
    Share,
)
from slalang.statement import CreditLine, Statement
from tests.settlement.build import (
    HOUR,
    MINUTE,
    a_breach,
    a_miss,
    band,
    below,
    cap,
    credit,
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
)

JANUARY = "2026-01"


def due(*rows: CreditRow, value: str | int = 90, **more: Any) -> str | None:
    """What January comes to, at fees of 1,000."""
    fees = more.pop("fees", 1000)
    statement = run(plan_of(objective("uptime", *rows, **more), fees=fees), str(value), window=JANUARY)
    return str(statement.credits[0].due) if statement.credits else None


def measured(row: CreditRow, read: dict[str, MeasureReading], **more: Any) -> str | None:
    """What January comes to at fees of 1,000, where the value is 90%."""
    credits = measured_lines(row, read, **more)
    return str(credits[0].due) if credits else None


def measured_lines(row: CreditRow, read: dict[str, MeasureReading], **more: Any) -> tuple[CreditLine, ...]:
    plan = plan_of(objective("uptime", row, **more), fees=1000)
    reading = Reading("uptime", JANUARY, rows=1, measures={"value": percent(90)} | read)
    return settled(plan, readings(plan, [reading]), JANUARY).credits


# --- pools and shares --------------------------------------------------------------------------

SIX = tuple("abcdef")


def pooled(misses: int) -> Statement:
    """40% of half of the tenth at risk of 100,000 for each miss; the tenth is the cap."""
    rows = a_miss(Share(percent(40), "pool", "desk"))
    risk = AtRisk("at risk", percent(10), (Pool("pool", "desk", percent(50)),))
    plan = plan_of(*(objective(name, rows) for name in SIX), at_risk=risk, caps=(cap("month", of_fees(10)),))
    values = [given(plan, name, "98" if number < misses else "100") for number, name in enumerate(SIX)]
    return settled(plan, readings(plan, *values, end="2026-02-01"), JANUARY)


def test_a_share_of_a_pool_of_what_is_at_risk() -> None:
    assert paid(pooled(1)) == {JANUARY: "2000.00"}
    assert str(pooled(5).totals.paid) == "10000.00"


def test_the_sixth_miss_is_capped() -> None:
    statement = pooled(6)
    assert str(statement.totals.credits) == "12000.00"
    # 10,000 in six equal parts: 1,666.66 and two thirds of a cent each, so four of them get a cent more
    assert [str(line.paid) for line in statement.credits] == ["1666.67"] * 4 + ["1666.66"] * 2


def test_three_misses_at_three_percent_under_a_cap_of_six() -> None:
    plan = plan_of(
        *(objective(name, a_miss(of_fees(3))) for name in "abc"), fees=1000, caps=(cap("month", of_fees(6)),)
    )
    read = readings(plan, *(given(plan, name, "98") for name in "abc"), end="2026-02-01")
    assert [str(line.paid) for line in settled(plan, read, JANUARY).credits] == ["20.00"] * 3


def test_a_share_of_what_is_at_risk() -> None:
    risk = AtRisk("at risk", percent(10))
    plan = plan_of(objective("uptime", a_miss(Share(percent(20), "at risk"))), fees=1000, at_risk=risk)
    assert paid(run(plan, "90", window=JANUARY)) == {JANUARY: "20.00"}


# --- ladders and tables ------------------------------------------------------------------------

LADDER = (below("99.9", of_fees(10)), below("99.0", of_fees(25)), below("95.0", of_fees(50)))


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("99.9", None),
        ("99.8999", "100.00"),
        ("99.0", "100.00"),
        ("98.999999", "250.00"),
        ("95", "250.00"),
        ("94.9", "500.00"),
    ],
)
def test_of_the_rungs_that_hold_the_most_severe_pays(value: str, amount: str | None) -> None:
    assert due(*LADDER, value=value, target="99.9") == amount
    assert due(*reversed(LADDER), value=value, target="99.9") == amount


@pytest.mark.parametrize(
    ("value", "amount"), [("99.9", None), ("99.0", "100.00"), ("98.9", "250.00"), ("0", "250.00")]
)
def test_a_printed_table(value: str, amount: str | None) -> None:
    rows = (band("99.0", "99.9", of_fees(10)), band(None, "99.0", of_fees(25)))
    assert due(*rows, value=value, target="99.9") == amount


@pytest.mark.parametrize(("value", "amount"), [("99.9", "100.00"), ("99.0", None), ("99.5", "100.00")])
def test_a_printed_table_whose_upper_end_belongs_to_it(value: str, amount: str | None) -> None:
    row = CreditRow("row", Band(percent(99), False, percent("99.9"), True), of_fees(10))
    assert due(row, value=value) == amount


def test_a_rung_pays_by_the_value_also_where_the_target_is_met() -> None:
    assert due(below("99.9", of_fees(10)), value="99.5", target=99) == "100.00"


def test_rows_that_all_add_up() -> None:
    credit = Credit("credit", LADDER, all_add_up=True)
    assert due(value="94", credit=credit) == "850.00"
    statement = run(plan_of(objective(credit=credit), fees=1000), "94", window=JANUARY)
    assert [str(step.amount) for step in statement.credits[0].steps] == ["100.00", "350.00", "850.00"]


def test_the_highest_row_pays_and_not_the_last() -> None:
    assert due(a_miss(money(70)), below(99, money(50)), a_breach(money(60))) == "70.00"


@pytest.mark.parametrize(("counts_as", "amount"), [("excused", None), ("met", None), ("missed", "100.00")])
def test_a_rung_does_not_pay_where_a_rule_excuses_the_month(counts_as: Any, amount: str | None) -> None:
    floor = LowVolume("floor", "rows", 20, counts_as=counts_as)
    assert measured(below(99, of_fees(10)), {"rows": Fraction(19)}, low_volume=(floor,)) == amount


# --- per unit ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "minutes", "amount"),
    [
        ("full", 75, "100.00"),
        ("full", 29, None),
        ("full", 30, "50.00"),
        ("started", 75, "150.00"),
        ("started", 29, "50.00"),
        ("started", 30, "50.00"),
        ("nearest", 74, "100.00"),
        ("nearest", 75, "150.00"),
        ("nearest", 14, None),
        ("exact", 75, "125.00"),
        ("exact", 0, None),
    ],
)
def test_five_percent_per_half_hour(mode: Any, minutes: int, amount: str | None) -> None:
    row = a_miss(of_fees(5), per=PerUnit(mode, Fraction(30 * MINUTE), "down"))
    assert measured(row, {"down": Fraction(minutes * MINUTE)}) == amount


@pytest.mark.parametrize(("minutes", "amount"), [(180, None), (209, None), (210, "20.00"), (315, "80.00")])
def test_half_hours_beyond_three_hours(minutes: int, amount: str | None) -> None:
    row = a_miss(of_fees(2), per=PerUnit("full", Fraction(30 * MINUTE), "down", Fraction(3 * HOUR)))
    assert measured(row, {"down": Fraction(minutes * MINUTE)}) == amount


def test_half_hours_of_each_outage_are_counted_outage_by_outage() -> None:
    # 75, 20 and 35 minutes hold two, none and one full half hour; together they would hold four
    row = a_miss(of_fees(5), per=PerUnit("full", Fraction(30 * MINUTE), "lengths"))
    lengths = tuple(minutes * MINUTE for minutes in (75, 20, 35))
    assert measured(row, {"lengths": lengths}) == "150.00"


@pytest.mark.parametrize(("late", "beyond", "amount"), [(3, 0, "150.00"), (3, 2, "50.00"), (2, 3, None)])
def test_an_amount_for_each_late_ticket(late: int, beyond: int, amount: str | None) -> None:
    row = a_miss(money(50), per=PerRow("late", Fraction(beyond)))
    assert measured(row, {"late": Fraction(late)}) == amount


def test_an_amount_for_each_late_ticket_always_or_only_when_missed() -> None:
    per = PerRow("late")
    always = CreditRow("always", Always(), money(50), per)
    missed = CreditRow("missed", OnMiss(), money(50), per)
    assert measured(always, {"late": Fraction(2)}, target=80) == "100.00"
    assert measured(missed, {"late": Fraction(2)}, target=80) is None


@pytest.mark.parametrize(("ratio", "amount"), [("1", "230.00"), ("0.5", "115.00")])
def test_a_share_for_each_point_below_target(ratio: str, amount: str) -> None:
    row = a_miss(of_fees(ratio), per=PerPoint("exact", percent(1)))
    assert due(row, value=75, target=98) == amount


@pytest.mark.parametrize(
    ("mode", "amount"), [("full", "20.00"), ("started", "30.00"), ("nearest", "30.00"), ("exact", "25.00")]
)
def test_points_in_full_started_nearest_or_exact(mode: Any, amount: str) -> None:
    assert due(a_miss(of_fees(1), per=PerPoint(mode, percent(1))), value="96.5") == amount


@pytest.mark.parametrize(
    ("mode", "value", "amount"),
    [
        ("full", "96.5", "10.00"),
        ("exact", "96.5", "15.00"),
        ("started", "96.5", "20.00"),
        ("exact", "98", None),
        ("exact", "98.5", None),
    ],
)
def test_points_beyond_an_allowance(mode: Any, value: str, amount: str | None) -> None:
    """2.5 points short, of which the first one is free."""
    row = a_miss(of_fees(1), per=PerPoint(mode, percent(1), percent(1)))
    assert due(row, value=value) == amount


def test_points_above_a_target_that_must_not_be_exceeded() -> None:
    row = a_miss(of_fees(1), per=PerPoint("exact", percent(1)))
    assert due(row, value=8, target=5, lower_is_better=True) == "30.00"


HALF_AN_HOUR, THREE_HOURS = Fraction(30 * MINUTE), Fraction(3 * HOUR)


@pytest.mark.parametrize(
    ("per", "reading", "how"),
    [
        (PerUnit("full", HALF_AN_HOUR, "x"), HOUR, "2 times, for each full 30m of 1h"),
        (
            PerUnit("full", HALF_AN_HOUR, "x", THREE_HOURS),
            7 * HOUR,
            "8 times, for each full 30m of 7h less 3h",
        ),
        (PerUnit("started", HALF_AN_HOUR, "x"), MINUTE, "1 time, for each started 30m of 1m"),
        (PerUnit("exact", HALF_AN_HOUR, "x"), HOUR, "2 times, for each 30m of 1h"),
        (PerUnit("full", HALF_AN_HOUR, "x"), (HOUR, HOUR), "4 times, for each full 30m of 2 intervals"),
        (
            PerUnit("full", HALF_AN_HOUR, "x", THREE_HOURS),
            (4 * HOUR, HOUR),
            "2 times, for each full 30m of 2 intervals less 3h each",
        ),
        (PerRow("x"), 3, "3 times"),
        (PerRow("x", Fraction(2)), 5, "3 times, for 5 less 2"),
        (PerPoint("full", percent("0.5")), 0, "18 times, for each full 0.5% of 9% short of the target"),
    ],
)
def test_a_step_says_what_it_was_counted_from(per: Any, reading: Any, how: str) -> None:
    value = reading if isinstance(reading, tuple) else Fraction(reading)
    (line,) = measured_lines(a_miss(money(1), per=per), {"x": value})
    assert line.steps[0].text == f"`a miss`: 1.00 EUR, {how}"


def test_rungs_by_the_length_of_each_interval() -> None:
    hour, two = Rung(">", Fraction(HOUR)), Rung(">", Fraction(2 * HOUR))
    rows = (CreditRow("over 1h", hour, money(10)), CreditRow("over 2h", two, money(30)))
    promise = objective(credit=Credit("credit", rows, for_each="lengths"))
    plan = plan_of(promise)
    # exactly an hour pays nothing, 90 minutes 10, three hours 30 (and not 40)
    lengths = tuple(minutes * MINUTE for minutes in (60, 90, 180))
    reading = Reading("uptime", JANUARY, rows=1, measures={"value": percent(100), "lengths": lengths})
    (line,) = settled(plan, readings(plan, [reading]), JANUARY).credits
    assert str(line.paid) == "40.00"
    assert [step.text for step in line.steps] == ["`over 1h`: 1h 30m: 10.00 EUR", "`over 2h`: 3h: 30.00 EUR"]


# --- formulas ----------------------------------------------------------------------------------


def test_a_hundred_times_the_price_of_the_time_down() -> None:
    # 1,250 for 720 hours, an hour down: 100 x 1,250 / 720 = 173.6111...
    share = Arithmetic("/", MeasureValue("down"), MeasureValue("all"))
    price = Arithmetic("*", Arithmetic("*", Number(Fraction(100)), FeesValue()), share)
    plan = plan_of(objective("uptime", a_miss(Formula(price))), fees=1250)
    measures = {"value": percent(90), "down": Fraction(HOUR), "all": Fraction(720 * HOUR)}
    (line,) = settled(
        plan, readings(plan, [Reading("uptime", "2026-04", rows=1, measures=measures)]), "2026-04"
    ).credits
    assert str(line.due) == "173.61"
    assert [step.step for step in line.steps] == ["base", "rounding"]
    assert "exactly 173.611111…" in line.steps[0].text


def test_a_formula_below_zero_is_no_credit() -> None:
    formula = Formula(Arithmetic("-", Number(Fraction(1)), FeesValue()))
    assert due(a_miss(formula)) is None


def test_a_formula_without_a_value_is_not_nothing() -> None:
    formula = Formula(Arithmetic("/", FeesValue(), Number(Fraction(0))))
    statement = run(plan_of(objective("uptime", a_miss(formula))), "90", window=JANUARY)
    assert statement.credits == ()
    assert not statement.final
    assert statement.open_points == (
        "the credit of `uptime` of 2026-01 cannot be worked out: "
        "a part of its formula has no value in the period",
    )


def test_days_of_fees_are_those_of_the_month() -> None:
    row = a_miss(DaysOfFees(Fraction(1)))
    plan = plan_of(objective("uptime", row), fees=868)
    # 868 / 31 = 28 and 868 / 28 = 31
    assert paid(run(plan, "90 90", end="2026-03-01")) == {"2026-01": "28.00", "2026-02": "31.00"}


# --- repeats and the nth breach ----------------------------------------------------------------


def test_a_repeat_doubles_without_compounding() -> None:
    # bands of 1 to 4 points at 99, 98, 97 and 96, as amounts of money
    rows = tuple(below(end, money(points)) for points, end in enumerate(("99", "98", "97", "96"), 1))
    plan = plan_of(objective("uptime", *rows, double=True))
    assert paid(run(plan, "96.5 98.5 96.5 99 96.5")) == {
        "2026-01": "3.00",
        "2026-02": "2.00",
        "2026-03": "6.00",
        "2026-05": "3.00",
    }


def test_a_repeat_pays_an_amount_of_its_own_in_place_of_the_first() -> None:
    """The row of 20 is more than the 50 in no month, and is replaced in the months that follow a breach."""
    block = credit(a_breach(money(20)))
    block = replace(block, repeat=Repeat("repeat", None, money(50)))
    statement = run(plan_of(objective("uptime", credit=block)), "98 98 98 99 98 99")
    assert paid(statement) == {"2026-01": "20.00", "2026-02": "50.00", "2026-03": "50.00", "2026-05": "20.00"}
    assert statement.credits[1].steps[-1].text == "`repeat`: 50.00 EUR in its place"


def test_an_excused_month_ends_the_row() -> None:
    plan = plan_of(objective("uptime", a_breach(money(5)), double=True, no_data="excused"))
    assert paid(run(plan, "90 - 90 90")) == {"2026-01": "5.00", "2026-03": "5.00", "2026-04": "10.00"}


@pytest.mark.parametrize(
    ("later", "found"), [(True, ["2026-03", "2026-04", "2026-08"]), (False, ["2026-03", "2026-08"])]
)
def test_the_third_breach_in_six_months(later: bool, found: list[str]) -> None:
    # misses in 1, 2, 3, 4 and 8: March is the third of six months, April the fourth, August the third again
    row = CreditRow("third", OnBreach(3, later, 6), money(5))
    plan = plan_of(objective("uptime", row))
    assert list(paid(run(plan, "90 90 90 90 100 100 100 90"))) == found


def test_the_third_and_later_breach_pays_more_of_the_credit() -> None:
    more = CreditRow("third", OnBreach(3, True, 12), Share(percent(150), "credit"))
    plan = plan_of(objective("uptime", below(99, of_fees(10)), below(95, of_fees(30)), more), fees=1000)
    assert list(paid(run(plan, "98 98 98 94")).values()) == ["100.00", "100.00", "150.00", "450.00"]


# --- the objective's own cap, rounding ---------------------------------------------------------


def test_the_cap_of_an_objective() -> None:
    promise = objective("uptime", a_miss(of_fees(30)), cap=of_fees(20), cap_clause="cap at 20%")
    (line,) = run(plan_of(promise, fees=1000), "90", window=JANUARY).credits
    assert str(line.due) == str(line.paid) == "200.00"
    assert [(step.step, str(step.amount)) for step in line.steps] == [
        ("base", "300.00"),
        ("objective cap", "200.00"),
    ]


def test_a_credit_never_rounds_up_over_the_cap_of_its_objective() -> None:
    promise = objective("uptime", a_miss(money("33.335")), cap=money("33.335"))
    assert paid(run(plan_of(promise), "90", window=JANUARY)) == {JANUARY: "33.33"}


@pytest.mark.parametrize(
    ("mode", "amount"),
    [("half up", "0.13"), ("half even", "0.12"), ("half down", "0.12"), ("up", "0.13"), ("down", "0.12")],
)
def test_money_is_rounded_once_by_the_declared_mode(mode: str, amount: str) -> None:
    plan = plan_of(objective("uptime", a_miss(money("0.125"))), rounding=mode)
    assert paid(run(plan, "90", window=JANUARY)) == {JANUARY: amount}


def test_nothing_is_rounded_before_the_repeat() -> None:
    # 0.004 twice is 0.008, which rounds to a cent; rounded first it would be nothing
    plan = plan_of(objective("uptime", a_breach(money("0.004")), double=True))
    assert paid(run(plan, "90 90")) == {"2026-01": "0.00", "2026-02": "0.01"}


def test_a_quantum_of_five_cents() -> None:
    plan = plan_of(objective("uptime", a_miss(money("0.12"))), quantum="0.05")
    assert [line.due for line in run(plan, "90", window=JANUARY).credits] == [Decimal("0.10")]


def test_a_credit_of_what_was_not_measured_is_an_open_point() -> None:
    plan = plan_of(objective("uptime", a_miss(money(50), per=PerRow("late"))))
    statement = run(plan, "90", window=JANUARY)
    assert statement.credits == ()
    assert not statement.final
