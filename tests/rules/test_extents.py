"""The least and the most that credits come to hold for whatever is settled."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from slalang.model.findings import Findings
from slalang.model.typing import Typing
from slalang.rules.extent import extents
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey
from slalang.rules.totals import most_over
from slalang.rules.worth import Tariff, Worth, tariff_of
from tests.model.checking import project_of
from tests.rules.settling import cases, plan_of, series, settled

HERE = Path(__file__).parent
FEES = Fraction(1000)
SETTLED = [case for case in cases("credits", "caps", "pools") if plan_of(case)]


def money(worth: Worth, tariff: Tariff) -> Fraction:
    """What it comes to, with invoices over 1,000 a month where fees are invoiced."""
    return worth.fees * (FEES if tariff.amount is None else tariff.amount) + worth.money


@pytest.mark.parametrize("case", SETTLED)
def test_no_credit_is_above_the_most_or_below_the_least(case: str) -> None:
    project = project_of({f"{case}.sla": (HERE / f"{case}.sla").read_text(encoding="utf-8")}).value
    survey = Survey(project, Typing(project.scopes, Findings()), f"{case}.sla")
    (version,) = survey.versions()
    tariff, plan = tariff_of(version), plan_of(case)
    assert plan
    known = {extent.objective.name: extent for extent in extents(version, survey)}
    month = most_over(Stretch("month"), version, survey)
    cent = Fraction(plan.rounding.quantum)
    for values in series(plan):
        statement = settled(plan, values).statement
        for line in statement.credits:
            extent = known[line.objective]
            assert extent.most is None or line.due <= money(extent.most, tariff) + cent
            rows = plan.versions[0].objectives
            capped = any(each.name == line.objective and each.cap for each in rows)
            assert extent.least is None or capped or line.due >= money(extent.least, tariff) - cent
        for label in {line.month for line in statement.credits}:
            total = sum((line.paid for line in statement.credits if line.month == label), Decimal(0))
            assert month is None or total <= money(month, tariff) + cent * len(known)
