"""Text from contracts and logs made safe to show: nothing in it moves a cursor or reorders a line."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that show nothing of their own: controls, format and bidi marks, line separators.

The last two code points of each plane are hidden too: they are no characters, and XML cannot hold them.
"""


def visible(text: str) -> str:
    r"""The text on one line, with every hidden character written out, such as ``\u{202e}``."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    hidden = unicodedata.category(char) in _HIDDEN or ord(char) & 0xFFFE == 0xFFFE
    return f"\\u{{{ord(char):x}}}" if hidden else char


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: wide characters two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
