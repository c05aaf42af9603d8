"""Which periods are breaches."""

from __future__ import annotations

from typing import Any

import pytest

from tests.settlement.build import (
    a_breach,
    breach_when,
    breaches,
    money,
    objective,
    paid,
    plan_of,
    run,
)

YEAR = "99.2 98.5 99.1 99.3 99.6 96.0 99.5 99.5 99.7 98.9 99.4 99.8"


def of_year(*rules: Any, values: str = YEAR, **more: Any) -> list[str]:
    promise = objective("uptime", a_breach(money(2000)), minimum=97, breach=rules, **more)
    return breaches(run(plan_of(promise), values))


def test_each_missed_target_without_a_clause() -> None:
    statement = run(plan_of(objective("uptime", a_breach(money(2000)), minimum=97)), YEAR)
    assert paid(statement) == {"2026-02": "2000.00", "2026-06": "2000.00", "2026-10": "2000.00"}
    assert str(statement.totals.paid) == "6000.00"


def test_only_below_the_minimum_or_at_the_fourth_miss_in_a_year() -> None:
    rules = (breach_when("minimum"), breach_when("target", 4, 12))
    statement = run(plan_of(objective("uptime", a_breach(money(2000)), minimum=97, breach=rules)), YEAR)
    assert paid(statement) == {"2026-06": "2000.00"}


# M misses, . is met, - has no row and is excused
@pytest.mark.parametrize(
    ("pattern", "each", "crossing"),
    [
        ("M.M.M.......", ["05"], ["05"]),
        ("MMMM........", ["03", "04"], ["03"]),
        ("MMM.M.......", ["03", "05"], ["03"]),
        ("MMM...MMM...", ["03", "09"], ["03", "09"]),
        ("MM-M........", ["04"], ["04"]),
        ("MM---M......", [], []),
        ("M..M.M......", [], []),
    ],
)
def test_three_misses_in_five_months(pattern: str, each: list[str], crossing: list[str]) -> None:
    values = " ".join({"M": "98", ".": "100", "-": "-"}[sign] for sign in pattern)
    found = of_year(breach_when("target", 3, 5), values=values, no_data="excused")
    assert [label[-2:] for label in found] == each
    found = of_year(breach_when("target", 3, 5, on_crossing=True), values=values, no_data="excused")
    assert [label[-2:] for label in found] == crossing


def test_unmeasured_months_are_no_misses_and_do_not_stretch_the_window() -> None:
    assert of_year(breach_when("target", 2, 3), values="98 - 98 100 - 98 - - 98") == ["2026-03"]


def test_misses_count_over_the_turn_of_the_year() -> None:
    plan = plan_of(objective(breach=(breach_when("target", 2, 3),)), term=("2026-11-01", "2027-10-31"))
    assert breaches(run(plan, "98 100 98 98")) == ["2027-01", "2027-02"]


def test_minimum_missed_counts_as_a_missed_target_too() -> None:
    assert of_year(breach_when("target", 2, 12), values="96 98") == ["2026-02"]


def test_a_breach_names_its_rule_and_the_misses_that_were_counted() -> None:
    rules = (breach_when("minimum"), breach_when("target", 3, 4))
    promise = objective("uptime", a_breach(money(2000)), minimum=97, breach=rules)
    statement = run(plan_of(promise), "98 100 98.5 96.0 98 98.2 99")
    why = {line.period: [rule.text for rule in line.breach_rules] for line in statement.outcomes}
    assert {period: texts for period, texts in why.items() if texts} == {
        "2026-04": [
            "a breach: the minimum was missed",
            "a breach: the target was missed 3 times in 4 months: 2026-01, 2026-03 and 2026-04",
        ],
        "2026-05": ["a breach: the target was missed 3 times in 4 months: 2026-03, 2026-04 and 2026-05"],
        "2026-06": [
            "a breach: the target was missed 4 times in 4 months: 2026-03, 2026-04, 2026-05 and 2026-06"
        ],
    }


def test_without_a_clause_a_miss_needs_no_reason() -> None:
    statement = run(plan_of(objective("uptime", a_breach(money(2000)))), "98 100")
    assert {line.breach_rules for line in statement.outcomes} == {()}
