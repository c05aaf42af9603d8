"""Every witness is what it says: both whole versions, settled on its values, come to what it tells."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from slalang.comparison import Witness
from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings
from slalang.quantities import day_start
from slalang.settlement import settle
from slalang.workspace.settling import compile_plan
from slalang.workspace.windows import dates_of
from tests.changes.test_cases import CASES, compared

_POINT = re.compile(r"(\w+) in (\S+?)(?: to (\S+))? = ([\d.]+)(%?)(?: each)?(?: \(.*\))?")
WITH_VALUES = [
    case
    for case in CASES
    if (case / "before" / "acme.sla").exists()
    and "agreement acme" in (case / "before" / "acme.sla").read_text(encoding="utf-8")
    and not case.name.startswith(("no-", "fees", "report-only", "period"))
]


def plan_of(case: Path, version: str) -> Plan:
    compiled = compile_plan("acme.sla", case / version)
    assert compiled.value, compiled.diagnostics
    return compiled.value


def readings_of(plan: Plan, witness: Witness) -> Readings:
    """The values of the witness, and the best value wherever it names none."""
    end = day_start(dates_of(witness.as_of)[0], plan.timezone)
    given: dict[tuple[str, str], Fraction] = {}
    months = [period.label for period in plan.periods_of("month")]
    for text in witness.given:
        found = _POINT.fullmatch(text)
        assert found, text
        name, first, last, value, percent = found.groups()
        for label in months[months.index(first) : months.index(last or first) + 1]:
            given[name, label] = Fraction(value) / (100 if percent else 1)
    found_readings = []
    for one in plan.terms_at(plan.term_end).objectives:
        best = Fraction(1) if one.unit == "ratio" else Fraction(0)
        for period in plan.periods_of(one.each):
            if period.end <= end:
                value = given.get((one.name, period.label), best)
                found_readings.append(Reading(one.name, period.label, value=value))
    return Readings(end, tuple(found_readings))


def told(plan: Plan, witness: Witness) -> tuple[Decimal, int, str]:
    """What is owed, the rights to terminate, and the worst outcome."""
    readings = readings_of(plan, witness)
    settled = settle(plan, readings, window=("all", plan.term_start, readings.end))
    assert settled.value, settled.diagnostics
    statement = settled.value
    order = ["pending", "excused", "met", "missed", "minimum missed"]
    worst = max((line.outcome for line in statement.outcomes), key=order.index)
    return statement.totals.balance - statement.totals.bonus_apart, len(statement.terminations), worst


@pytest.mark.parametrize("case", WITH_VALUES, ids=lambda path: path.name)
def test_a_witness_comes_to_what_it_says(case: Path) -> None:
    (agreement,) = compared(case).agreements
    plans = plan_of(case, "before"), plan_of(case, "after")
    for change in agreement.changes:
        for witness in change.witnesses:
            if any("…" in text or text.startswith(("rows", "and the new")) or "without data" in text
                   for text in witness.given):  # fmt: skip
                continue
            for plan, said in zip(plans, (witness.old, witness.new), strict=True):
                owed, rights, worst = told(plan, witness)
                amount = re.search(r"(-?[\d,.]+) EUR owed", said)
                if amount:
                    assert owed == Decimal(amount[1].replace(",", "")), (witness, owed)
                if "right to terminate" in said:
                    assert (rights > 0) == ("a right" in said), witness
                if said in ("met", "missed", "minimum missed"):
                    assert worst == said, witness
            assert witness.old != witness.new


def test_there_are_witnesses_to_look_at() -> None:
    shown = [change for case in WITH_VALUES for each in compared(case).agreements for change in each.changes]
    assert sum(bool(change.witnesses) for change in shown) > 20
