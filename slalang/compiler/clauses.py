"""Where each clause that can decide an amount is written, under a path that stays the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from slalang.model.contract import Scope
from slalang.plan.plan import Clause
from slalang.source import Span
from slalang.syntax import nodes


@dataclass
class ClauseBook:
    """Paths such as ``uptime.credit.2``.

    A clause that an amendment brings has a path of its own, ``amendment-1/uptime.target``; one that it
    leaves as it was keeps the path it has.
    """

    _clauses: dict[str, Clause] = field(default_factory=dict)
    _nodes: dict[str, nodes.Node] = field(default_factory=dict)
    _prefixes: list[str] = field(default_factory=lambda: [""])

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses, in the order in which they were first used."""
        return tuple(self._clauses.values())

    def begin_amendment(self) -> None:
        """From here on, clauses belong to the next amendment."""
        self._prefixes.append(f"amendment-{len(self._prefixes)}/")

    def path(self, path: str, node: nodes.Node, scope: Scope, through: str) -> str:
        """The path of the clause; one that another clause has already gets a number."""
        for prefix in self._prefixes:
            known = [name for name in self._taken(prefix + path) if self._nodes[name] is node]
            if known:
                return known[0]
        free = self._free(self._prefixes[-1] + path)
        place = f"{scope.path}:{node.span.line}"
        text = one_line(node.span, scope.file)
        self._clauses[free] = Clause(free, place, text, through, _head(node.span))
        self._nodes[free] = node
        return free

    def _taken(self, path: str) -> Iterator[str]:
        for name in _numbered(path):
            if name not in self._nodes:
                return
            yield name

    def _free(self, path: str) -> str:
        return next(name for name in _numbered(path) if name not in self._nodes)


def _numbered(path: str) -> Iterator[str]:
    yield path
    for number in count(2):
        yield f"{path}-{number}"


def one_line(span: Span, file: nodes.File) -> str:
    """What stands there on one line, without comments; of a block only what is before its brace."""
    text, start = "", span.start
    for comment in file.comments:
        if span.start <= comment.start < span.end:
            text += span.file.text[start : comment.start]
            start = comment.end
    text += span.file.text[start : span.end]
    return " ".join(before_block(text).split())


def _head(span: Span) -> Span:
    """The part of a clause before its block."""
    return Span(span.file, span.start, span.start + len(before_block(span.text).rstrip()))


def before_block(text: str) -> str:
    """What stands before the brace that begins a block; a brace between quotes begins none."""
    found = _BEFORE_BLOCK.match(text)
    return found[0] if found else text


_BEFORE_BLOCK = re.compile(r'(?:[^"{]+|"(?:[^"\\]|\\.)*")*')
