"""Lines bound to one another: each carries the hash of the line before it and its own.

Whoever changes a byte has to write anew every line below it, and then the hash of the last line is another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Outcome
from slalang.ledger.records import FORMAT_VERSION, Entry, Opening, Record, Settlement
from slalang.plan.canonical import canonical_bytes, digest, from_json, schema_of

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

CHANGED_LINE = Kind("SLA580", "ledger-changed")
CUT_LEDGER = Kind("SLA581", "ledger-cut")
UNBALANCED_LEDGER = Kind("SLA582", "ledger-unbalanced")

BEGINNING = digest(b"")
"""What stands before the first line."""

_RESTORE = "restore the ledger from a copy, such as the last commit: its lines are never edited"


@dataclass(frozen=True)
class Line:
    """A record between the hash of the line before and its own, which covers both."""

    previous: str
    record: Record
    hash: str


@dataclass(frozen=True)
class _Bound:
    """What the hash of a line covers."""

    previous: str
    record: Record


@dataclass(frozen=True)
class Book:
    """A ledger that was read and holds together."""

    opening: Opening
    settlements: tuple[Settlement, ...]
    entries: tuple[Entry, ...]
    hashes: tuple[str, ...]
    """Of each line, in order."""

    @property
    def head(self) -> str:
        """The hash of the last line, which stands for all of it."""
        return self.hashes[-1]

    @cached_property
    def until(self) -> int:
        """The instant up to which it has been settled."""
        return max((settlement.until for settlement in self.settlements), default=-(2**63))

    @property
    def balance(self) -> Decimal:
        """What is owed to the customer in all."""
        return self.entries[-1].balance if self.entries else Decimal(0)


def written(records: Sequence[Record], head: str = BEGINNING) -> tuple[str, str]:
    """The lines of the records, to follow a line with the hash ``head``, and the hash of the last of them."""
    lines: list[bytes] = []
    for record in records:
        line = Line(head, record, digest(canonical_bytes(_Bound(head, record))))
        lines.append(canonical_bytes(line) + b"\n")
        head = line.hash
    return b"".join(lines).decode(), head


def line_schema() -> dict[str, object]:
    """The JSON Schema of one line."""
    return schema_of(Line, f"a line of a slalang ledger, format version {FORMAT_VERSION}")


# --- reading -----------------------------------------------------------------------------------


def read(content: bytes, path: str) -> Outcome[Book | None]:
    """The ledger in a file, or the first thing that shows that it is not as it was written."""
    try:
        return Outcome(_book(_lines(content, path), path))
    except _Broken as broken:
        return Outcome(None, (broken.finding,))


class _Broken(Exception):
    """The ledger does not hold together."""

    def __init__(self, kind: Kind, message: str, path: str, line: int | None) -> None:
        super().__init__(message)
        self.finding = Diagnostic(kind, message, data=DataPlace(path, line), help=_RESTORE)


def _lines(content: bytes, path: str) -> list[Line]:
    if not content:
        raise _Broken(CUT_LEDGER, "the ledger is empty", path, None)
    whole = content.split(b"\n")
    if whole.pop():
        raise _Broken(CUT_LEDGER, "the last line is not whole: no line end follows it", path, len(whole) + 1)
    head, lines = BEGINNING, []
    for number, raw in enumerate(whole, 1):
        line = _line(raw)
        if line is None:
            raise _Broken(CHANGED_LINE, "the line is not as it was written", path, number)
        if line.previous != head:
            message = "the line does not follow the one before it: a line was changed, put in or taken out"
            raise _Broken(CHANGED_LINE, message, path, number)
        head = line.hash
        lines.append(line)
    return lines


def _line(raw: bytes) -> Line | None:
    """The line with these bytes and no others, ``None`` where no line is written so."""
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not _validator().is_valid(data):
        return None
    try:
        line = from_json(Line, data)
    except (ValueError, ArithmeticError):
        return None
    bound = digest(canonical_bytes(_Bound(line.previous, line.record)))
    return line if line.hash == bound and canonical_bytes(line) == raw else None


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(line_schema())


def _book(lines: Sequence[Line], path: str) -> Book:
    """The records in order: an opening, then settlements, each with as many entries as it says."""
    opening, *rest = (line.record for line in lines)
    if not isinstance(opening, Opening):
        raise _Broken(CHANGED_LINE, "a ledger opens with a line that says whose it is", path, 1)
    settlements: list[Settlement] = []
    entries: list[Entry] = []
    expected, balance = 0, Decimal(0)
    for number, record in enumerate(rest, 2):
        match record:
            case Settlement() if not expected:
                settlements.append(record)
                expected = record.entries
            case Entry() if expected:
                expected -= 1
                entries.append(record)
                balance += record.to_balance
                for wrong in _wrong_sums(record, len(entries), balance):
                    raise _Broken(UNBALANCED_LEDGER, wrong, path, number)
            case _:
                raise _Broken(CHANGED_LINE, "the line stands where none of its kind can", path, number)
    if expected:
        message = f"entries are missing: the last settlement says that {expected} more should follow"
        raise _Broken(CUT_LEDGER, message, path, len(lines))
    return Book(opening, tuple(settlements), tuple(entries), tuple(line.hash for line in lines))


def _wrong_sums(entry: Entry, number: int, balance: Decimal) -> Iterator[str]:
    if entry.number != number:
        yield f"entry {entry.number} stands where entry {number} should"
    if sum(posting.amount for posting in entry.postings):
        yield f"the postings of entry {number} do not sum to zero"
    if entry.balance != balance:
        yield f"the balance of entry {number} is {entry.balance}, and its amounts sum to {balance}"
