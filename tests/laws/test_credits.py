"""What holds of credits that are compared, converted and capped together, over random months."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings
from slalang.plan.terms import DaysOfService, Points, PointsStep, PointsTable, Stacking
from slalang.quantities import round_money, sum_money
from slalang.statement import Statement
from tests.settlement.build import a_miss, below, cap, money, objective, of_fees, plan_of, settled, terms

NAMES = ("first", "second", "third")
JANUARY = "2026-01"
CENT = Decimal("0.01")

values = st.lists(st.integers(940, 1000).map(lambda tenths: Fraction(tenths, 1000)), min_size=3, max_size=3)
counts = st.lists(st.integers(1, 9), min_size=3, max_size=3)
fees = st.sampled_from(["1000", "999.99", "33.33", "3100"])


def january(plan: Plan, found: Sequence[Fraction]) -> Statement:
    """The statement of one month with these values."""
    read = tuple(
        Reading(name, JANUARY, rows=1, value=value) for name, value in zip(NAMES, found, strict=True)
    )
    (first, *_) = plan.periods_of("month")
    return settled(plan, Readings(first.end, read), JANUARY)


@settings(max_examples=60, deadline=None)
@given(values, counts, fees)
def test_points_of_a_month_come_to_what_the_table_says(
    found: list[Fraction], each: list[int], of: str
) -> None:
    steps = tuple(PointsStep(f"step {least}", least, of_fees(share)) for least, share in ((2, 3), (7, 11)))
    own = (
        objective(name, a_miss(Points(Fraction(points)))) for name, points in zip(NAMES, each, strict=True)
    )
    statement = january(plan_of(terms(*own, fees=of, points=PointsTable("points", steps))), found)
    total = sum(points for points, value in zip(each, found, strict=True) if value < Fraction(99, 100))
    share = Fraction(11 if total >= 7 else 3 if total >= 2 else 0, 100)
    assert statement.totals.paid == round_money(share * Fraction(of), "half up", CENT)


@settings(max_examples=60, deadline=None)
@given(values, counts, st.integers(1, 20), fees)
def test_a_cap_in_days_leaves_exactly_so_many(
    found: list[Fraction], each: list[int], most: int, of: str
) -> None:
    own = (
        objective(name, a_miss(DaysOfService(Fraction(days)))) for name, days in zip(NAMES, each, strict=True)
    )
    limit = cap("month", DaysOfService(Fraction(most)))
    statement = january(plan_of(terms(*own, fees=of, caps=(limit,))), found)
    due = sum((line.due_days or Fraction(0) for line in statement.credits), Fraction(0))
    paid = sum((line.paid_days or Fraction(0) for line in statement.credits), Fraction(0))
    assert statement.totals.days == paid == (most if statement.caps else due)
    assert statement.totals.paid == sum_money(line.paid for line in statement.credits)
    moved = sum((line.days or Fraction(0) for line in statement.ledger), Fraction(0))
    assert moved == paid


@settings(max_examples=60, deadline=None)
@given(values, counts)
def test_the_highest_group_pays_in_whole(found: list[Fraction], each: list[int]) -> None:
    own = (objective(name, a_miss(money(amount))) for name, amount in zip(NAMES, each, strict=True))
    stacking = (Stacking("groups", (NAMES[:2], NAMES[2:])),)
    statement = january(plan_of(terms(*own, stacking=stacking)), found)
    due = [amount if value < Fraction(99, 100) else 0 for amount, value in zip(each, found, strict=True)]
    assert statement.totals.paid == max(due[0] + due[1], due[2])
    for line in statement.credits:
        assert line.paid in (0, line.due)


LADDER = (below(99, Points(Fraction(1))), below(97, Points(Fraction(3))), below(95, Points(Fraction(8))))


@settings(max_examples=60, deadline=None)
@given(values, values)
def test_worse_measurements_never_pay_fewer_points(one: list[Fraction], other: list[Fraction]) -> None:
    steps = tuple(PointsStep(f"step {least}", least, of_fees(least)) for least in (1, 4, 9, 15))
    plan = plan_of(terms(*(objective(name, *LADDER) for name in NAMES), points=PointsTable("points", steps)))
    better, worse = ([pick(pair) for pair in zip(one, other, strict=True)] for pick in (max, min))
    assert january(plan, worse).totals.paid >= january(plan, better).totals.paid
