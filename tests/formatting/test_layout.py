"""The one layout: goldens beside their inputs, and contracts that are laid out already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from slalang.formatting import LayoutError, format_source, layout
from slalang.source import SourceFile

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
INPUTS = sorted(HERE.glob("*.input.sla"))
AGREEMENTS = [ROOT / "tests" / "grammar" / f"{name}.sla" for name in ("cloud", "support_desk", "data_centre")]
SHIPPED = [
    path for folder in ("examples", "specs", "slalang/starter") for path in (ROOT / folder).rglob("*.sla")
]


def formatted(text: str) -> str:
    outcome = format_source(SourceFile("x.sla", text))
    assert outcome.value is not None, outcome.diagnostics
    return outcome.value


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_golden(path: Path, golden: Callable[[Path, str], None]) -> None:
    golden(path.with_name(path.name.replace(".input", "")), formatted(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path", sorted([*AGREEMENTS, *SHIPPED]), ids=lambda path: str(path.relative_to(ROOT))
)
def test_what_people_learn_from_is_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


def test_line_ends_a_byte_order_mark_and_tabs_are_white_space() -> None:
    laid_out = "language 1\n\ntier x {\n  credits only while b  # why\n}\n"
    assert formatted("\ufefflanguage 1\r\n\r\ntier x {\r\n\tcredits\tonly while  b # why  \r\n}") == laid_out
    assert formatted("language 1\r\rtier x {\rcredits only while b # why\r}\r\r\r") == laid_out


def test_a_faulty_form_is_reported_and_not_laid_out() -> None:
    outcome = format_source(SourceFile("x.sla", "language 1\ntier x {\n  taget >= 99%\n"))
    assert outcome.value is None
    assert outcome.failed


def test_what_makes_no_sense_is_laid_out_all_the_same() -> None:
    assert formatted("language 1\nservice   a needs nobody") == "language 1\n\nservice a needs nobody\n"


@pytest.mark.parametrize(
    "fault",
    [
        lambda text: text.replace("while b", "while c"),
        lambda text: text.replace("# why", ""),
        lambda text: text.replace("credits", "# credits"),
    ],
    ids=["another value", "a comment less", "a clause less"],
)
def test_a_layout_that_would_change_anything_is_not_given_out(
    fault: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = layout.format_file
    monkeypatch.setattr(layout, "format_file", lambda file: fault(sound(file)))
    with pytest.raises(LayoutError):
        formatted("language 1\ntier x {\n  credits only while b # why\n}\n")


def test_a_layout_that_is_not_settled_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sound, margins = layout.format_file, iter(("", " "))
    monkeypatch.setattr(layout, "format_file", lambda file: next(margins) + sound(file))
    with pytest.raises(LayoutError):
        formatted("language 1\n")
