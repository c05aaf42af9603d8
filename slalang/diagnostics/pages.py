"""The catalogue: one page for each kind of finding, kept beside the code as ``CODE-name.md``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

HEADINGS = ("What it finds", "Why it matters", "Bad", "Good", "How to fix")


@dataclass(frozen=True)
class Page:
    """What there is to know of one kind of finding. ``text`` is its page in markdown."""

    code: str
    name: str
    text: str

    @property
    def summary(self) -> str:
        """The first sentence under the first heading."""
        paragraph = self.text.partition(f"## {HEADINGS[0]}\n")[2].strip().partition("\n\n")[0]
        return " ".join(paragraph.split()).partition(". ")[0].rstrip(".")


def read_pages() -> tuple[Page, ...]:
    """All pages, in order of their codes."""
    return tuple(sorted(_read(), key=lambda page: page.code))


def _read() -> Iterator[Page]:
    for file in (files("slalang.diagnostics") / "catalogue").iterdir():
        stem, dot, suffix = file.name.rpartition(".")
        if (dot, suffix) == (".", "md"):
            code, _, name = stem.partition("-")
            yield Page(code, name, file.read_text(encoding="utf-8"))


def find_page(wanted: str) -> Page | None:
    """The page of a code or a name."""
    found = (page for page in read_pages() if wanted.lower() in (page.code.lower(), page.name))
    return next(found, None)


def nearest_page(wanted: str) -> Page | None:
    """The page whose name is most like a word that is none."""
    names = [page.name for page in read_pages()]
    close = get_close_matches(wanted.lower(), names, n=1)
    return find_page(close[0]) if close else None
