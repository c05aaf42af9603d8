"""Every calculation of every explanation, done again on a pocket calculator, from measurement to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from slalang.model.contract import Project
from slalang.plan.plan import Plan
from slalang.plan.reading import Traces
from slalang.plan.streams import Measure
from slalang.quantities import round_money
from slalang.statement import CreditLine
from slalang.trail import Explanation
from slalang.workspace.checking import check_files
from tests.explanation.calculator import holds, reckon
from tests.explanation.explaining import Explained, explained_test, steps_of
from tests.transcripts.session import PROJECT

_TITLE = re.compile(r'^test "(.*?)"', re.MULTILINE)
TESTS = [
    pytest.param(path, title, id=f"{path.stem}: {title}")
    for path in sorted((PROJECT / "tests" / "cases").glob("*.sla"))
    for title in _TITLE.findall(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("path", "title"), TESTS)
def test_explanations_can_be_reckoned_again(path: Path, title: str) -> None:
    """Every calculation holds, the steps lead to the cent, and what is traced is what was counted."""
    one = explained_test(project(path), title)
    check(one.explanation)
    for credit in one.statement.credits:
        lead_to_the_cent(credit, one.plan)
    bare = [replace(reading, traces=()) for reading in one.traced.objectives]
    assert tuple(bare) == one.plain.objectives
    assert tuple(replace(reading, traces=()) for reading in one.traced.fees) == one.plain.fees
    traces_add_up(one)


@cache
def project(path: Path) -> Project:
    """A file of cases."""
    return check_files([path], path.parent).project


def check(explanation: Explanation) -> None:
    """Every calculation holds."""
    wrong = [
        calculation
        for step in steps_of(explanation)
        for calculation in step.calculations
        if not holds(calculation)
    ]
    assert not wrong


def lead_to_the_cent(credit: CreditLine, plan: Plan) -> None:
    """Each step's calculation comes to the amount after it, and the last one to what is paid."""
    quantum, mode = Decimal(plan.rounding.quantum), plan.rounding.mode
    exact = Fraction(0)
    for step in credit.steps:
        if step.step == "rounding":
            assert step.amount in {round_money(exact, each, quantum) for each in (mode, "down")}
        elif step.points and step.calculations:
            assert reckon(step.calculations[-1].partition(" = ")[0]) == step.points, step
        elif step.calculations:
            exact = max(reckon(step.calculations[-1].partition(" = ")[0]), Fraction(0))
            assert abs(exact - Fraction(step.amount)) < Fraction(quantum), step
        else:
            exact = Fraction(step.amount)
    assert credit.steps[-1].amount == credit.paid


def traces_add_up(one: Explained) -> None:
    """As many things are behind a number as were counted for it, and as much time."""
    measures = {
        (objective.name, measure.id): measure
        for terms in one.plan.versions
        for objective in terms.objectives
        for measure in objective.measures
    }
    for reading in one.traced.objectives:
        for name, value in reading.measures.items():
            groups = {group.what: group for group in reading.traces if group.behind == name}
            if isinstance(value, Fraction):
                adds_up(measures[reading.objective, name], value, groups)
        taken = {group.behind: group.total for group in reading.traces if group.what == "taken"}
        assert {clause: time for clause, time in reading.exclusions if time} == taken


def adds_up(measure: Measure, value: Fraction, groups: Mapping[str, Traces]) -> None:
    def count(*kinds: str) -> int:
        return sum(groups[kind].count for kind in kinds if kind in groups)

    match measure.aggregate:
        case "time":
            assert (groups["covered"].total if groups else 0) == value
        case "count":
            assert count("held", "counted") == value
        case "share":
            assert value == Fraction(count("held"), count("held", "not held"))
        case "percentile" if groups:
            [row] = groups["at rank"].first
            assert row
        case "mean" if value:
            assert count("valued") > 0
