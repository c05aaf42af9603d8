"""The LALR(1) automaton of the grammar, from its prepared tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

_TABLES = Path(__file__).with_name("tables.json")


class Rule(NamedTuple):
    """A rule of the grammar: makes ``origin`` of ``size`` symbols by handing ``children`` to ``builder``.

    A child is a place among the symbols, ``-1 - place`` for the children that symbol collected, or
    ``None`` for an optional part that is not there. ``single``: one child alone stands for itself.
    """

    origin: str
    size: int
    builder: str
    single: bool
    children: tuple[int | None, ...]

    @property
    def collects(self) -> bool:
        """Whether it only gathers children for the rule around it."""
        return self.origin.startswith("_")

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


class Automaton:
    """States and what each does with a symbol: shift to a state, or (negative) reduce by a rule."""

    def __init__(self, tables: dict[str, Any]) -> None:
        self.start: int = tables["start"]
        self.end: int = tables["end"]
        self.words: dict[str, str] = tables["words"]
        self.signs: dict[str, str] = tables["signs"]
        self.terminals: list[tuple[str, str]] = tables["terminals"]
        self._symbols: list[str] = tables["symbols"]
        self._rows: list[list[int]] = tables["rows"]
        self._read: dict[int, dict[str, int]] = {}
        self._rules: list[Any] = tables["rules"]

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules, by number."""
        symbols = self._symbols
        return [Rule(symbols[origin], *rest) for origin, *rest in self._rules]

    def row(self, state: int) -> dict[str, int]:
        """The action for each symbol a state has one for."""
        if state not in self._read:
            flat = self._rows[state]
            names = [self._symbols[index] for index in flat[::2]]
            self._read[state] = dict(zip(names, flat[1::2], strict=True))
        return self._read[state]

    def shifts_to(self, stack: Sequence[int], terminal: str) -> int | None:
        """The state in which a terminal is taken after the reductions before it; ``None`` if it is not."""
        above: list[int] = []
        below = len(stack)
        while True:
            action = self.row(above[-1] if above else stack[below - 1]).get(terminal)
            if action is None or action >= 0:
                return action
            rule = self.rules[-1 - action]
            own = min(rule.size, len(above))
            del above[len(above) - own :]
            below -= rule.size - own
            above.append(self.row(above[-1] if above else stack[below - 1])[rule.origin])


@cache
def load_automaton() -> Automaton:
    """The automaton of the language, read once."""
    return Automaton(json.loads(_TABLES.read_text(encoding="utf-8")))
