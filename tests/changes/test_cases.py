"""One folder for each kind of change: two versions, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from slalang.reports.changes import render_comparison
from slalang.workspace.comparing import compare_snapshots, snapshot_of

CASES = sorted(path for path in Path(__file__).with_name("cases").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_what_is_told(case: Path, golden: Callable[[Path, str], None]) -> None:
    comparison = compare_snapshots(snapshot_of("before", case), snapshot_of("after", case))
    golden(case / "expected.txt", render_comparison(comparison, "text"))


NOTHING = [path for path in CASES if path.name.startswith("no-change-")]


@pytest.mark.parametrize("case", NOTHING, ids=lambda path: path.name)
def test_nothing_changed_either_way(case: Path) -> None:
    for old, new in (("before", "after"), ("after", "before")):
        assert compare_snapshots(snapshot_of(old, case), snapshot_of(new, case)).is_empty


def test_nothing_else_is_called_no_change() -> None:
    for case in CASES:
        comparison = compare_snapshots(snapshot_of("before", case), snapshot_of("after", case))
        assert comparison.is_empty == (case in NOTHING), case.name
