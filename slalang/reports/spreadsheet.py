"""Cells of a table that a spreadsheet may open."""

from __future__ import annotations

import re

from slalang.diagnostics.escaping import visible

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def cell(text: str | None) -> str:
    """The text with nothing hidden in it, and with a quote before what would be read as a formula."""
    shown = visible(text or "")
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown
