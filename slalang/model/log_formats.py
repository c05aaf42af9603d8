"""How a line of an access log is written: the format strings of Apache and of nginx."""

from __future__ import annotations

import re
from functools import cache

from slalang.values import Frozen, value

_APACHE = r"%[!0-9,]*[<>]?(?:\{[^}]*\})?(?:\^t[io]|[A-Za-z])|%%"
_NGINX = r"\$\{[a-z0-9_]+\}|\$[a-z0-9_]+"
_PIECES = re.compile(f"({_APACHE}|{_NGINX})")
_BRACKETED = r"\[[^\]]*\]"
_QUOTED = r'(?:[^"\\]|\\.)*'


@value
class LogFormat(Frozen):
    """The columns of a line, each named as its format writes it, and a pattern with a group for each.

    The pattern is linear: a value never holds the character that follows it, but for escapes inside quotes.
    """

    columns: tuple[str, ...]
    pattern: str


@cache
def compile_log_format(text: str) -> LogFormat | str:
    """The format, or what is wrong with it as the end of a sentence."""
    pieces = [piece for piece in _PIECES.split(text) if piece]
    columns: list[str] = []
    pattern = ""
    for place, piece in enumerate(pieces):
        if piece == "%%" or not _PIECES.fullmatch(piece):
            if piece != "%%" and "%" in piece:
                return f"`{piece[piece.index('%') :].strip()}` is no directive of a format"
            pattern += re.escape(piece.replace("%%", "%"))
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else ""
        if _PIECES.fullmatch(after) and after != "%%":
            return f"nothing stands between `{piece}` and `{after}`, so where one ends is not known"
        if _name(piece) in columns:
            return f"`{piece}` is in it twice"
        columns.append(_name(piece))
        pattern += f"({_value(piece, after)})"
    if not columns:
        return "it has no directive, such as `%h` of Apache or `$remote_addr` of nginx"
    return LogFormat(tuple(columns), pattern)


def _name(piece: str) -> str:
    return "$" + piece[2:-1] if piece.startswith("${") else piece


def _value(piece: str, after: str) -> str:
    """The pattern of a value, which ends where the text after it begins."""
    if piece == "%t":
        return _BRACKETED
    if not after:
        return ".*"
    first = "%" if after == "%%" else after[0]
    return _QUOTED if first == '"' else f"[^{re.escape(first)}]*"
