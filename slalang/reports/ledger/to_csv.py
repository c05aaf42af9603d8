"""A ledger as a table for spreadsheets."""

from __future__ import annotations

import csv
import io

from slalang.ledger import Book, Entry
from slalang.quantities import decimal_text
from slalang.reports.ledger.wording import day_text
from slalang.reports.spreadsheet import cell

COLUMNS = (
    *("number", "agreement", "day", "period", "movement", "adjusts", "objective", "keys", "credit_period"),
    *("amount", "balance", "was", "now", "currency", "days", "clause", "place", "text"),
)


def to_csv(book: Book) -> str:
    """A header and one line for each entry; no cell begins a formula."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for entry in book.entries:
        writer.writerow({name: cell(text) for name, text in _cells(entry, book).items()})
    return written.getvalue()


def _cells(entry: Entry, book: Book) -> dict[str, str | None]:
    return {
        "number": str(entry.number),
        "agreement": book.opening.agreement,
        "day": day_text(book, entry.at),
        "period": entry.period,
        "movement": "adjusted" if entry.is_adjustment else entry.movement,
        "adjusts": entry.movement if entry.is_adjustment else None,
        "objective": entry.objective,
        "keys": "; ".join(f"{field}={value}" for field, value in entry.keys),
        "credit_period": entry.credit_period,
        "amount": format(entry.amount, "f"),
        "balance": format(entry.balance, "f"),
        "was": None if entry.was is None else format(entry.was, "f"),
        "now": None if entry.now is None else format(entry.now, "f"),
        "currency": book.opening.currency,
        "days": None if entry.days is None else decimal_text(entry.days) or str(entry.days),
        "clause": entry.clause,
        "place": entry.place,
        "text": entry.text,
    }
