"""One folder for each kind of change: two versions, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from slalang.comparison import Comparison
from slalang.reports.changes import render_comparison
from slalang.workspace.comparing import compare_snapshots, snapshot_of

CASES = sorted(path for path in Path(__file__).with_name("cases").iterdir() if path.is_dir())


@cache
def compared(case: Path) -> Comparison:
    return compare_snapshots(snapshot_of("before", case), snapshot_of("after", case))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_what_is_told(case: Path, golden: Callable[[Path, str], None]) -> None:
    told = render_comparison(compared(case), "text")
    golden(case / "expected.txt", told)
    assert compared(case).is_empty == case.name.startswith("no-change-")


@pytest.mark.parametrize(
    "case", [one for one in CASES if one.name.startswith("no-")], ids=lambda path: path.name
)
def test_nothing_changed_the_other_way_round(case: Path) -> None:
    if case.name.startswith("no-change-"):
        assert compare_snapshots(snapshot_of("after", case), snapshot_of("before", case)).is_empty


OPPOSITE = {
    "better for the customer": "better for the provider",
    "better for the provider": "better for the customer",
}
TURNED = [
    "target",
    "minimum",
    "rung-amount",
    "cap-of-the-year",
    "earn-back-longer",
    "more-outages",
    "clock-limit",
]


@pytest.mark.parametrize("name", TURNED)
def test_turned_round_a_change_is_better_for_the_other_party(name: str) -> None:
    case = Path(__file__).with_name("cases") / name
    back = compare_snapshots(snapshot_of("after", case), snapshot_of("before", case))
    directions = [[one.direction for one in each.agreements[0].changes] for each in (compared(case), back)]
    assert directions[1] == [OPPOSITE[one] for one in directions[0]]
