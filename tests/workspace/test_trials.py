"""What a test of a contract shows: its differences, and what measuring warns of."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from slalang.diagnostics import Severity
from slalang.quantities import Unit
from slalang.workspace.checking import check_paths
from slalang.workspace.trials import TrialResult, run_trials
from slalang.workspace.written import written_rounded, written_value

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


TWO_OF_THREE = "".join(
    ROW.format(f"2026-01-0{day}T10:00", "created").replace("T-1", f"T-{day}")
    + ROW.format(f"2026-01-0{day}T{solved}", "solved").replace("T-1", f"T-{day}")
    for day, solved in ((5, "10:01"), (6, "10:01"), (7, "17:00"))
)


@pytest.mark.parametrize(
    ("expected", "differences"),
    [
        ("66.67% rounded to 0.01%", []),
        ("66.7% rounded to 0.1% half even", []),
        ("66.66% rounded to 0.01% down", []),
        ("66.66% rounded to 0.01%",
         ["expected 66.66% rounded to 0.01%, and it is 66.67% rounded to 0.01%", ""]),
        ("66.67%", ["expected 66.67%, and it is 66.6666…%",
                    "to expect a value without end, write for example `= 66.6667% rounded to 0.0001%`"]),
        ("66.6667% rounded to 0.0001%", []),
    ],
)  # fmt: skip
def test_a_value_without_end_is_expected_rounded(
    expected: str, differences: list[str], tmp_path: Path
) -> None:
    result = trial(tmp_path, TWO_OF_THREE + f"  expect replied in 2026-01 = {expected}\n")
    errors = [one for one in result.findings if one.severity is Severity.ERROR]
    assert [text for one in errors for text in (one.message, one.help or "")] == differences


@pytest.mark.parametrize(
    ("value", "unit", "literal"),
    [
        (Fraction(1983, 2000), "ratio", "99.15%"),
        (Fraction(1, 3), "ratio", None),
        (Fraction(999439123, 10**9), "ratio", "99.9439123%"),
        (Fraction(1, 10**15), "ratio", None),
        (Fraction(15_120_000_000), "duration", "4h12m"),
        (Fraction(1, 3), "duration", None),
        (Fraction(-1200), "money", "-1_200.00 EUR"),
        (Fraction(1_234_567_891, 1000), "money", "1_234_567.891 EUR"),
        (Fraction(12_345), "number", "12345"),
    ],
)
def test_what_is_shown_can_be_written(value: Fraction, unit: Unit, literal: str | None) -> None:
    assert written_value(value, unit, "EUR") == literal


@pytest.mark.parametrize(
    ("unit", "literal"),
    [
        ("ratio", "33.3333% rounded to 0.0001%"),
        ("duration", "0s rounded to 1us"),
        ("money", "0.33 EUR rounded to 0.01 EUR"),
        ("number", "0.3333 rounded to 0.0001"),
    ],
)
def test_a_value_without_end_is_written_rounded(unit: Unit, literal: str) -> None:
    assert written_rounded(Fraction(1, 3), unit, "EUR") == literal
