"""Every kind of finding has a page, every page a kind, and no code stands for two things."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import slalang
from slalang.diagnostics.pages import HEADINGS, read_pages

ROOT = Path(slalang.__file__).parent


def kinds() -> Iterator[tuple[str, str]]:
    """Code and name of every ``Kind("SLA...", "name")`` in the package."""
    for module in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Kind":
                code, name = (part.value for part in node.args[:2] if isinstance(part, ast.Constant))
                yield str(code), str(name)


def test_every_kind_has_its_page_and_every_page_its_kind() -> None:
    assert {(page.code, page.name) for page in read_pages()} == set(kinds())


def test_no_code_and_no_name_is_used_twice() -> None:
    found = list(kinds())
    assert len({code for code, _ in found}) == len(found)
    assert len({name for _, name in found}) == len(found)


def test_a_page_says_all_there_is_to_say() -> None:
    for page in read_pages():
        places = [page.text.find(f"\n## {heading}\n") for heading in HEADINGS]
        assert -1 not in places, page.code
        assert places == sorted(places), page.code
        assert page.text.startswith(f"# {page.code} {page.name}\n"), page.code
        assert page.summary, page.code
