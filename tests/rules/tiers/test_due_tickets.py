"""The tickets that findings name fall due when they say, by the clocks of both tiers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slalang.workspace.trials import run_trials
from tests.model.checking import project_of

HERE = Path(__file__).parent
DUE = re.compile(
    r"a (?:(P\d) )?ticket opened on \w+ (\S+) is due on \w+ ([0-9T:-]{16}), "
    r"and by `slow` on \w+ ([0-9T:-]{16})"
)
FEW = re.compile(r"([0-9]+) of ([0-9]+) tickets in time by both meet `target (.*?)` and miss `target (.*?)`")
FOUND = [
    (golden.with_suffix(".sla"), found)
    for golden in sorted(HERE.glob("*/*.txt"))
    for found in DUE.findall(golden.read_text(encoding="utf-8"))
]
SHARES = [
    (golden.with_suffix(".sla"), found)
    for golden in sorted(HERE.glob("*/*.txt"))
    for found in FEW.findall(golden.read_text(encoding="utf-8"))
]
AGREEMENT = """
agreement with_{tier} {{
  provider "Provider Ltd"
  customer "Customer Ltd"
  tier     {tier}
  term     2026-01-01 to 2026-12-31
  timezone "Europe/Berlin"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
}}

test "{title}" of with_{tier} {{
{clauses}}}
"""


def at(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def settled(case: Path, tier: str, title: str, *clauses: str) -> bool:
    """Whether a test of an agreement on one of the tiers of a case passes."""
    lines = "".join(f"  {clause}\n" for clause in clauses)
    text = case.read_text(encoding="utf-8") + AGREEMENT.format(tier=tier, title=title, clauses=lines)
    project = project_of({case.name: text}).value
    (result,) = run_trials(project, [case.name])
    return result.passed


@pytest.mark.parametrize(
    ("case", "found"), FOUND, ids=lambda each: each.stem if isinstance(each, Path) else ""
)
def test_a_ticket_falls_due_when_the_witness_says(case: Path, found: tuple[str, str, str, str]) -> None:
    kind, opened, *due = found
    for tier, own in zip(("silver", "bronze"), map(datetime.fromisoformat, due), strict=True):
        for resolved, value in ((own, "100%"), (own + timedelta(days=3), "0%")):
            fields = f'with ticket = "1", status = open, priority = {kind or "P1"}'
            passed = settled(
                case,
                tier,
                "one ticket",
                f"given ticket_change at {opened} {fields}, change = created",
                f"given ticket_change at {at(resolved)} {fields}, change = resolved",
                f"expect resolved in {own:%Y-%m} = {value}",
            )
            assert passed, (tier, at(resolved))


@pytest.mark.parametrize(
    ("case", "found"), SHARES, ids=lambda each: each.stem if isinstance(each, Path) else ""
)
def test_so_many_tickets_meet_the_one_target_and_miss_the_other(
    case: Path, found: tuple[str, str, str, str]
) -> None:
    in_time, tickets, met, missed = found
    share = f"given resolved in 2026-06 = {100 * int(in_time) // int(tickets)}%"
    targets = dict(re.findall(r"tier (bronze|silver).*?target (>= \S+)", case.read_text(), re.DOTALL))
    outcomes = {met: "met", missed: "missed"}
    for tier, target in targets.items():
        assert settled(case, tier, "so many", share, f"expect resolved {outcomes[target]} in 2026-06")


def test_there_are_such_witnesses() -> None:
    assert len(FOUND) > 5
    assert len(SHARES) == 2
