"""Text into tokens and comments, in one linear pass.

A word is a word here; whether it is a keyword is for the parser to say.
"""

from __future__ import annotations

import re
from functools import cache

from slalang.source import SourceFile
from slalang.syntax.automaton import END, load_automaton
from slalang.syntax.nodes import Comment, Token

NEWLINE = "_NL"
UNKNOWN = "UNKNOWN"
"""The type of text that is no token of the language."""

_SPACE = r"[ \t]+|\A\ufeff"
_FALLBACK = r'[0-9][0-9A-Za-z_]*|"[^\r\n]*|.'
"""What is taken whole where nothing fits: a malformed number, the rest of a line after a lone quote."""

_WORDS = frozenset({"NAME", "CURRENCY", "IN_LIST", "IN_PERIOD", "IN_QUORUM"})


class Lexed:
    """The tokens of a file with all its line ends and ``$END`` as the last, its comments, and for the
    offset of each documented token what is said above it."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.comments: list[Comment] = []
        self.docs: dict[int, str] = {}


def read_tokens(file: SourceFile) -> Lexed:
    """Every token and comment of a file. Nothing is refused here: what fits nowhere is ``UNKNOWN``."""
    lexed = Lexed()
    doc: list[str] = []
    signs = load_automaton().signs
    for match in _scanner().finditer(file.text):
        kind, text, start = match.lastgroup or "", match[0], match.start()
        if kind == "COMMENT":
            lexed.comments.append(Comment(text, start, match.end()))
            if text.startswith("##") and _begins_line(lexed.tokens):
                doc.append(text[2:].strip())
        elif kind != "SPACE":
            if doc and kind != NEWLINE:
                lexed.docs[start] = "\n".join(doc)
                doc = []
            if kind == UNKNOWN:
                lexed.tokens += _unknown(text, start)
            else:
                lexed.tokens.append(Token(signs.get(text, kind), text, start, match.end()))
    end = len(file.text)
    lexed.tokens.append(Token(END, "", end, end))
    return lexed


def candidates(token: Token) -> tuple[str, ...]:
    """The terminals a token may be, the most particular first: a keyword may also be a name."""
    if token.type not in _WORDS:
        return (token.type,)
    keyword = load_automaton().words.get(token.text)
    own = () if token.type == "NAME" else (token.type,)
    return (*own, keyword, "NAME") if keyword else (*own, "NAME")


def is_word(token: Token) -> bool:
    """Whether the token is a keyword or a name."""
    return token.text[:1].isalpha() or token.text[:1] == "_"


def _begins_line(tokens: list[Token]) -> bool:
    return not tokens or tokens[-1].type == NEWLINE


def _unknown(text: str, start: int) -> list[Token]:
    """One token, or two where a text that is never closed has swallowed the brace of its line."""
    closed = text.rstrip()
    if text.startswith('"') and closed.endswith("{"):
        brace = start + len(closed) - 1
        inner = closed[:-1].rstrip()
        return [Token(UNKNOWN, inner, start, start + len(inner)), Token("LBRACE", "{", brace, brace + 1)]
    return [Token(UNKNOWN, text, start, start + len(text))]


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
