"""What a test of a contract shows: its differences, and what measuring warns of."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.diagnostics import Severity
from slalang.workspace.checking import check_paths
from slalang.workspace.trials import TrialResult, run_trials

CONTRACT = (Path(__file__).parent / "desk.sla").read_text("utf-8")
ROW = '  given ticket at {} with id = "T-1", change = {}, priority = "P1"\n'


def trial(folder: Path, clauses: str) -> TrialResult:
    (folder / "desk.sla").write_text(f'{CONTRACT}\ntest "one" of desk {{\n{clauses}}}\n', "utf-8")
    checked = check_paths(("desk.sla",), folder)
    assert checked.diagnostics == ()
    (result,) = run_trials(checked.project, checked.contracts.asked)
    return result


def created_and_solved(start: str, stop: str) -> str:
    return ROW.format(start, "created") + ROW.format(stop, "solved")


@pytest.mark.parametrize(("expected", "passed"), [("missed", True), ("met", False)])
def test_warnings_of_measuring_are_shown_beside_differences(
    expected: str, passed: bool, tmp_path: Path
) -> None:
    rows = created_and_solved("2026-01-05T10:00", "2026-01-05T10:00")
    result = trial(tmp_path, rows + f"  expect replied {expected} in 2026-01\n")
    assert result.passed == passed
    warned = [one for one in result.findings if one.severity is Severity.WARNING]
    assert [one.kind.code for one in warned] == ["SLA576"]
    assert len(result.findings) == (1 if passed else 2)


@pytest.mark.parametrize(
    ("start", "stop", "share"),
    [
        ("2026-01-05T10:00", "2026-01-05T10:15", "100%"),
        ("2026-01-05T10:00Z", "2026-01-05T11:15:00.000001+01:00", "0%"),
    ],
)
def test_given_instants_are_exact(start: str, stop: str, share: str, tmp_path: Path) -> None:
    result = trial(tmp_path, created_and_solved(start, stop) + f"  expect replied in 2026-01 = {share}\n")
    assert result.findings == ()
