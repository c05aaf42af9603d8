"""Text of a contract into its nodes."""

from __future__ import annotations

from typing import Any

from slalang.diagnostics import Diagnostic, Kind, Label, Outcome
from slalang.source import SourceFile, Span
from slalang.syntax.automaton import Automaton, Rule, load_automaton
from slalang.syntax.building import BUILDERS, Maker
from slalang.syntax.lexer import END, NEWLINE, Lexed, candidates, read_tokens
from slalang.syntax.nodes import File, Language, Token

UNEXPECTED = Kind("SLA001", "unexpected-text")


def parse(file: SourceFile) -> Outcome[File]:
    """The file as nodes, without the clauses that could not be read, and everything wrong with its form."""
    lexed = read_tokens(file)
    maker = Maker(file, lexed.docs)
    run = _Run(load_automaton(), maker, lexed)
    found = run.read()
    language = next((each for each in found if isinstance(each, Language)), None)
    declarations = tuple(each for each in found if not isinstance(each, Language))
    tokens = tuple(token for token in run.taken if token.type not in (NEWLINE, END))
    whole = Span(file, 0, len(file.text))
    node = File(whole, language, declarations, tokens, tuple(lexed.comments))
    return Outcome(node, tuple(maker.diagnostics))


class _Run:
    """One run of the automaton over the tokens of a file."""

    def __init__(self, automaton: Automaton, maker: Maker, lexed: Lexed) -> None:
        self.automaton = automaton
        self.maker = maker
        self.tokens = lexed.tokens
        self.taken: list[Token] = []
        self.states = [automaton.start]
        self.values: list[Any] = []
        self.spans: list[tuple[int, int]] = []

    def read(self) -> tuple[Any, ...]:
        """What the file declares."""
        for token in self.tokens:
            terminal = self.terminal(token)
            if terminal is None:
                self.fail(token)
                return ()
            self.feed(token._replace(type=terminal))
        return tuple(self.values[0])

    def fail(self, token: Token) -> None:
        span = self.maker.span(token)
        row = self.automaton.row(self.states[-1])
        self.maker.diagnostics.append(
            Diagnostic(UNEXPECTED, f"unexpected `{token.text}`, expected {sorted(row)}", Label(span))
        )

    def terminal(self, token: Token) -> str | None:
        """What the token is here; ``None`` where nothing like it can stand."""
        row = self.automaton.row(self.states[-1])
        fitting = [each for each in candidates(token) if each in row]
        if len(fitting) > 1:
            fitting = [each for each in fitting if self.automaton.shifts_to(self.states, each) is not None]
        return fitting[0] if fitting else None

    def feed(self, token: Token) -> None:
        """Takes a token the automaton has an action for."""
        while True:
            action = self.automaton.row(self.states[-1])[token.type]
            if action >= 0:
                self.states.append(action)
                self.values.append(token)
                self.spans.append((token.start, token.end))
                self.taken.append(token)
                return
            self.reduce(self.automaton.rules[-1 - action])
            if token.type == END and self.states[-1] == self.automaton.end:
                return

    def reduce(self, rule: Rule) -> None:
        """Makes one value of those on top."""
        cut = len(self.values) - rule.size
        children = rule.pick(self.values[cut:])
        spans = self.spans[cut:]
        place = (spans[0][0], spans[-1][1]) if spans else (0, 0)
        del self.values[cut:], self.spans[cut:], self.states[cut + 1 :]
        if rule.collects:
            value: Any = children
        elif rule.single and len(children) == 1:
            value = children[0]
        else:
            value = BUILDERS[rule.builder](self.maker, Span(self.maker.file, *place), *children)
        self.values.append(value)
        self.spans.append(place)
        self.states.append(self.automaton.row(self.states[-1])[rule.origin])
