"""How a ledger names its entries."""

from __future__ import annotations

from slalang.ledger import Book, Entry
from slalang.quantities import local_date
from slalang.reports.wording import named


def movement_text(entry: Entry) -> str:
    """``returned``, or ``adjusted: returned``."""
    return f"adjusted: {entry.movement}" if entry.is_adjustment else entry.movement


def credit_text(entry: Entry) -> str:
    """``uptime (region eu), 2026-02``."""
    return f"{named(entry.objective, entry.keys)}, {entry.credit_period}"


def day_text(book: Book, at: int) -> str:
    """The day that ends at an instant, or the one that it lies in."""
    return local_date(at - 1, book.opening.timezone).isoformat()
