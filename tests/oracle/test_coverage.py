"""Every form that a plan can have is in a contract of the differential run."""

from __future__ import annotations

from collections import Counter

from slalang.plan.plan import Plan
from tests.oracle.coverage import NOT_GENERATED, forms, reached
from tests.oracle.generating.contracts import contract
from tests.oracle.pipeline import compiled

CONTRACTS = (*range(200), *range(1_000_000, 1_000_200))
"""Those of the run that is made before every change."""


def test_every_form_of_a_plan_is_generated() -> None:
    plans = [compiled(contract(seed).text) for seed in CONTRACTS]
    found = Counter(form for plan in plans if isinstance(plan, Plan) for form in set(reached(plan)))
    asked = forms() - NOT_GENERATED.keys()
    assert asked - found.keys() == set()
    assert NOT_GENERATED.keys() <= forms(), "a form that does not exist needs no excuse"
    assert not NOT_GENERATED.keys() & found.keys()
