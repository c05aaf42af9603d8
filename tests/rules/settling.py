"""Contracts of the rules' cases, settled on values that are given."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from slalang.compiler import compile_agreement
from slalang.diagnostics import Diagnostic
from slalang.plan.plan import Plan
from slalang.plan.reading import FeesReading, Reading, Readings
from slalang.plan.terms import Credit, Objective
from slalang.quantities import parse_duration, parse_percent
from slalang.settlement import settle
from slalang.statement import Statement
from tests.model.checking import project_of

HERE = Path(__file__).parent


@cache
def plan_of(case: str) -> Plan | None:
    """The plan of the one agreement of a case, ``None`` where a clause of it cannot be settled."""
    project = project_of({f"{case}.sla": (HERE / f"{case}.sla").read_text(encoding="utf-8")}).value
    (agreement,) = project.agreements
    return compile_agreement(project, agreement).value


@cache
def findings_of(case: str) -> tuple[Diagnostic, ...]:
    """What is found in a case."""
    return project_of({f"{case}.sla": (HERE / f"{case}.sla").read_text(encoding="utf-8")}).diagnostics


def cases(*folders: str) -> list[str]:
    """The cases in these folders: ``credits/worse_row/bad``."""
    found = (case for folder in folders for case in sorted(HERE.glob(f"{folder}/*/*.sla")))
    return [str(case.relative_to(HERE).with_suffix("")) for case in found]


def number(text: str) -> Fraction:
    """A value as findings write it, with or without thousands grouped."""
    percent, length = parse_percent(text), parse_duration(text)
    if percent is not None:
        return percent
    return Fraction(length) if length is not None else Fraction(text.replace(",", ""))


@dataclass(frozen=True)
class Settled:
    """The statement for the values given."""

    statement: Statement

    def outcome(self, objective: str, period: str) -> str:
        lines = self.statement.outcomes
        return next(line.outcome for line in lines if (line.objective, line.period) == (objective, period))

    def paid(self, objective: str, period: str) -> Decimal:
        lines = self.statement.credits
        of_it = (line.paid for line in lines if (line.objective, line.period) == (objective, period))
        return next(of_it, Decimal(0))

    def rows(self, objective: str, period: str) -> int:
        """How many rows of the block went into the credit."""
        for line in self.statement.credits:
            if (line.objective, line.period) == (objective, period):
                return sum(step.step == "base" for step in line.steps)
        return 0

    @property
    def total(self) -> Decimal:
        return sum((line.paid for line in self.statement.credits), Decimal(0))


def settled(plan: Plan, values: Mapping[tuple[str, str], str]) -> Settled:
    """The statement of the term, for values by objective and period; nothing else was measured.

    Where fees are invoiced, each month has an invoice over 1,000.
    """
    return _settled(
        plan,
        tuple(
            Reading(objective, period, rows=1, value=number(value))
            for (objective, period), value in values.items()
        ),
    )


def settled_without_data(plan: Plan, objective: str, period: str) -> Settled:
    """The statement of a period of which the log of the objective has no row."""
    return _settled(plan, (Reading(objective, period, rows=0),))


def _settled(plan: Plan, readings: tuple[Reading, ...]) -> Settled:
    fees = tuple(FeesReading(period.label, (), Fraction(1000)) for period in plan.periods_of("month"))
    labels = {reading.period for reading in readings}
    end = max(period.end for period in plan.periods if period.label in labels)
    outcome = settle(plan, Readings(end, readings, fees), window=("the case", plan.term_start, end))
    assert outcome.value is not None, outcome.diagnostics
    return Settled(outcome.value)


def first_period(plan: Plan, objective: str) -> str:
    """The label of the first period of an objective."""
    found = next(each for each in plan.versions[0].objectives if each.name == objective)
    return plan.periods_of(found.each)[0].label


def worst(plan: Plan, objective: str) -> str:
    """A value that misses by as much as can be."""
    found = next(each for each in plan.versions[0].objectives if each.name == objective)
    falls = found.target is not None and found.target.operator in (">=", ">")
    if found.unit == "ratio":
        return "0%" if falls else "100%"
    return "0ms" if falls else "100h"


def all_missed(plan: Plan) -> dict[tuple[str, str], str]:
    """Every period of the term missed by every objective."""
    return {
        (each.name, period.label): worst(plan, each.name)
        for each in plan.versions[0].objectives
        for period in plan.periods_of(each.each)
        if each.effective is None or period.start >= each.effective
    }


def series(plan: Plan) -> Iterator[dict[tuple[str, str], str]]:
    """Values for the whole term: all missed, and some by chance."""
    yield all_missed(plan)
    chance = random.Random(3)
    for _ in range(6):
        every = all_missed(plan)
        yield {
            place: worst if chance.random() < 0.6 else near(worst, chance) for place, worst in every.items()
        }


def near(worst: str, chance: random.Random) -> str:
    """Another value in the unit of the worst one."""
    values = ["50%", "98.5%", "99.5%", "99.95%"] if "%" in worst else ["100ms", "310ms", "900ms", "2s"]
    return chance.choice(values)


# --- contracts changed -------------------------------------------------------------------------


def with_credit(plan: Plan, objective: str, **changes: object) -> Plan:
    """The plan with the credit of an objective changed."""
    versions = tuple(
        replace(terms, objectives=tuple(_changed(each, objective, changes) for each in terms.objectives))
        for terms in plan.versions
    )
    return replace(plan, versions=versions)


def _changed(each: Objective, name: str, changes: Mapping[str, object]) -> Objective:
    if each.name != name or each.credit is None:
        return each
    credit: Credit = replace(each.credit, **changes)  # type: ignore[arg-type]
    return replace(each, credit=credit)


def without_row(plan: Plan, objective: str, number: int) -> Plan:
    """The plan without one row of a credit block, counted from zero."""
    credit = next(each.credit for each in plan.versions[0].objectives if each.name == objective)
    assert credit is not None
    rows = credit.rows[:number] + credit.rows[number + 1 :]
    return with_credit(plan, objective, rows=rows)


def without_cap(plan: Plan, number: int) -> Plan:
    """The plan without one cap of the agreement, counted from zero."""
    versions = tuple(
        replace(terms, caps=terms.caps[:number] + terms.caps[number + 1 :]) for terms in plan.versions
    )
    return replace(plan, versions=versions)


def without_objective_cap(plan: Plan, objective: str) -> Plan:
    """The plan without the cap of one objective."""
    versions = tuple(
        replace(
            terms,
            objectives=tuple(
                replace(each, cap=None, cap_clause=None) if each.name == objective else each
                for each in terms.objectives
            ),
        )
        for terms in plan.versions
    )
    return replace(plan, versions=versions)
