"""What findings say goes wrong, does: their contracts, measured on given rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from slalang.workspace.trials import run_trials
from tests.model.checking import project_of

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*/witness.sla"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_the_rows_it_names_measure_as_it_says(case: Path) -> None:
    found = project_of({case.name: case.read_text(encoding="utf-8")})
    assert any(finding.kind.code[3] in "234" for finding in found.diagnostics)
    results = list(run_trials(found.value, [case.name]))
    assert results
    for result in results:
        assert result.passed, result.findings
