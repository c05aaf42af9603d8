"""What findings about caps, pools and amounts claim is so: their contracts, settled."""

from __future__ import annotations

from decimal import Decimal

import pytest

from slalang.diagnostics import Diagnostic
from slalang.plan.plan import Plan
from slalang.statement import CreditLine
from slalang.syntax import nodes, parse
from tests.rules.settling import (
    all_missed,
    cases,
    findings_of,
    first_period,
    plan_of,
    series,
    settled,
    with_credit,
    without_cap,
    without_objective_cap,
    without_row,
)
from tests.rules.test_witnesses import objective_of, row_of

FEES = Decimal(1000)
AT_RISK = Decimal(100)


def found(*codes: str) -> list[object]:
    """Every finding of the kinds in every case that can be settled."""
    return [
        pytest.param(case, each, id=f"{case} line {each.primary.span.line} {each.kind.code}")
        for case in cases("credits", "caps", "pools", "objectives")
        for each in findings_of(case)
        if each.kind.code in codes and each.primary and plan_of(case)
    ]


def lines(plan: Plan, values: dict[tuple[str, str], str]) -> list[tuple[str, str, Decimal, Decimal]]:
    """The credits: objective, period, due and paid."""
    return [(one.objective, one.period, one.due, one.paid) for one in settled(plan, values).statement.credits]


def credits_at(plan: Plan, objective: str) -> list[CreditLine]:
    """The credits that single values bring in the first period, the others not measured."""
    period = first_period(plan, objective)
    values = ["0%", "50%", "98.5%", "99.5%", "310ms", "600ms", "1500ms", "20s"]
    unit = next(each.unit for each in plan.versions[0].objectives if each.name == objective)
    fitting = [value for value in values if ("%" in value) == (unit == "ratio")]
    return [
        line
        for value in fitting
        for line in settled(plan, {(objective, period): value}).statement.credits
        if line.objective == objective
    ]


def cap_number(finding: Diagnostic) -> int | None:
    """Which cap of the agreement a finding points at; none where it is that of an objective."""
    assert finding.primary
    place = finding.primary.span
    for agreement in parse(place.file).value.declarations:
        if isinstance(agreement, nodes.Agreement):
            caps = [clause for clause in agreement.clauses if isinstance(clause, nodes.Cap)]
            for number, cap in enumerate(caps):
                if cap.span.start <= place.start < cap.span.end:
                    return number
    return None


# --- caps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "finding"), found("SLA415", "SLA426"))
def test_nothing_changes_without_a_cap_that_never_matters(case: str, finding: Diagnostic) -> None:
    plan, number = plan_of(case), cap_number(finding)
    assert plan
    if number is None:
        less = without_objective_cap(plan, objective_of(case, finding).name.text)
    else:
        less = without_cap(plan, number)
    for values in series(plan):
        assert lines(plan, values) == lines(less, values)


