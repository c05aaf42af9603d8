"""Text into tokens and comments, in one linear pass.

A word is a word here; whether it is a keyword is for the parser to say. Line ends are tokens only where
they end a clause: not inside ``( )``, after ``{`` or a comma, before ``}``, or at either end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from slalang.source import SourceFile
from slalang.syntax.automaton import load_automaton
from slalang.syntax.nodes import Comment, Token

NEWLINE = "_NL"
END = "$END"
UNKNOWN = "UNKNOWN"
"""The type of text that is no token of the language."""

_SPACE = r"[ \t]+|\A\ufeff"
_FALLBACK = r'[0-9][0-9A-Za-z_.,:]*|"[^\r\n]*|.'
"""What is taken whole where nothing fits: a malformed number, the rest of a line after a lone quote."""


@dataclass
class Lexed:
    """The tokens of a file with the line ends that count and ``$END`` as the last, its comments, and for
    the offset of each documented token what is said above it."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    docs: dict[int, str] = field(default_factory=dict)


def read_tokens(file: SourceFile) -> Lexed:
    """Every token and comment of a file. Nothing is refused here: what fits nowhere is ``UNKNOWN``."""
    lexed = Lexed()
    doc: list[str] = []
    for match in _scanner().finditer(file.text):
        kind = match.lastgroup or ""
        if kind == "SPACE":
            continue
        if kind == "COMMENT":
            comment = Comment(match[0], match.start(), match.end())
            lexed.comments.append(comment)
            if comment.is_doc:
                doc.append(comment.text[2:].strip())
            continue
        token = Token(_type_of(kind, match[0]), match[0], match.start(), match.end())
        lexed.tokens.append(token)
        if doc and kind != NEWLINE:
            lexed.docs[token.start] = "\n".join(doc)
            doc = []
    end = len(file.text)
    lexed.tokens.append(Token(END, "", end, end))
    lexed.tokens = list(_without_idle_newlines(lexed.tokens, _enclosed(lexed.tokens)))
    return lexed


def candidates(token: Token) -> tuple[str, ...]:
    """The terminals a token may be, the most particular first: a keyword may also be a name."""
    if token.type not in _WORDS:
        return (token.type,)
    keyword = load_automaton().words.get(token.text)
    own = () if token.type == "NAME" else (token.type,)
    return (*own, keyword, "NAME") if keyword else (*own, "NAME")


_WORDS = frozenset({"NAME", "CURRENCY", "IN_LIST", "IN_PERIOD", "IN_QUORUM"})


def _type_of(kind: str, text: str) -> str:
    return load_automaton().signs[text] if kind == "SIGN" else kind


@cache
def _scanner() -> re.Pattern[str]:
    automaton = load_automaton()
    signs = sorted(automaton.signs, key=lambda sign: (-len(sign), sign))
    parts = [
        ("SPACE", _SPACE),
        (NEWLINE, r"\r\n|\n|\r"),
        ("COMMENT", r"#[^\r\n]*"),
        *automaton.terminals,
        ("SIGN", "|".join(map(re.escape, signs))),
        (UNKNOWN, _FALLBACK),
    ]
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in parts), re.DOTALL)


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


def _without_idle_newlines(tokens: list[Token], enclosed: set[int]) -> Iterable[Token]:
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
