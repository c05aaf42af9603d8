"""The LALR(1) automaton of the grammar, from its prepared tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

_TABLES = Path(__file__).with_name("tables.json")

END = "$END"
"""The terminal after the last token of a file."""


class Rule(NamedTuple):
    """A rule of the grammar: makes ``origin`` of ``size`` symbols by handing ``children`` to ``builder``.

    A child is a place among the symbols, ``-1 - place`` for the children that symbol collected, or
    ``None`` for an optional part that is not there. ``single``: one child alone stands for itself.
    """

    origin: str
    size: int
    builder: str
    single: bool
    children: list[int | None]
    first: str | None

    @property
    def collects(self) -> bool:
        """Whether it only gathers children for the rule around it."""
        return self.origin.startswith("_")

    @property
    def passes(self) -> bool:
        """Whether it is one symbol under another name."""
        return self.size == 1 and self.single and self.children == [0]

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


class _Rows(dict[int, dict[str, int]]):
    """The action of each state for each symbol it has one for, unpacked when first asked for."""

    def __init__(self, symbols: list[str], packed: list[list[int]]) -> None:
        super().__init__()
        self._symbols = symbols
        self._packed = packed

    def __missing__(self, state: int) -> dict[str, int]:
        flat = self._packed[state]
        names = [self._symbols[index] for index in flat[::2]]
        row = self[state] = dict(zip(names, flat[1::2], strict=True))
        return row


class Automaton:
    """States and what each does with a symbol: shift to a state, or (negative) reduce by a rule."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.start: int = tables["start"]
        self.end: int = tables["end"]
        self.words: dict[str, str] = tables["words"]
        self.signs: dict[str, str] = tables["signs"]
        self.terminals: list[tuple[str, str]] = tables["terminals"]
        self._symbols: list[str] = tables["symbols"]
        self.rows = _Rows(self._symbols, tables["rows"])
        self._rules: list[Any] = tables["rules"]

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules, by number."""
        symbols = [*self._symbols, None]
        return [
            Rule(symbols[origin], size, builder, single, children, symbols[first])
            for origin, size, builder, single, children, first in self._rules
        ]

    @cached_property
    def passing(self) -> frozenset[int]:
        """The numbers of the rules that only give a symbol another name."""
        return frozenset(number for number, rule in enumerate(self.rules) if rule.passes)

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
        for rule in self.rules:
            leads.setdefault(rule.origin, set()).update([rule.first] if rule.first else [])
        return leads


@cache
def load_automaton() -> Automaton:
    """The automaton of the language, read once."""
    return Automaton(json.loads(_TABLES.read_text(encoding="utf-8")))
