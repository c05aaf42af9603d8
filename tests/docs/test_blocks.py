"""Every ``sla`` block of the documentation parses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from slalang.source import SourceFile
from slalang.syntax import parse
from tests.transcripts.session import PROJECT, documents

BLOCK = re.compile(r"^```sla\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    """Every block with the file and line it begins on."""
    found = []
    for path in documents():
        if path.name == "rules.md":
            continue  # its bad examples have to fail, and the tests of the catalogue see to that
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(PROJECT).as_posix()
        found += [
            (f"{place}:{text.count(chr(10), 0, match.start()) + 2}", match[1])
            for match in BLOCK.finditer(text)
        ]
    return found


@pytest.mark.parametrize(("place", "text"), blocks(), ids=[place for place, _ in blocks()])
def test_block_parses(place: str, text: str) -> None:
    """The block is a file without an error of form."""
    diagnostics = parse(SourceFile(place, text)).diagnostics
    assert not diagnostics, "\n".join(diagnostic.message for diagnostic in diagnostics)


def test_links_lead_somewhere() -> None:
    """Every relative link names a file that exists and, where it names a heading, one that does."""
    for path in documents():
        for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", path.read_text(encoding="utf-8")):
            linked = (path.parent / target).resolve() if target else path
            assert linked.exists(), f"{path.relative_to(PROJECT)}: {target}"
            assert not anchor or anchor in headings(linked), f"{path.relative_to(PROJECT)}: #{anchor}"


def headings(path: Path) -> set[str]:
    """The anchors of a Markdown file's headings, as code hosts make them."""
    titles = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}
