"""A place where reading stopped, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.source import SourceFile, Span
from slalang.syntax.expectations import expected_terminals
from slalang.syntax.lexer import UNKNOWN, candidates
from slalang.syntax.nodes import Token
from slalang.syntax.run import Run
from slalang.values import Frozen, value


@value
class Trouble(Frozen):
    """The run so far and the token, by its place among all, that cannot stand where it stands."""

    file: SourceFile
    run: Run
    tokens: list[Token]
    place: int

    @property
    def token(self) -> Token:
        """The token that cannot stand here."""
        return self.tokens[self.place]

    @property
    def before(self) -> Token | None:
        """The last token that was read, where it is the one just before."""
        last = self.run.values[-1] if self.run.values else None
        return last if isinstance(last, Token) and last.text else None

    def ahead(self, distance: int = 1) -> Token:
        """A token further on; the last one where there are no more."""
        return self.tokens[min(self.place + distance, len(self.tokens) - 1)]

    @cached_property
    def expected(self) -> dict[str, int]:
        """What could stand here instead."""
        return expected_terminals(self.run.automaton, self.run.states)

    def continues(self, terminal: str) -> bool:
        """Whether the token could stand after this terminal."""
        automaton = self.run.automaton
        stack = automaton.settle(self.run.states, terminal)
        if stack is None:
            return False
        return automaton.takes([*stack, automaton.rows[stack[-1]][terminal]], candidates(self.token))

    def span(self, first: Token, last: Token) -> Span:
        """From one token to another."""
        return Span(self.file, first.start, last.end)

    def is_unknown(self, *texts: str) -> bool:
        """Whether the token is one of these texts and means nothing to the language."""
        return self.token.type == UNKNOWN and self.token.text in texts


@value
class Repair(Frozen):
    """What was meant: a finding, and how reading goes on as if it had been written.

    The last ``pop`` symbols are given up, the tokens in ``feed`` are read in place of the next ``skip``.
    It is ``safe`` where nothing else can have been meant.
    """

    kind: Kind
    span: Span
    message: str
    help: str | None = None
    replacement: str | None = None
    feed: tuple[Token, ...] = ()
    pop: int = 0
    skip: int = 0
    safe: bool = False

    @property
    def diagnostic(self) -> Diagnostic:
        """The finding."""
        fix = None if self.replacement is None else Fix(self.span, self.replacement, self.safe)
        return Diagnostic(self.kind, self.message, Label(self.span), help=self.help, fix=fix)


Recogniser: TypeAlias = Callable[[Trouble], Repair | None]
"""Recognises one common mistake."""
