"""A ledger for people."""

from __future__ import annotations

from slalang.ledger import Book, Entry
from slalang.quantities import format_number
from slalang.reports.document import Column, Document, Facts, Remark, Row, Section, Table
from slalang.reports.ledger.wording import credit_text, day_text, movement_text
from slalang.reports.to_text import layout
from slalang.reports.wording import amount_text, counted


def to_text(book: Book) -> str:
    """Whose it is, how far it reaches, and every entry."""
    opening = book.opening
    facts = Facts(
        (
            ("Agreement", (opening.agreement,)),
            ("Provider", (opening.provider,)),
            ("Customer", (opening.customer,)),
            ("Settled", (f"{counted(len(book.settlements), 'time')}, up to {day_text(book, book.until)}",)),
            ("Owed", (f"{amount_text(book.balance, opening.currency)} {opening.currency}",)),
            ("Last line", (book.head,)),
        )
    )
    columns = (
        Column("#", "right"),
        Column("period"),
        Column("movement"),
        Column("credit", "fill"),
        Column("amount", "decimal"),
        Column("balance", "decimal"),
    )
    rows = tuple(_row(entry, opening.currency) for entry in book.entries)
    entries = Section(f"Entries, in {opening.currency} (positive is owed to the customer)",
                      (Table(columns, rows),))  # fmt: skip
    sections = (Section("", (facts,)), *((entries,) if rows else ()))
    return layout(Document("Ledger of service credits", "", sections))


def _row(entry: Entry, currency: str) -> Row:
    cells = (
        str(entry.number),
        entry.period,
        movement_text(entry),
        credit_text(entry),
        amount_text(entry.amount, currency),
        amount_text(entry.balance, currency),
    )
    days = (Remark(f"{format_number(entry.days)} days of service"),) if entry.days else ()
    return Row(cells, entry.place, days)
