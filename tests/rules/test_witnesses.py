"""What findings about credits claim is so: their contracts, settled on the values they name."""

from __future__ import annotations

from decimal import Decimal

import pytest

from slalang.diagnostics import Diagnostic
from slalang.syntax import nodes, parse
from tests.rules.settling import (
    cases,
    findings_of,
    first_period,
    plan_of,
    settled,
    settled_without_data,
    with_credit,
    without_row,
)

FEES = Decimal(1000)

UNPAID = {"SLA401", "SLA407"}
SEVERAL_ROWS = {"SLA402", "SLA403", "SLA406"}
WITHOUT_EFFECT = {"SLA403", "SLA406", "SLA409"}
PAID_WHILE_MET = {"SLA208", "SLA408"}
REVERSED = {"SLA207"}
AMOUNT_NAMED = {"SLA405", "SLA406", "SLA408"}


def found(codes: set[str]) -> list[object]:
    """Every finding of the kinds in every case that can be settled."""
    return [
        pytest.param(case, each, id=f"{case} line {each.primary.span.line} {each.kind.code}")
        for case in cases("credits", "objectives")
        for each in findings_of(case)
        if each.kind.code in codes and each.primary and plan_of(case)
    ]


def objective_of(case: str, finding: Diagnostic) -> nodes.Objective:
    """The objective that a finding points into."""
    assert finding.primary
    place = finding.primary.span
    for agreement in parse(place.file).value.declarations:
        for clause in agreement.clauses if isinstance(agreement, nodes.Agreement) else ():
            if isinstance(clause, nodes.Objective) and clause.span.start <= place.start < clause.span.end:
                return clause
    raise AssertionError(f"{case}: {finding.message}")


def row_of(objective: nodes.Objective, finding: Diagnostic) -> int:
    """Which row of the credit block a finding points at."""
    (credit,) = (clause for clause in objective.clauses if isinstance(clause, nodes.Credit))
    rows = [clause for clause in credit.clauses if isinstance(clause, nodes.CreditRow)]
    assert finding.primary
    place = finding.primary.span
    return next(index for index, row in enumerate(rows) if row.span.start <= place.start < row.span.end)


def witness_of(finding: Diagnostic) -> str:
    """The value that a witness begins with."""
    assert finding.witness
    return finding.witness.split()[0]


@pytest.mark.parametrize(("case", "finding"), found(UNPAID))
def test_a_value_without_a_row_misses_the_target_and_pays_nothing(case: str, finding: Diagnostic) -> None:
    plan, name = plan_of(case), objective_of(case, finding).name.text
    assert plan
    period = first_period(plan, name)
    result = settled(plan, {(name, period): witness_of(finding)})
    assert result.outcome(name, period) == "missed"
    assert result.paid(name, period) == 0


@pytest.mark.parametrize(("case", "finding"), found(SEVERAL_ROWS))
def test_several_rows_hold_for_the_value(case: str, finding: Diagnostic) -> None:
    plan, name = plan_of(case), objective_of(case, finding).name.text
    assert plan
    period = first_period(plan, name)
    adding = with_credit(plan, name, all_add_up=True)
    assert settled(adding, {(name, period): witness_of(finding)}).rows(name, period) >= 2


@pytest.mark.parametrize(("case", "finding"), found(WITHOUT_EFFECT))
def test_nothing_changes_without_a_row_that_decides_nothing(case: str, finding: Diagnostic) -> None:
    plan, objective = plan_of(case), objective_of(case, finding)
    assert plan
    name = objective.name.text
    less = without_row(plan, name, row_of(objective, finding))
    period = first_period(plan, name)
    for value in (witness_of(finding), *values_near(objective)):
        given = {(name, period): value}
        assert settled(plan, given).paid(name, period) == settled(less, given).paid(name, period), value


def values_near(objective: nodes.Objective) -> list[str]:
    """Values over the whole range."""
    in_percent = "%" in objective.span.text.split("credit")[0]
    return ["0%", "45%", "90%", "98.5%", "99.5%", "100%"] if in_percent else ["0ms", "299ms", "750ms", "11s"]


@pytest.mark.parametrize(("case", "finding"), found(PAID_WHILE_MET))
def test_a_value_that_meets_the_target_is_paid_for(case: str, finding: Diagnostic) -> None:
    plan, name = plan_of(case), objective_of(case, finding).name.text
    assert plan
    period = first_period(plan, name)
    result = settled(plan, {(name, period): witness_of(finding)})
    assert result.outcome(name, period) == "met"
    assert result.paid(name, period) > 0


@pytest.mark.parametrize(("case", "finding"), found(REVERSED))
def test_a_value_on_the_same_side_is_met_and_paid_for(case: str, finding: Diagnostic) -> None:
    if finding.witness:
        test_a_value_that_meets_the_target_is_paid_for(case, finding)


NO_DATA = "credits/no_data_unpaid"


@pytest.mark.parametrize(("case", "paid"), [("bad", 0), ("good", FEES / 10)])
def test_a_period_without_data_is_missed_and_only_a_miss_pays_for_it(case: str, paid: Decimal) -> None:
    plan = plan_of(f"{NO_DATA}/{case}")
    assert plan
    period = first_period(plan, "success")
    result = settled_without_data(plan, "success", period)
    assert result.outcome("success", period) == "missed"
    assert result.paid("success", period) == paid


def test_a_miss_under_rungs_is_not_found_where_it_pays_for_a_period_without_data() -> None:
    plan = plan_of("credits/shadowed_row/without_data_right")
    assert plan
    period = first_period(plan, "success")
    assert settled_without_data(plan, "success", period).paid("success", period) == FEES / 20


@pytest.mark.parametrize(("case", "finding"), found(AMOUNT_NAMED))
def test_the_value_pays_what_the_witness_says(case: str, finding: Diagnostic) -> None:
    plan, name = plan_of(case), objective_of(case, finding).name.text
    assert plan
    assert finding.witness
    period = first_period(plan, name)
    value, _, amount = finding.witness.partition(" pays ")
    named = FEES * Decimal(amount.split("%")[0]) / 100 if "%" in amount else Decimal(amount.split()[0])
    assert settled(plan, {(name, period): value}).paid(name, period) == named
