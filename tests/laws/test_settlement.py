"""What holds of every statement, over random contracts and random years."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.plan.lengths import Days, Months
from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings
from slalang.plan.terms import (
    Bank,
    Bonus,
    Cap,
    CreditRow,
    EarnBack,
    Level,
    Objective,
    Rung,
    Stacking,
    Stage,
    Terms,
)
from slalang.quantities import months_back, sum_money
from slalang.statement import Statement
from tests.settlement.build import (
    a_breach,
    a_miss,
    above,
    below,
    breach_when,
    cap,
    earn_back,
    in_a_row,
    mean_of,
    money,
    objective,
    of_fees,
    of_the_next,
    percent,
    plan_of,
    settled,
    stage,
    terms,
)

MONTHS = 12
NAMES = ("first", "second", "third")

values = st.integers(940, 1000).map(lambda tenths: Fraction(tenths, 1000))
amounts = st.one_of(
    st.integers(1, 500_000).map(lambda cents: money(f"{Decimal(cents) / 100:.2f}")),
    st.integers(1, 400).map(lambda tenths: of_fees(str(Decimal(tenths) / 10))),
)


@st.composite
def objectives(draw: st.DrawFn, name: str) -> Objective:
    """A ladder with growing amounts, or one amount for each miss or breach."""
    rows = draw(
        st.sampled_from([(below(99, of_fees(10)), below(97, of_fees(25)), below(95, of_fees(50)))])
        | amounts.map(lambda amount: (a_miss(amount),))
        | amounts.map(lambda amount: (a_breach(amount),))
    )
    breach = draw(st.sampled_from([(), (breach_when("minimum"), breach_when("target", 2, 4))]))
    return objective(
        name,
        *rows,
        minimum=97,
        breach=breach,
        double=draw(st.booleans()),
        no_data=draw(st.sampled_from(["met", "excused"])),
    )


levels: st.SearchStrategy[Level] = st.sampled_from([Level(), above(99), above("99.5", strictly=False)])
spans = st.integers(1, 4)


@st.composite
def stages(draw: st.DrawFn) -> tuple[Stage, ...]:
    """One or two stages; a later one asks for more and returns more."""
    first, level, of = draw(spans), draw(levels), draw(st.sampled_from(["paid", "due"]))
    single = (
        in_a_row(first, level),
        of_the_next(first, first + draw(spans), level),
        mean_of(),
        mean_of("quarter"),
    )
    one = st.sampled_from([(stage(condition, 100, of),) for condition in single])
    return draw(
        st.just((stage(in_a_row(first, level), 50, of), stage(in_a_row(first + 2, level), 100, of))) | one
    )


@st.composite
def earn_backs(draw: st.DrawFn, name: str) -> EarnBack:
    steps = draw(stages())
    held = draw(st.sampled_from([False, False, True]))
    if not held and draw(st.booleans()):
        steps = tuple(replace(one, as_offset=draw(st.booleans())) for one in steps)
    ends = ["forfeits", "carries over", "returns in part"][: 2 if any(one.as_offset for one in steps) else 3]
    return earn_back(
        *steps,
        name=name,
        miss=draw(st.sampled_from(["forfeits", "restarts", "takes back"])),
        eligible=draw(st.sampled_from(["every credit", "minimum met"])),
        on_excused=draw(st.sampled_from(["skips", "counts as met", "counts as missed"])),
        at_term_end=draw(st.sampled_from(ends)),
        still_counts_as_breach=draw(st.booleans()),
        held_until_decided=held,
        still_counts_towards_caps=any(one.as_offset for one in steps) or draw(st.booleans()),
    )


@st.composite
def banks(draw: st.DrawFn, name: str) -> Bank:
    expires = draw(st.sampled_from([None, Months(1), Months(3), Days(45)]))
    share = draw(st.sampled_from([Fraction(1), Fraction(1, 3), Fraction(1, 2)]))
    return Bank("bank", name, draw(levels), share, expires)


@st.composite
def bonuses(draw: st.DrawFn, name: str) -> Bonus:
    rows = tuple(
        CreditRow(f"above {level}", Rung(">", percent(level)), draw(amounts)) for level in ("99", "99.5")
    )
    limit = draw(st.none() | amounts)
    return Bonus("bonus", name, rows, draw(st.booleans()), draw(st.booleans()), limit, "bonus cap")


limits: st.SearchStrategy[tuple[Cap, ...]] = st.lists(
    st.tuples(st.sampled_from(["month", "quarter", "contract year", "term", "rolling"]), amounts),
    unique_by=lambda pair: pair[0],
    max_size=3,
).map(
    lambda pairs: tuple(
        cap(horizon, amount, 3 if horizon == "rolling" else None) for horizon, amount in pairs
    )
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """An agreement of one year with up to three objectives."""
    names = NAMES[: draw(st.integers(1, 3))]
    rewards = {name: draw(st.sampled_from(["earn back", "earn back", "bank", "nothing"])) for name in names}
    own: Terms = terms(
        *(draw(objectives(name)) for name in names),
        fees=draw(st.sampled_from(["1000", "999.99", "33.33"])),
        caps=draw(limits),
        stacking=draw(st.sampled_from([(), (Stacking("only the highest", ()),)])),
        earn_backs=tuple(draw(earn_backs(name)) for name in names if rewards[name] == "earn back"),
        banks=tuple(draw(banks(name)) for name in names if rewards[name] == "bank"),
        bonuses=tuple(draw(bonuses(name)) for name in names if draw(st.booleans())),
    )
    return plan_of(own, rounding=draw(st.sampled_from(["half up", "half even", "down", "up"])))


@st.composite
def years(draw: st.DrawFn) -> tuple[Plan, Readings]:
    """An agreement and its year of months, some of them without data."""
    plan = draw(plans())
    found = [
        _reading(one.name, month.label, draw(st.none() | values | values | values))
        for one in plan.versions[0].objectives
        for month in plan.periods_of("month")
    ]
    return plan, Readings(plan.term_end, tuple(found))


def _reading(name: str, label: str, value: Fraction | None) -> Reading:
    return Reading(name, label, rows=0 if value is None else 1, value=value)


@settings(max_examples=40, deadline=None)
@given(years())
def test_lines_add_up_and_amounts_keep_their_bounds(year: tuple[Plan, Readings]) -> None:
    statement = settled(*year)
    totals = statement.totals
    assert totals.credits == sum_money(line.due for line in statement.credits)
    assert totals.paid == sum_money(line.paid for line in statement.credits)
    assert totals.credits - totals.reduced == totals.paid
    assert totals.returned == sum_money(line.amount for line in statement.earn_backs)
    assert totals.returned == sum_money(line.returned for line in statement.credits)
    assert totals.net == totals.paid + totals.restored - totals.returned - totals.held - totals.bonus
    assert totals.restored == sum_money(line.restored for line in statement.credits)
    every = sum_money(line.amount for line in statement.bonuses)
    assert totals.bonus + totals.bonus_apart == every
    assert totals.open == sum_money(line.amount for line in statement.open_credits)
    assert totals.open == sum_money(line.open_amount for line in statement.credits)
    for line in statement.credits:
        assert 0 <= line.paid <= line.due
        assert 0 <= line.paid + line.restored <= line.due
        assert 0 <= line.returned <= line.paid + line.restored
        assert 0 <= line.open_amount <= line.paid + line.restored - line.returned
        assert line.steps[-1].amount == line.paid


@settings(max_examples=40, deadline=None)
@given(years())
def test_caps_hold(year: tuple[Plan, Readings]) -> None:
    plan, read = year
    statement = settled(plan, read)
    forgets = {one.objective for one in plan.versions[0].earn_backs if not one.still_counts_towards_caps}
    by_month: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in statement.credits:
        forgotten = line.returned if line.objective in forgets else Decimal(0)
        by_month[line.month] += line.paid + line.restored - forgotten
    for one in plan.versions[0].caps:
        for labels in _horizons(plan, one):
            limit = _limit(plan, one, labels)
            assert Fraction(sum((by_month[label] for label in labels), Decimal(0))) <= limit
    for line in statement.caps:
        assert line.after == line.limit < line.before


def _horizons(plan: Plan, one: Cap) -> list[list[str]]:
    months = [month.label for month in plan.periods_of("month")]
    if one.horizon == "rolling":
        return [[label for label in months if label in months_back(last, 3)] for last in months]
    size = {"month": 1, "quarter": 3, "contract year": 12, "term": 12}[one.horizon]
    return [months[start : start + size] for start in range(0, MONTHS, size)]


def _limit(plan: Plan, one: Cap, labels: list[str]) -> Fraction:
    fees: Any = plan.versions[0].fees
    amount: Any = one.amount
    return (
        amount.ratio * Fraction(fees.amount) * len(labels)
        if hasattr(amount, "ratio")
        else Fraction(amount.amount)
    )


@settings(max_examples=40, deadline=None)
@given(years())
def test_the_ledger_balances(year: tuple[Plan, Readings]) -> None:
    statement = settled(*year)
    balance = Decimal(0)
    for number, line in enumerate(statement.ledger, 1):
        balance += 0 if line.kind == "bonus apart" else line.amount
        assert (line.number, line.balance) == (number, balance)
    assert balance == statement.totals.net


STATES = ("returned", "forfeited", "taken back", "carried", "held")


@settings(max_examples=40, deadline=None)
@given(years())
def test_a_credit_is_in_the_state_of_its_last_event(year: tuple[Plan, Readings]) -> None:
    plan, read = year
    statement = settled(plan, read)
    last = {
        (line.objective, line.credit_period): line.event
        for line in statement.earn_backs
        if line.event in STATES
    }
    offsets = {one.objective for one in plan.versions[0].earn_backs if one.has_offsets}
    for credit in statement.credits:
        state = last.get((credit.objective, credit.period), "open")
        assert credit.state == state or (credit.objective in offsets and state == "forfeited")
        assert credit.state != "forfeited" or credit.open_amount == 0


@settings(max_examples=40, deadline=None)
@given(years())
def test_a_held_credit_is_not_owed(year: tuple[Plan, Readings]) -> None:
    balances: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in settled(*year).ledger:
        if line.kind.startswith("bonus"):
            continue
        credit = (line.objective, line.credit_period)
        balances[credit] += line.amount
        assert balances[credit] >= 0
        assert balances[credit] == 0 or line.kind != "held"


@settings(max_examples=12, deadline=None)
@given(years())
def test_a_year_at_once_is_the_same_as_month_by_month(year: tuple[Plan, Readings]) -> None:
    plan, read = year
    for month in plan.periods_of("month"):
        ends = {period.label: period.end for period in plan.periods_of("month")}
        known = tuple(one for one in read.objectives if ends[one.period] <= month.end)
        then = settled(plan, Readings(month.end, known), month.label)
        assert _shown(then) == _shown(settled(plan, read, month.label))


def _shown(statement: Statement) -> Any:
    """All but the state of credits, which moves on."""
    credits = [(line.objective, line.period, line.due, line.paid, line.steps) for line in statement.credits]
    moved = (statement.earn_backs, statement.ledger, statement.caps, statement.terminations)
    totals = statement.totals
    return statement.outcomes, credits, moved, (totals.credits, totals.paid, totals.returned, totals.net)


LADDER = (below(99, of_fees(10)), below(97, of_fees(25)), below(95, of_fees(50)), a_miss(of_fees(5)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(values, values), min_size=1, max_size=MONTHS), st.booleans())
def test_a_worse_year_never_pays_less(pairs: list[tuple[Fraction, Fraction]], double: bool) -> None:
    plan = plan_of(
        objective("uptime", *LADDER, double=double), fees="999.99", caps=(cap("month", of_fees(60)),)
    )
    better, worse = ([pick(pair) for pair in pairs] for pick in (max, min))
    assert _paid(plan, worse) >= _paid(plan, better)


def _paid(plan: Plan, series: list[Fraction]) -> Decimal:
    labels = [month.label for month in plan.periods_of("month")]
    found = tuple(_reading("uptime", label, value) for label, value in zip(labels, series, strict=False))
    return settled(plan, Readings(plan.term_end, found)).totals.paid


@settings(max_examples=40, deadline=None)
@given(values, st.integers(0, 9))
def test_the_most_severe_rung_pays_whatever_the_order(value: Fraction, turn: int) -> None:
    rows = [*LADDER[turn % 4 :], *LADDER[: turn % 4]]
    plans = [plan_of(objective("uptime", *order), fees=1000) for order in (LADDER, rows)]
    assert _paid(plans[0], [value]) == _paid(plans[1], [value])
    assert percent(50) * 1000 >= _paid(plans[0], [value])
