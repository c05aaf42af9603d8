"""The catalogue: one page for each kind of finding.

Pages are kept beside the code as ``CODE-name.md``; those of rules are made of docstrings of their modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from textwrap import dedent

from slalang.diagnostics.diagnostic import Kind
from slalang.values import Frozen, value

HEADINGS = ("What it finds", "Why it matters", "Bad", "Good", "How to fix")

_EXAMPLES = ("Bad", "Good")


@value
class Page(Frozen):
    """What there is to know of one kind of finding. ``text`` is its page in markdown."""

    code: str
    name: str
    text: str

    @property
    def summary(self) -> str:
        """The first sentence below the title and the first heading."""
        paragraphs = self.text.split("\n\n")
        first = next(each for each in paragraphs[1:] if not each.startswith("#"))
        return " ".join(first.split()).partition(". ")[0].rstrip(".")


def read_pages() -> tuple[Page, ...]:
    """The pages kept as files, in order of their codes."""
    return tuple(sorted(_read(), key=lambda page: page.code))


def kept_names() -> tuple[tuple[str, str], ...]:
    """The codes and names of the pages kept as files."""
    return tuple(sorted((code, name) for code, name, _ in _files()))


def _read() -> Iterator[Page]:
    for code, name, file in _files():
        yield Page(code, name, file.read_text(encoding="utf-8"))


def _files() -> Iterator[tuple[str, str, Traversable]]:
    for file in (files("slalang.diagnostics") / "catalogue").iterdir():
        stem, dot, suffix = file.name.rpartition(".")
        if (dot, suffix) == (".", "md"):
            code, _, name = stem.partition("-")
            yield code, name, file


def page_of(kind: Kind, explanation: str) -> Page:
    """The page of a kind from a docstring: a title, then each heading on a line, its text indented."""
    title, *rest = re.split(f"^({'|'.join(HEADINGS)})\n", explanation, flags=re.MULTILINE)
    parts = [f"# {kind.code} {kind.name}", title.strip()]
    for heading, indented in zip(rest[::2], rest[1::2], strict=True):
        text = dedent(indented).strip()
        parts += [f"## {heading}", f"```sla\n{text}\n```" if heading in _EXAMPLES else text]
    return Page(kind.code, kind.name, "\n\n".join(parts) + "\n")


def find_page(wanted: str, pages: Sequence[Page]) -> Page | None:
    """The page of a code or a name."""
    return next((page for page in pages if wanted.lower() in (page.code.lower(), page.name)), None)


def nearest_page(wanted: str, pages: Sequence[Page]) -> Page | None:
    """The page whose name, or else whose code, is most like a word that is none."""
    names = get_close_matches(wanted.lower(), [page.name for page in pages], n=1)
    close = names or get_close_matches(wanted.upper(), [page.code for page in pages], n=1)
    return find_page(close[0], pages) if close else None
