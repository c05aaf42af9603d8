"""One run of the automaton over the tokens of a file."""

from __future__ import annotations

from typing import Any

from slalang.source import Span
from slalang.syntax.automaton import END, Automaton, Rule
from slalang.syntax.building import BUILDERS, Maker
from slalang.syntax.lexer import candidates
from slalang.syntax.nodes import Token

ERROR = "ERROR"
"""The terminal that stands for a clause that could not be read."""

_WITH_BLOCK = frozenset(
    {"calendar", "event", "table", "stream", "clock", "tier", "agreement", "amendment", "test"}
    | {"objective", "credit", "points_table", "earn_back", "bank", "bonus"}
)
_ARITHMETIC = frozenset({"PLUS", "MINUS", "STAR", "SLASH"})


class Run:
    """The stacks of the automaton: states, and the value and place of each symbol between them."""

    def __init__(self, automaton: Automaton, maker: Maker) -> None:
        self.automaton = automaton
        self.maker = maker
        self.taken: list[Token] = []
        self.states = [automaton.start]
        self.values: list[Any] = []
        self.places: list[tuple[int, int]] = []
        self.dropped: set[int] = set()
        """Where declarations begin of which only the inside is of interest."""
        self.lost = False
        """Whether anything that was written is missing from what was read."""
        self.operators = 0
        """How many signs of arithmetic the clause has so far."""

    def terminal(self, token: Token, following: Token | None) -> str | None:
        """What a token is here; ``None`` where nothing like it can stand.

        A word is a keyword where the keyword can be followed by what follows, else a name.
        """
        row = self.automaton.rows[self.states[-1]]
        fitting = []
        for each in candidates(token):
            action = row.get(each)
            if action is not None and (action >= 0 or self.automaton.settle(self.states, each)):
                fitting.append(each)
        if len(fitting) > 1 and following:
            return next((each for each in fitting if self._continues(each, following)), fitting[0])
        return fitting[0] if fitting else None

    def _continues(self, terminal: str, following: Token) -> bool:
        stack = self.automaton.settle(self.states, terminal) or []
        after = self.automaton.rows[stack[-1]][terminal]
        return self.automaton.takes([*stack, after], candidates(following))

    def feed(self, token: Token) -> None:
        """Takes a token there is an action for, reducing before it what is complete."""
        automaton, states = self.automaton, self.states
        while True:
            action = automaton.rows[states[-1]][token.type]
            if action >= 0:
                self._shift(token, action)
                return
            rule = automaton.rules[-1 - action]
            if rule.passes:
                states.pop()
            else:
                self._reduce(rule)
            states.append(automaton.rows[states[-1]][rule.origin])
            if states[-1] == automaton.end and token.type == END:
                return

    def pop(self) -> None:
        """Gives up the last symbol."""
        self.states.pop()
        self.values.pop()
        self.places.pop()

    def give_up_clause(self) -> None:
        """Gives up symbols until a clause could begin."""
        while ERROR not in self.automaton.rows[self.states[-1]]:
            self.pop()

    def _shift(self, token: Token, state: int) -> None:
        self.states.append(state)
        self.values.append(token)
        self.places.append((token.start, token.end))
        self.taken.append(token)
        if token.type in _ARITHMETIC:
            self.operators += 1

    def _reduce(self, rule: Rule) -> None:
        cut = len(self.values) - rule.size
        children = rule.pick(self.values[cut:])
        places = self.places[cut:]
        place = (places[0][0], places[-1][1]) if places else (0, 0)
        del self.values[cut:], self.places[cut:], self.states[cut + 1 :]
        self.values.append(self._value(rule, place, children))
        self.places.append(place)

    def _value(self, rule: Rule, place: tuple[int, int], children: list[Any]) -> Any:
        if rule.collects:
            return children
        if rule.single and len(children) == 1:
            return children[0]
        if rule.builder in _WITH_BLOCK and place[0] in self.dropped:
            return Token(ERROR, "", *place)
        return BUILDERS[rule.builder](self.maker, Span(self.maker.file, *place), *children)
