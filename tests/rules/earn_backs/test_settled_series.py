"""What a finding says goes wrong, does: the tests inside the bad contracts settle the series it names."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from slalang.compiler import compile_agreement
from slalang.settlement import settle
from slalang.workspace.trials import run_trials
from tests.model.checking import project_of
from tests.settlement.build import at, given, readings

HERE = Path(__file__).parent
CASES = [case for case in sorted(HERE.glob("*/*.sla")) if "\ntest " in case.read_text(encoding="utf-8")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_series_it_names_settles_as_it_says(case: Path) -> None:
    project = project_of({case.name: case.read_text(encoding="utf-8")}).value
    results = list(run_trials(project, [case.name]))
    assert results
    for result in results:
        assert result.passed, result


def test_who_misses_again_and_again_pays_no_held_credit_before_the_end() -> None:
    assert totals("held_without_end/bad", "2026-12-01") == (Decimal("1100.00"), Decimal("0.00"))
    assert totals("held_without_end/bad", "2027-01-01") == (Decimal("1200.00"), Decimal("1200.00"))


def test_who_misses_again_and_again_never_pays_a_held_credit_that_carries_over() -> None:
    assert totals("held_without_end/never_paid", "2027-01-01") == (Decimal("1200.00"), Decimal("0.00"))


def totals(name: str, end: str) -> tuple[Decimal, Decimal]:
    """The credits of twelve missed months as they arose, and what is owed of them by a day."""
    case = HERE / f"{name}.sla"
    project = project_of({case.name: case.read_text(encoding="utf-8")}).value
    plan = compile_agreement(project, project.agreements[0]).value
    assert plan is not None
    missed = readings(plan, given(plan, "uptime", " ".join(["99"] * 12)), end=end)
    statement = settle(plan, missed, window=("the term", plan.term_start, at(end))).value
    assert statement is not None
    return statement.totals.paid, statement.totals.net
