"""Laws of the layout: it says the same, it is settled, and it does not hang on how the text was spaced."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.formatting import format_file
from slalang.source import SourceFile
from slalang.syntax.nodes import File
from slalang.syntax.parser import parse

ROOT = Path(__file__).parent.parent.parent
CONTRACTS = sorted([*ROOT.glob("examples/*/*.sla"), ROOT / "tests/grammar/every_clause.sla"])


def read(text: str) -> File:
    outcome = parse(SourceFile("x.sla", text))
    assert not outcome.failed, outcome.diagnostics
    return outcome.value


def respaced(file: File, text: str, draw: st.DataObject) -> str:
    """The words of a contract with other white space: more of it, and other breaks inside brackets."""
    parts, end, brackets = [], 0, 0
    for piece in sorted([*file.tokens, *file.comments], key=lambda piece: piece.start):
        gap = text[end : piece.start]
        inside = brackets > 0 and not gap.strip(" \n")
        choices = [gap, gap + " "] + (["\n" + " " * 3] if inside and gap else [])
        choices += [gap + "\n\n"] if "\n" in gap else []
        parts += [draw.draw(st.sampled_from(choices)) if draw.draw(st.integers(0, 4)) == 0 else gap]
        parts += [text[piece.start : piece.end]]
        brackets += (parts[-1] == "(") - (parts[-1] == ")")
        end = piece.end
    return "".join([*parts, text[end:]])


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(CONTRACTS), draw=st.data())
def test_the_layout_says_the_same_and_is_settled(path: Path, draw: st.DataObject) -> None:
    text = path.read_text(encoding="utf-8")
    other = respaced(read(text), text, draw)
    file = read(other)
    assert file == read(text)
    laid_out = format_file(file)
    again = read(laid_out)
    assert again == file
    assert [comment.text.rstrip() for comment in again.comments] == [
        comment.text.rstrip() for comment in file.comments
    ]
    assert format_file(again) == laid_out
