"""The one layout: goldens beside their inputs, and contracts that are laid out already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from slalang.source import SourceFile
from slalang.workspace.rewriting import format_text

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
INPUTS = sorted(HERE.glob("*.input.sla"))
LAID_OUT = sorted(
    path for folder in ("examples", "specs", "slalang/starter") for path in (ROOT / folder).rglob("*.sla")
)


def formatted(text: str) -> str:
    outcome = format_text(SourceFile("x.sla", text))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_golden(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_name(path.name.replace(".input", "")), formatted(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", LAID_OUT, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shipped_is_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


def test_a_faulty_form_is_reported_and_not_touched() -> None:
    outcome = format_text(SourceFile("x.sla", "language 1\ntier x {\n  taget >= 99%\n"))
    assert outcome.value is None
    assert outcome.diagnostics


def test_what_makes_no_sense_is_laid_out_all_the_same() -> None:
    assert formatted("language 1\nservice   a needs nobody") == "language 1\nservice a needs nobody\n"
