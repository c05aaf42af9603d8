"""What a builder works with: the file it reads, the documentation in it, and where findings go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.source import SourceFile, Span
from slalang.syntax.nodes import Node, Number, Token

NOT_A_WHOLE_NUMBER = Kind("SLA020", "not-a-whole-number")

MOST_ERRORS = 100
"""The most findings of one sort that are worth reading about one file."""


class Maker:
    """Collects what is found while the nodes of one file are made."""

    def __init__(self, file: SourceFile, docs: dict[int, str], diagnostics: list[Diagnostic]) -> None:
        self.file = file
        self.docs = docs
        self.diagnostics = diagnostics

    def span(self, token: Token) -> Span:
        """Where a token stands."""
        return Span(self.file, token.start, token.end)

    def doc(self, span: Span) -> str | None:
        """What is documented above a declaration."""
        return self.docs.get(span.start)

    def report(
        self, kind: Kind, span: Span, message: str, help: str | None = None, replacement: str | None = None
    ) -> None:
        """Adds a finding; ``replacement`` is what to write in place of the span."""
        fix = None if replacement is None else Fix(span, replacement)
        self.diagnostics.append(Diagnostic(kind, message, Label(span), help=help, fix=fix))

    def whole(self, number: Number) -> int:
        """The number where only a whole one makes sense."""
        if number.value.denominator != 1:
            text = number.span.text
            self.report(NOT_A_WHOLE_NUMBER, number.span, f"`{text}` must be a whole number here")
        return int(number.value)


Build: TypeAlias = Callable[..., Any]
"""``build(maker, span, *children)`` makes the value of a rule from those of its parts."""


def node(make: type[Node]) -> Build:
    """Makes the node of the children as they come."""
    return lambda maker, span, *children: make(span, *children)


def documented(make: Callable[..., Node]) -> Build:
    """The same for a declaration, with the documentation above it last."""
    return lambda maker, span, *children: make(span, *children, doc=maker.doc(span))


def gather(maker: Maker, span: Span, *children: Any) -> tuple[Any, ...]:
    """The children as a tuple, without the clauses that could not be read."""
    return tuple(child for child in children if not isinstance(child, Token))


def words(maker: Maker, span: Span, *tokens: Token) -> str:
    """The words the rule is made of, with one space between."""
    return " ".join(token.text for token in tokens)
