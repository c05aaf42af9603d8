"""Where clauses end: braces in balance, and only the line ends that end a clause.

A brace too many or too few would move every clause after it into another block. The layout of the file
says which one is wrong; the others are read as if it were right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.source import SourceFile, Span
from slalang.syntax.automaton import END
from slalang.syntax.building import MOST_ERRORS
from slalang.syntax.lexer import NEWLINE
from slalang.syntax.nodes import Token

UNCLOSED_BRACE = Kind("SLA003", "unclosed-brace")
EXTRA_BRACE = Kind("SLA004", "extra-brace")

_MARGIN = re.compile(r"[ \t]*")


class _Opened(NamedTuple):
    """A brace that waits to be closed; ``indent`` is that of its line, ``inner`` that of the next."""

    token: Token
    indent: int
    inner: int


def arrange(file: SourceFile, tokens: list[Token]) -> tuple[list[Token], list[Diagnostic]]:
    """The tokens with balanced braces and without line ends that end nothing: inside ``( )``, after ``{``
    or a comma, before ``}`` or at either end of the file. An added brace has no text."""
    found: list[Diagnostic] = []
    if _depth(tokens) != 0:
        tokens, found = _balance(file, tokens)
    return list(_without_idle_newlines(tokens, _enclosed(tokens))), found


# --- braces ------------------------------------------------------------------------------------


def _depth(tokens: Iterable[Token]) -> int:
    """0 where the braces are in balance."""
    depth = 0
    for token in tokens:
        depth += (token.type == "LBRACE") - (token.type == "RBRACE")
        if depth < 0:
            return depth
    return depth


def _balance(file: SourceFile, tokens: list[Token]) -> tuple[list[Token], list[Diagnostic]]:
    balanced: list[Token] = []
    found: list[Diagnostic] = []
    opened: list[_Opened] = []
    for place, token in enumerate(tokens):
        begins = place == 0 or tokens[place - 1].type == NEWLINE
        while opened and (token.type == END or (begins and _stands_outside(file, token, opened))):
            brace = opened.pop().token
            if len(found) < MOST_ERRORS:
                found.append(_unclosed(file, brace, token))
            at = balanced[-1].end
            balanced.append(Token("RBRACE", "", at, at))
            if token.type != END:
                balanced.append(Token(NEWLINE, "", at, at))
        if token.type == "LBRACE":
            opened.append(_Opened(token, _indent(file, token), _next_indent(file, tokens, place)))
        elif token.type == "RBRACE":
            if not opened:
                if len(found) < MOST_ERRORS:
                    found.append(_extra(file, token))
                continue
            opened.pop()
        balanced.append(token)
    return balanced, found


def _stands_outside(file: SourceFile, token: Token, opened: list[_Opened]) -> bool:
    """Whether the first token of a line is further out than the block it would be in."""
    if token.type == NEWLINE:
        return False
    last = opened[-1]
    if last.inner <= last.indent:
        return False
    column = _indent(file, token)
    if token.type == "RBRACE":
        return column < last.indent and any(each.indent == column for each in opened[:-1])
    return column <= last.indent


def _indent(file: SourceFile, token: Token) -> int:
    """How far the line of a token is indented."""
    begin = token.start - file.line_and_column(token.start)[1] + 1
    margin = _MARGIN.match(file.text, begin)
    return len(margin[0]) if margin else 0


def _next_indent(file: SourceFile, tokens: list[Token], place: int) -> int:
    following = tokens[place + 1]
    if following.type != NEWLINE:
        return 0
    while following.type == NEWLINE:
        place += 1
        following = tokens[place + 1]
    return _indent(file, following)


def _unclosed(file: SourceFile, brace: Token, outside: Token) -> Diagnostic:
    primary = Label(Span(file, brace.start, brace.end), "opened here")
    where = "before the end of the file"
    secondary: tuple[Label, ...] = ()
    if outside.type != END:
        where = "before this line"
        secondary = (Label(Span(file, outside.start, outside.end), "this is no longer inside"),)
    return Diagnostic(
        UNCLOSED_BRACE, "this `{` is never closed", primary, secondary, help=f"add `}}` {where}"
    )


def _extra(file: SourceFile, brace: Token) -> Diagnostic:
    span = Span(file, brace.start, brace.end)
    return Diagnostic(EXTRA_BRACE, "this `}` closes nothing", Label(span), fix=Fix(span, ""))


# --- line ends ---------------------------------------------------------------------------------


def _enclosed(tokens: list[Token]) -> set[int]:
    """The places of line ends inside ``( )`` that are closed before any brace."""
    enclosed: set[int] = set()
    opened = 0
    waiting: list[int] = []
    for place, token in enumerate(tokens):
        if token.type == "LPAR":
            opened += 1
        elif token.type == "RPAR" and opened:
            opened -= 1
            if not opened:
                enclosed.update(waiting)
                waiting = []
        elif token.type in ("LBRACE", "RBRACE"):
            opened, waiting = 0, []
        elif token.type == NEWLINE and opened:
            waiting.append(place)
    return enclosed


def _without_idle_newlines(tokens: list[Token], enclosed: set[int]) -> Iterator[Token]:
    kept: Token | None = None
    held: Token | None = None
    for place, token in enumerate(tokens):
        if token.type == NEWLINE:
            if place not in enclosed and kept and kept.type not in ("LBRACE", "COMMA"):
                held = held or token
            continue
        if held and token.type not in ("RBRACE", END):
            yield held
        held = None
        kept = token
        yield token
