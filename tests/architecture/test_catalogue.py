"""Every kind of finding has a page, and what the page shows is so."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import slalang
from slalang.diagnostics import has_errors
from slalang.diagnostics.pages import HEADINGS, Page, read_pages
from slalang.rules.explanations import rule_pages
from tests.architecture.examples import example, findings

ROOT = Path(slalang.__file__).parent
REFERENCE = ROOT.parent / "docs" / "rules.md"
LONGEST_SUMMARY = 88

PAGES = sorted((*read_pages(), *rule_pages()), key=lambda page: page.code)

INTRODUCTION = """\
# Findings

Every finding has a code, a name and a severity. An **error** has to be mended before anything is settled, a
**warning** deserves a look, and an **info** is for the record. `sla rule NAME` prints one of these pages.

The first digit of a code says what the finding is about: 0 form and files, 1 names and types, 2 consistency,
3 time and calendars, 4 money and earn-back, 5 event logs, 6 review of changes, 7 style.

"""


def kinds() -> Iterator[tuple[str, str]]:
    """Code and name of every ``Kind("SLA...", "name")`` in the package."""
    return ((code, name) for code, name, _ in kinds_with_severity())


def kinds_with_severity() -> Iterator[tuple[str, str, str]]:
    """The same with the severity, which is an error where nothing else is said."""
    for module in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Kind":
                if not all(isinstance(part, ast.Constant) for part in node.args[:2]):
                    continue  # a kind that was kept is made again: it is declared elsewhere
                code, name = (part.value for part in node.args[:2] if isinstance(part, ast.Constant))
                named = (part.attr for part in node.args[2:] if isinstance(part, ast.Attribute))
                yield str(code), str(name), next(named, "ERROR").lower()


def section(page: Page, heading: str) -> str:
    """What stands under a heading of a page."""
    return page.text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_every_kind_has_its_page_and_every_page_its_kind() -> None:
    assert [(page.code, page.name) for page in PAGES] == sorted(kinds())


def test_no_code_and_no_name_is_used_twice() -> None:
    found = list(kinds())
    assert len({code for code, _ in found}) == len(found)
    assert len({name for _, name in found}) == len(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_a_page_says_all_there_is_to_say(page: Page) -> None:
    assert re.findall("^## (.*)$", page.text, re.MULTILINE) == [*HEADINGS]
    assert all(section(page, heading).strip() for heading in HEADINGS)
    assert page.text.startswith(f"# {page.code} {page.name}\n")
    assert 0 < len(page.summary) <= LONGEST_SUMMARY, page.summary


SHOWN = [page for page in PAGES if "```sla" in section(page, "Bad")]
"""The other pages are about files, calls or plans rather than clauses, and tell their examples in words."""


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.code)
def test_the_bad_example_has_the_finding_and_the_good_one_no_error(page: Page, tmp_path: Path) -> None:
    shown = {heading: example(section(page, heading)) for heading in ("Bad", "Good")}
    found = {}
    for heading, each in shown.items():
        folder = tmp_path / heading
        folder.mkdir()
        found[heading] = list(findings(each, folder))
    assert page.code in {finding.kind.code for finding in found["Bad"]}, shown["Bad"]
    assert page.code not in {finding.kind.code for finding in found["Good"]}, shown["Good"]
    assert not has_errors(found["Good"]), [finding.message for finding in found["Good"]]


# --- the reference in the documentation --------------------------------------------------------


def test_the_reference_is_up_to_date(golden: Callable[[Path, str], None]) -> None:
    """``docs/rules.md`` is made of the pages."""
    severities = {code: severity for code, _, severity in kinds_with_severity()}
    rows = [
        f"| [{page.code}](#{page.code.lower()}-{page.name}) | {page.name} | {severities[page.code]} "
        f"| {page.summary} |\n"
        for page in PAGES
    ]
    table = "| code | name | severity | what it finds |\n|---|---|---|---|\n" + "".join(rows)
    pages = "".join("\n" + _below_the_title(page.text) for page in PAGES)
    golden(REFERENCE, INTRODUCTION + table + pages)


def _below_the_title(text: str) -> str:
    """A page with its headings one level further down; a ``#`` in an example is a comment."""
    return re.sub(rf"^(#+ (?:SLA\d+ |(?:{'|'.join(HEADINGS)})$))", r"#\1", text, flags=re.MULTILINE)
