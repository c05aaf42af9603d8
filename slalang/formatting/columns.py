"""Columns: in neighbouring lines of one kind, what comes second begins below what comes second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from slalang.formatting.lines import Line
from slalang.formatting.spacing import broken, spaced

_PARTICULARS = {"provider", "customer", "scope", "tier", "term", "timezone", "fees", "round"}
_BUNDLES = {"agreement", "tier", "amendment"}
_FIRST_WORD = {"event", "table", "clock", "calendar"}


@dataclass(frozen=True)
class Cut:
    """Where a line is cut into two columns: the kind it shares with its neighbours, and after how many
    words; no words for a line that stands by itself."""

    kind: str
    words: int


def cut_of(line: Line, block: str) -> Cut:
    """The cut of a line in a block, named by the word the block begins with."""
    words = [token.text for token in line.tokens]
    if len(words) < 2 or line.opens:
        return Cut("", 0)
    if block in _FIRST_WORD:
        return Cut(block, 1)
    if words[0] in ("stream", "indicator") and words[2] == "=":
        return Cut(words[0], 2)
    if block == "objective" and words[0] in ("target", "minimum") and words[1] != "and":
        return Cut("bound", 1)
    if block in _BUNDLES and (words[0] in _PARTICULARS or words[:2] == ["at", "risk"]):
        return Cut("particulars", 2 if words[0] == "at" else 1)
    if block == "credit" and "pays" in words and words[0] in ("below", "above", "at"):
        return Cut("rung", words.index("pays"))
    return Cut("", 0)


def aligned(lines: Sequence[Line]) -> Iterator[str]:
    """The text of each line, indented and with its columns."""
    cuts = [cut_of(line, line.block) for line in lines]
    runs = [0] * len(lines)
    for index in range(1, len(lines)):
        before, line = lines[index - 1], lines[index]
        together = cuts[index].words and cuts[index].kind == cuts[index - 1].kind
        goes_on = together and before.depth == line.depth and not line.after_blank
        runs[index] = runs[index - 1] + (not goes_on)
    for _, members in groupby(range(len(lines)), key=runs.__getitem__):
        yield from _run([(lines[index], cuts[index].words) for index in members])


def _run(run: Sequence[tuple[Line, int]]) -> Iterator[str]:
    heads = [spaced(line.tokens[:words]) for line, words in run]
    width = max(len(head) for head in heads)
    for (line, words), head in zip(run, heads, strict=True):
        rest = spaced(line.tokens[words:])
        text = f"{head:<{width}} {rest}" if words else rest
        yield _commented(broken(text, line.tokens, "  " * line.depth), line)


def _commented(text: str, line: Line) -> str:
    """The clause with its comment behind it; of several, those before the last go above it."""
    *above, last = [comment.text.rstrip() for comment in line.comments] or [""]
    indent = "  " * line.depth
    behind = f"{text}  {last}" if line.tokens and last else text + last
    return "\n".join([*(indent + comment for comment in above), behind])
