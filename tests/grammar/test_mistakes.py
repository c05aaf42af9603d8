"""Mistakes in contracts and what is said about them: each input has its findings beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from slalang.diagnostics import Diagnostic, render
from slalang.source import SourceFile
from slalang.syntax import parse

HERE = Path(__file__).parent / "mistakes"
FILES = sorted(HERE.glob("*.sla"))


def read(path: Path) -> SourceFile:
    return SourceFile(path.name, path.read_bytes().decode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_said(path: Path, golden: Callable[[Path, str], None]) -> None:
    outcome = parse(read(path))
    assert outcome.failed
    golden(path.with_suffix(".txt"), render(outcome.diagnostics, "full"))


def test_every_golden_has_its_input() -> None:
    assert {path.stem for path in HERE.glob("*.txt")} == {path.stem for path in FILES}


def fixes(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[int, int, str]]:
    found = [each.fix for each in diagnostics if each.fix]
    return sorted(((fix.span.start, fix.span.end, fix.replacement) for fix in found), reverse=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_applying_every_fix_leaves_fewer_errors_and_none_of_those(path: Path) -> None:
    before = parse(read(path)).diagnostics
    text = read(path).text
    edits = fixes(before)
    for start, end, replacement in edits:
        text = text[:start] + replacement + text[end:]
    after = parse(SourceFile(path.name, text)).diagnostics
    assert len(after) <= len(before) - len(edits)
