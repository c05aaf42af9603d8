"""One record of a delimited file into its cells, and what keeps a line from being text at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from slalang.diagnostics import Kind
from slalang.events.lines import is_unicode

BROKEN_TEXT = Kind("SLA516", "broken-text")

QUOTED = ","
"""The delimiter of files in which cells may stand in quotes."""


def split_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record without its line break; ``None`` where a quote stands where none may be."""
    if delimiter != QUOTED or '"' not in text:
        return text.split(delimiter)
    cells, place = [], 0
    while found := _cell(delimiter).match(text, place):
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        if not found[3]:
            return cells
        place = found.end()
    return None


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    apart = re.escape(delimiter)
    return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|([^"{apart}\r]*+))({apart}|\Z)')


def record_pattern(width: int, kept: Sequence[int]) -> str:
    """The pattern of a record of so many cells on one line, some in quotes.

    Its groups are the whole, then for each kept cell its text in quotes and its text without.
    """
    quoted, bare = '[^"]*(?:""[^"]*)*', '[^",]*'
    pieces = [
        f'(?:"({quoted})"|({bare}))' if column in kept else f'(?:"{quoted}"|{bare})'
        for column in range(width)
    ]
    return f"^({QUOTED.join(pieces)})$"


def text_problem(text: str) -> str | None:
    """What makes a line no text, as a sentence."""
    if "\0" in text:
        return "the line has a NUL character"
    if not is_unicode(text):
        return "the line is not valid UTF-8"
    return None


def without_returns(text: str) -> str:
    """The text with plain line breaks where each had a carriage return before it."""
    return (text + "\n").replace("\r\n", "\n")[:-1] if "\r" in text else text


def has_blank_line(text: str) -> bool:
    """Whether some line of the text has no character at all."""
    return not text or text.startswith("\n") or text.endswith("\n") or "\n\n" in text
