"""Ledgers for people, for spreadsheets and for plain-text accounting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias, get_args

from slalang.ledger import Book
from slalang.reports.ledger.to_beancount import to_beancount
from slalang.reports.ledger.to_csv import to_csv
from slalang.reports.ledger.to_text import to_text

LedgerFormat: TypeAlias = Literal["text", "csv", "beancount"]

LEDGER_FORMATS: tuple[LedgerFormat, ...] = get_args(LedgerFormat)
"""The names of the formats, the one for people first."""

_RENDERERS: dict[LedgerFormat, Callable[[Book], str]] = {
    "text": to_text,
    "csv": to_csv,
    "beancount": to_beancount,
}


def render_ledger(book: Book, format: LedgerFormat = "text") -> str:
    """The ledger with a line end after the last line."""
    return _RENDERERS[format](book)
