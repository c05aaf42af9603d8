"""What both sides owe when a supplier fails is what settlement pays."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from slalang.compiler import compile_agreement
from slalang.graph.supports import standings
from slalang.model import Project
from slalang.model.typing import Typing
from slalang.quantities import format_percent
from slalang.rules.back_to_back import BackToBack, Side, back_to_back
from slalang.rules.worth import Worth
from tests.model.checking import project_of
from tests.rules.settling import findings_of, first_period, settled

HERE = Path(__file__).parent
TINY = Fraction(1, 1_000_000)
CASES = ["bad", "good", "capped", "capped_right", "least"]


def project_in(case: str) -> Project:
    path = HERE / "services" / "unbacked_credit" / f"{case}.sla"
    return project_of({path.name: path.read_text(encoding="utf-8")}).value


def paid(side: Side, project: Project, good: Fraction) -> Decimal:
    """What settlement pays for one period of this share, alone."""
    agreement = next(each for each in project.agreements if each.declaration == side.promise.owner)
    plan = compile_agreement(project, agreement).value
    assert plan is not None
    name = side.promise.objective.name
    period = first_period(plan, name)
    return settled(plan, {(name, period): format_percent(good, 9)}).paid(name, period)


def sides(project: Project) -> BackToBack:
    (path,) = project.scopes
    (standing,) = (each for each in standings(project, Typing(project.scopes), path) if each.promise.first)
    (found,) = back_to_back(standing, project)
    return found


@pytest.mark.parametrize("case", CASES)
def test_both_credits_are_what_is_paid(case: str) -> None:
    project = project_in(case)
    found = sides(project)
    assert found.exchanges
    for exchange in found.exchanges:
        good = exchange.share if exchange.reached else exchange.share - TINY
        assert _money(found.ours, exchange.ours) == paid(found.ours, project, good)
        assert _money(found.theirs, exchange.theirs) == paid(found.theirs, project, good)


def _money(side: Side, worth: Worth) -> Fraction | None:
    return side.tariff.in_money(worth)


@pytest.mark.parametrize(("case", "ours", "theirs"), [("bad", 250, 5), ("capped", 200, 5)])
def test_the_amounts_found_are_paid_on_the_witness(case: str, ours: int, theirs: int) -> None:
    (finding,) = findings_of(f"services/unbacked_credit/{case}")
    assert f"below 99% good: {ours}.00 EUR owed, {theirs}.00 EUR due" in (finding.witness or "")
    project = project_in(case)
    found = sides(project)
    assert paid(found.ours, project, Fraction("0.9899")) == ours
    assert paid(found.theirs, project, Fraction("0.9899")) == theirs
