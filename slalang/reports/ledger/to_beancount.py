"""A ledger for plain-text accounting, in the format of beancount."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from slalang.ledger import Book, Entry
from slalang.reports.ledger.wording import credit_text, day_text, movement_text

_ACCOUNTS = {"credits": "Expenses:ServiceCredits", "owed": "Liabilities:ServiceCredits",
             "held": "Liabilities:HeldCredits"}  # fmt: skip
"""In the books of the provider: what the customer is owed is a liability."""


def to_beancount(book: Book) -> str:
    """The provider's books. In beancount, what is owed is negative, and every transaction sums to zero."""
    lines = [f'option "operating_currency" "{book.opening.currency}"', ""]
    lines += _opened(book)
    for entry in book.entries:
        lines += ["", *_transaction(entry, book)]
    return "\n".join(lines) + "\n"


def _opened(book: Book) -> Iterator[str]:
    first = min((day_text(book, entry.at) for entry in book.entries), default=day_text(book, book.until))
    for account in _ACCOUNTS:
        yield f"{first} open {_account(account, book)} {book.opening.currency}"


def _account(name: str, book: Book) -> str:
    parts = re.split("[^a-z0-9]+", book.opening.agreement)
    return f"{_ACCOUNTS[name]}:{''.join(part.capitalize() for part in parts)}"


def _transaction(entry: Entry, book: Book) -> Iterator[str]:
    said = f"{movement_text(entry)}, {credit_text(entry)}"
    yield f"{day_text(book, entry.at)} * {_quoted(book.opening.customer)} {_quoted(said)}"
    yield f"  entry: {entry.number}"
    for name, text in (("clause", entry.clause), ("place", entry.place), ("text", entry.text)):
        if text:
            yield f"  {name}: {_quoted(text)}"
    for posting in entry.postings:
        yield f"  {_account(posting.account, book)}  {format(-posting.amount, 'f')} {book.opening.currency}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
