"""The ledger of an agreement: a file that only grows, each line bound to the one before it by a hash."""

from slalang.ledger.booking import belongs, due
from slalang.ledger.chain import Book, line_schema, read, written
from slalang.ledger.records import Entry, Opening, Posting, Settlement

__all__ = [
    "Book",
    "Entry",
    "Opening",
    "Posting",
    "Settlement",
    "belongs",
    "due",
    "line_schema",
    "read",
    "written",
]
