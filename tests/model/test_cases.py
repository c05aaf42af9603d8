"""Contracts with mistakes, and what is said of each of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.model.checking import project_of, shown

CASES = sorted((Path(__file__).parent / "cases").glob("*.sla"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_mistake_is_named(case: Path, golden: Callable[[Path, str], None]) -> None:
    found = project_of({case.name: case.read_text(encoding="utf-8")}).diagnostics
    golden(case.with_suffix(".txt"), shown(found))


def test_twelve_mistakes_give_twelve_messages_that_each_say_what_to_change() -> None:
    case = next(case for case in CASES if case.stem == "twelve_mistakes")
    found = project_of({case.name: case.read_text(encoding="utf-8")}).diagnostics
    assert len(found) == 12
    assert all(finding.help for finding in found)
    assert len({finding.primary.span.line for finding in found if finding.primary}) == 12


def test_every_golden_has_its_case() -> None:
    goldens = {golden.stem for golden in (Path(__file__).parent / "cases").glob("*.txt")}
    assert goldens == {case.stem for case in CASES}
