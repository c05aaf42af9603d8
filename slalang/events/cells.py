"""One record of a delimited file into its cells, and what keeps a line from being text at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from slalang.diagnostics import Diagnostic, Kind
from slalang.events.findings import Row
from slalang.events.lines import NOT_UTF8, is_unicode

BROKEN_TEXT = Kind("SLA516", "broken-text")

QUOTED = (",", ";")
"""The delimiters of files in which cells may stand in quotes."""


def split_cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a record without its line break; ``None`` where a quote stands where none may be."""
    if delimiter not in QUOTED or '"' not in text:
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


def record_pattern(width: int, kept: Sequence[int], delimiter: str) -> str:
    """The pattern of a record of so many cells on one line, some in quotes.

    Its groups are the whole, then for each kept cell its text in quotes and its text without.
    """
    quoted, bare = '[^"]*(?:""[^"]*)*', f'[^"{delimiter}]*'
    pieces = [
        f'(?:"({quoted})"|({bare}))' if column in kept else f'(?:"{quoted}"|{bare})'
        for column in range(width)
    ]
    return f"^({delimiter.join(pieces)})$"


def text_fault(row: Row, line: str) -> Diagnostic | None:
    """What makes a line no text."""
    if "\0" in line:
        return row.wrong(BROKEN_TEXT, "the line has a NUL character", value=line)
    if is_unicode(line):
        return None
    byte = next(ord(char) & 0xFF for char in line if 0xDC80 <= ord(char) <= 0xDCFF)
    message = f"the line is not UTF-8: it has the byte 0x{byte:02x}"
    return row.wrong(NOT_UTF8, message, value=line, help=_encoding_help(byte))


def _encoding_help(byte: int) -> str:
    """What to do; where the byte is a letter in the encoding of most old files, asks whether it is that."""
    letter = bytes([byte]).decode("cp1252", "replace")
    asked = f"; was it written as Windows-1252 (Latin-1), where that byte is `{letter}`?"
    return "save the file again as UTF-8" + (asked if letter.isalpha() else "")


def without_returns(text: str) -> str:
    """The text with plain line breaks where each had a carriage return before it."""
    return (text + "\n").replace("\r\n", "\n")[:-1] if "\r" in text else text


def has_blank_line(text: str) -> bool:
    """Whether some line of the text has no character at all."""
    return not text or text.startswith("\n") or text.endswith("\n") or "\n\n" in text
