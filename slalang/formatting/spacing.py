"""The spaces between the words and signs of one clause."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.syntax.nodes import Token

WIDTH = 120
_SIGNS = {"+", "-", "*", "/", "=", "!=", "<", "<=", ">", ">=", "(", ",", "{"}


def spaced(tokens: Sequence[Token]) -> str:
    """The words with single spaces, none inside brackets, before a comma or after a sign of its own."""
    text = ""
    for index, token in enumerate(tokens):
        text += " " * (index > 0 and _apart(tokens, index)) + token.text
    return text


def _apart(tokens: Sequence[Token], index: int) -> bool:
    """Whether a space stands before a token."""
    before, token = tokens[index - 1], tokens[index]
    if token.text in (")", ",", ".") or before.text in ("(", "."):
        return False
    if before.text == "-" and _is_sign(tokens, index - 1):
        return False
    return token.text != "(" or before.type != "NAME"


def _is_sign(tokens: Sequence[Token], index: int) -> bool:
    """Whether a minus belongs to the number behind it, and does not subtract."""
    if index == 0:
        return True
    before = tokens[index - 1]
    return before.text in _SIGNS or (before.text.isalpha() and before.type not in ("NAME", "CURRENCY"))


def broken(text: str, tokens: Sequence[Token], indent: str) -> str:
    """A clause too wide for a line goes on, further in, after its commas."""
    if len(indent) + len(text) <= WIDTH:
        return indent + text
    lines: list[str] = []
    start = end = 0
    for index, token in enumerate(tokens):
        last = index + 1 == len(tokens)
        if token.text == "," or last:
            wide = len(indent) + 4 * bool(lines) + len(spaced(tokens[start : index + 1])) > WIDTH
            if wide and end > start:
                lines.append(spaced(tokens[start:end]))
                start = end
            end = index + 1
    lines.append(spaced(tokens[start:]))
    return ("\n" + indent + "    ").join([indent + lines[0], *lines[1:]])
