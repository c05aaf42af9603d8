"""Which clause a place belongs to, in words that stay when lines move: ``agreement acme/credit/below``.

The words are taken from the text and not from what was read of it, so that a faulty contract has them too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from slalang.source import SourceFile, Span

_PIECES = re.compile(r'"(?:[^"\\\r\n]|\\.)*"|#[^\r\n]*|[{}\n]')
_WORDS = re.compile(r'"(?:[^"\\\r\n]|\\.)*"|[A-Za-z_]\w*')


class _Stretch(NamedTuple):
    """Where a clause may begin, and the blocks it would be in."""

    start: int
    blocks: tuple[str, ...]


def clause_path(span: Span) -> str:
    """The blocks around a place, each by its first words, then those of the clause it is in."""
    stretches = _stretches(span.file)
    index = bisect_left(stretches, span.start + 1, key=lambda stretch: stretch.start) - 1
    start, blocks = stretches[index]
    end = stretches[index + 1].start if index + 1 < len(stretches) else len(span.file.text)
    words = _WORDS.findall(span.file.text, start, end)
    return "/".join((*blocks, *words[:1])) if blocks else " ".join(words[:2])


@lru_cache(maxsize=16)
def _stretches(file: SourceFile) -> list[_Stretch]:
    """The text of a file cut at braces and line ends."""
    found = [_Stretch(0, ())]
    for piece in _PIECES.finditer(file.text):
        start, blocks = found[-1]
        match piece[0]:
            case "{":
                header = _WORDS.findall(file.text, start, piece.start())
                found.append(_Stretch(piece.end(), (*blocks, _title(header))))
            case "}":
                found.append(_Stretch(piece.end(), blocks[:-1]))
            case "\n":
                found.append(_Stretch(piece.end(), blocks))
    return found


def _title(header: list[str]) -> str:
    """What a block is called: ``tier gold``, ``earn back uptime``, ``amendment "No. 1"``."""
    return " ".join(header[: 3 if header[:1] == ["earn"] else 2])
