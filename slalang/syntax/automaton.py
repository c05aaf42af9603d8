"""The LALR(1) automaton of the grammar, from its prepared tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

_TABLES = Path(__file__).with_name("tables.json")

LEFT_OUT = "."
"""Stands in a packed rule for what is not there."""

END = "$END"
"""The terminal after the last token of a file."""


Made = TypeVar("Made")


class Rule(NamedTuple):
    """A rule of the grammar: makes ``origin`` of ``size`` symbols by handing ``children`` to ``builder``.

    A child is a place among the symbols, ``-1 - place`` for the children that symbol collected, or
    ``None`` for an optional part that is not there. ``single``: one child alone stands for itself.
    ``collects``: it only gathers children for the rule around it. ``passes``: it is one symbol under
    another name.
    """

    origin: str
    size: int
    builder: str
    single: bool
    first: str | None
    children: list[int | None]
    collects: bool
    passes: bool

    def pick(self, values: list[Any]) -> list[Any]:
        """The children the builder gets, of the values of its symbols."""
        picked: list[Any] = []
        for child in self.children:
            if child is None:
                picked.append(None)
            elif child >= 0:
                picked.append(values[child])
            elif picked:
                picked.extend(values[-1 - child])
            else:
                picked = values[-1 - child]
        return picked


class _Unpacked(dict[int, Made]):
    """Rows or rules by number, each unpacked when first asked for: a contract needs few of them."""

    def __init__(self, packed: list[str], unpack: Callable[[str], Made]) -> None:
        super().__init__()
        self.packed = packed
        self._unpack = unpack

    def __missing__(self, number: int) -> Made:
        made = self[number] = self._unpack(self.packed[number])
        return made


def _row(packed: str) -> dict[str, int]:
    parts = packed.split()
    return dict(zip(parts[::2], map(int, parts[1::2]), strict=True))


def _rule(packed: str) -> Rule:
    origin, size, builder, single, first, *places = packed.split()
    children = [None if place == LEFT_OUT else int(place) for place in places]
    begins = None if first == LEFT_OUT else first
    passes = size == "1" and single == "1" and children == [0]
    return Rule(origin, int(size), builder, single == "1", begins, children, origin.startswith("_"), passes)


class Automaton:
    """States and what each does with a symbol: shift to a state, or (negative) reduce by a rule."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.start: int = tables["start"]
        self.end: int = tables["end"]
        self.words: dict[str, str] = tables["words"]
        self.signs: dict[str, str] = tables["signs"]
        self.terminals: list[tuple[str, str]] = tables["terminals"]
        self.rows = _Unpacked(tables["rows"], _row)
        """The action of each state for each symbol it has one for."""
        self.rules = _Unpacked(tables["rules"], _rule)

    @property
    def every_rule(self) -> list[Rule]:
        """All rules, in the order of their numbers."""
        return [self.rules[number] for number in range(len(self.rules.packed))]

    @cached_property
    def texts(self) -> dict[str, str]:
        """How each keyword and sign is written, by its terminal."""
        return {terminal: text for text, terminal in (self.words | self.signs).items()}

    def settle(self, stack: Sequence[int], terminal: str) -> list[int] | None:
        """The stack that takes a terminal, after the reductions before it; ``None`` if none does."""
        below = len(stack) - 1
        above = [stack[below]]
        while True:
            action = self.rows[above[-1]].get(terminal)
            if action is None:
                return None
            if action >= 0:
                return [*stack[:below], *above]
            rule = self.rules[-1 - action]
            own = min(rule.size, len(above))
            del above[len(above) - own :]
            below -= rule.size - own
            if not above:
                below -= 1
                above = [stack[below]]
            state = self.rows[above[-1]][rule.origin]
            above.append(state)
            if state == self.end and terminal == END:
                return [*stack[:below], *above]

    def takes(self, stack: Sequence[int], terminals: Iterable[str]) -> bool:
        """Whether any of the terminals can come next."""
        return any(self.settle(stack, each) is not None for each in terminals)

    def begins(self, symbol: str) -> frozenset[str]:
        """The terminals a symbol can begin with."""
        found: set[str] = set()
        seen = {symbol}
        waiting = [symbol]
        for each in waiting:
            firsts = self._leads.get(each)
            if firsts is None:
                found.add(each)
            new = (firsts or set()) - seen
            seen |= new
            waiting += new
        return frozenset(found)

    @cached_property
    def _leads(self) -> dict[str, set[str]]:
        leads: dict[str, set[str]] = {}
        for rule in self.every_rule:
            leads.setdefault(rule.origin, set()).update([rule.first] if rule.first else [])
        return leads


@cache
def load_automaton() -> Automaton:
    """The automaton of the language, read once."""
    return Automaton(json.loads(_TABLES.read_text(encoding="utf-8")))
