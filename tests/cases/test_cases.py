"""Numbers worked out by hand, as the tests of contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.workspace.checking import check_files
from slalang.workspace.trials import run_trials

CASES = sorted(Path(__file__).parent.glob("*.sla"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_expectation_holds(path: Path) -> None:
    checked = check_files([path], path.parent)
    assert not checked.failed
    results = list(run_trials(checked.project, checked.contracts.asked))
    assert results
    failed = {one.title: [found.message for found in one.findings] for one in results if not one.passed}
    assert not failed
