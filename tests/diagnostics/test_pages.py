"""Pages: made of docstrings, found by code and by name."""

from __future__ import annotations

from slalang.diagnostics import Kind
from slalang.diagnostics.pages import find_page, nearest_page, page_of, read_pages

EXPLANATION = """Ladders without rungs.

What it finds
    A ladder that nobody can climb. It may have
    one rung.

Why it matters
    It looks like a ladder.

Bad
    ladder {
    }

Good
    ladder {
      rung
    }

How to fix
    Add rungs.
"""


def test_a_docstring_becomes_a_page() -> None:
    page = page_of(Kind("SLA999", "ladder-without-rungs"), EXPLANATION)
    assert page.summary == "Ladders without rungs"
    assert page.text.startswith(
        "# SLA999 ladder-without-rungs\n\nLadders without rungs.\n\n## What it finds\n\n"
    )
    assert "\n## Good\n\n```sla\nladder {\n  rung\n}\n```\n\n## How to fix\n\nAdd rungs.\n" in page.text


def test_pages_are_found_by_code_and_name_whatever_the_case() -> None:
    pages = read_pages()
    by_code, by_name = find_page("sla101", pages), find_page("Unknown-Name", pages)
    assert by_code is by_name is not None
    assert find_page("no-such-thing", pages) is None


def test_a_misspelt_name_has_a_nearest_page() -> None:
    pages = read_pages()
    near = nearest_page("unkown-name", pages)
    assert near is not None
    assert near.name == "unknown-name"
    assert nearest_page("zzzzzz", pages) is None


def test_the_summary_of_a_page_is_its_first_sentence() -> None:
    page = find_page("SLA001", read_pages())
    assert page is not None
    assert page.summary == "A clause has something in a place where it cannot stand"
