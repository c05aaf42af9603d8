"""Bytes to numbered lines of text, in stretches of some megabytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slalang.diagnostics import Kind
from slalang.events.findings import Refused, Row

LINE_TOO_LONG = Kind("SLA508", "line-too-long")
NOT_UTF8 = Kind("SLA509", "not-utf-8")

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Lines:
    """Some whole lines in a row: the number of the first, and the text without the last line's end.

    ``ended`` is false only where the file stops without an end of line. ``sound`` says that the text is
    valid UTF-8 without a NUL; otherwise bytes that are not stand as lone surrogates.
    """

    first: int
    text: str
    ended: bool = True
    sound: bool = True

    def numbered(self) -> list[tuple[int, str]]:
        """Each line with its number."""
        return list(enumerate(self.text.split("\n"), self.first))


def read_lines(blocks: Iterable[bytes], file: str, longest: int) -> Iterator[Lines]:
    """Cuts blocks at ends of lines. Raises ``Refused`` for a line longer than so many bytes."""
    first, pieces, start = 1, b"", True
    for block in blocks:
        if start:
            block, start = _without_mark(block, file), False
        end = block.rfind(b"\n")
        if end >= 0:
            text = pieces + block[:end]
            _check_length(text, file, first, longest)
            yield _decode(first, text, ended=True)
            first += text.count(b"\n") + 1
            pieces, block = b"", block[end + 1 :]
        pieces += block
        _check_length(pieces, file, first, longest)
    if pieces:
        yield _decode(first, pieces, ended=False)


def _check_length(text: bytes, file: str, first: int, longest: int) -> None:
    start = 0
    while len(text) - start > longest:
        end = text.rfind(b"\n", start, start + longest + 1)
        if end < 0:
            message = f"the line is longer than {longest:,} bytes, the most a line may have"
            row = Row(file, first + text.count(b"\n", 0, start))
            raise Refused(row.wrong(LINE_TOO_LONG, message, help="is this the right file?"))
        start = end + 1


def _without_mark(block: bytes, file: str) -> bytes:
    if block.startswith(_UTF16):
        message = "the file is written in UTF-16, and a log has to be UTF-8"
        raise Refused(Row(file, 1).wrong(NOT_UTF8, message, help="save it again as UTF-8"))
    return block.removeprefix(_BOM)


def _decode(first: int, text: bytes, ended: bool) -> Lines:
    try:
        return Lines(first, text.decode("utf-8"), ended, sound=b"\0" not in text)
    except UnicodeDecodeError:
        return Lines(first, text.decode("utf-8", "surrogateescape"), ended, sound=False)


def is_unicode(text: str) -> bool:
    """Whether the text has no lone surrogate, and so can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