@pytest.mark.parametrize(("case", "finding"), found("SLA416"))
def test_every_credit_is_cut(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    named = finding.message.split("`")[1]
    cut, whole = credits_at(plan, named), credits_at(without_objective_cap(plan, named), named)
    assert whole
    assert all(less.paid < more.due for less, more in zip(cut, whole, strict=True))


@pytest.mark.parametrize(("case", "finding"), found("SLA425"))
def test_a_credit_of_a_longer_period_is_cut_to_the_cap_of_a_month(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    name = finding.message.split("`")[1]
    line = credits_at(plan, name)[0]
    assert finding.witness
    due, paid = (Decimal(part.split("%")[0].split()[-1]) for part in finding.witness.split("due, and"))
    assert (line.due, line.paid) == (FEES * due / 100, FEES * paid / 100)


@pytest.mark.parametrize(("case", "finding"), found("SLA423"))
def test_more_than_the_fees_is_due(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    assert finding.witness
    statement = settled(plan, all_missed(plan)).statement
    months = {period.label: Decimal(0) for period in plan.periods_of("month")}
    for line in statement.credits:
        months[line.month] += line.paid
    first = finding.witness.split()[0].replace(",", "")
    named = FEES * Decimal(first.rstrip("%")) / 100 if "%" in first else Decimal(first)
    assert max(months.values()) == named > FEES


@pytest.mark.parametrize(("case", "finding"), found("SLA431"))
def test_no_credit_is_ever_paid(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    for values in series(plan):
        every = lines(plan, values)
        assert every
        assert all(paid == 0 for *_, paid in every)


@pytest.mark.parametrize(("case", "finding"), found("SLA432"))
def test_a_small_credit_is_due_and_not_paid(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    assert finding.witness
    amount = Decimal(finding.witness.split()[0].replace(",", ""))
    due = credits_at(plan, objective_of(case, finding).name.text)
    assert [line.paid for line in due if line.due == amount]
    assert all(line.paid == 0 for line in due if line.due == amount)


# --- pools -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "finding"), found("SLA417", "SLA418"))
def test_more_falls_due_than_is_shared_out(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    if "more than all of it" in finding.message:
        assert [pool for pool in plan.versions[0].at_risk.pools if pool.ratio > 1]  # type: ignore[union-attr]
        return
    month = first_period(plan, "success")
    due = sum(line.due for line in settled(plan, all_missed(plan)).statement.credits if line.month == month)
    share = Decimal(finding.message.split(" share out ")[1].split("%")[0])
    whole = AT_RISK if "at risk" in finding.message else AT_RISK / 2
    assert due == whole * share / 100 > whole


# --- amounts and repeats -----------------------------------------------------------------------


@pytest.mark.parametrize(("case", "finding"), found("SLA427", "SLA428"))
def test_a_miss_is_paid_with_nothing(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    name = objective_of(case, finding).name.text
    period = first_period(plan, name)
    value = "310ms" if name == "latency" else "99.5%"
    result = settled(plan, {(name, period): value})
    assert result.outcome(name, period) == "missed"
    assert result.paid(name, period) == 0


@pytest.mark.parametrize(("case", "finding"), found("SLA424"))
def test_nothing_changes_without_a_repeat_that_never_happens(case: str, finding: Diagnostic) -> None:
    plan, objective = plan_of(case), objective_of(case, finding)
    assert plan
    name = objective.name.text
    if "further" in finding.message:
        less = with_credit(plan, name, repeat=None)
    else:
        less = without_row(plan, name, row_of(objective, finding))
    for values in series(plan):
        assert lines(plan, values) == lines(less, values)


@pytest.mark.parametrize(("case", "finding"), found("SLA419"))
def test_both_rows_hold(case: str, finding: Diagnostic) -> None:
    plan, name = plan_of(case), objective_of(case, finding).name.text
    assert plan
    assert finding.witness
    period = first_period(plan, name)
    adding = with_credit(plan, name, all_add_up=True)
    assert settled(adding, {(name, period): finding.witness.split()[0]}).rows(name, period) == 2


@pytest.mark.parametrize(("case", "finding"), found("SLA420"))
def test_both_objectives_pay(case: str, finding: Diagnostic) -> None:
    plan = plan_of(case)
    assert plan
    assert finding.witness
    names = finding.message.split("`")[1:4:2]
    values = {(name, first_period(plan, name)): finding.witness.split()[0] for name in names}
    result = settled(plan, values)
    assert all(result.paid(name, period) > 0 for name, period in values)


@pytest.mark.parametrize(("case", "finding"), found("SLA436"))
def test_the_best_value_misses_a_target_that_reads_reversed(case: str, finding: Diagnostic) -> None:
    plan, name = plan_of(case), objective_of(case, finding).name.text
    assert plan
    assert finding.witness
    period = first_period(plan, name)
    given = {(name, period): finding.witness.split()[0]}
    assert settled(plan, given).outcome(name, period) == "missed"


def test_every_kind_with_a_witness_of_money_is_settled() -> None:
    codes = (
        "SLA415 SLA416 SLA417 SLA418 SLA419 SLA420 SLA423 SLA424 SLA425 SLA426 SLA427 SLA428 SLA431 SLA432"
    )
    for code in codes.split():
        assert found(code), code
