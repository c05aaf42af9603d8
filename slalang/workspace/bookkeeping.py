"""Ledgers on disk: read whole, and replaced whole, so that a crash leaves the old ledger or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slalang.diagnostics import Outcome
from slalang.ledger import Book, belongs, due, read, written
from slalang.ledger.records import Entry
from slalang.statement import Statement
from slalang.workspace.files import CallError
from slalang.workspace.writing import write_whole


@dataclass(frozen=True)
class Booked:
    """What a settlement added to a ledger, and the hash of its last line after that."""

    entries: tuple[Entry, ...]
    has_changed: bool
    head: str


def read_ledger(path: Path) -> Outcome[Book | None]:
    """The ledger in a file, or what shows that it is not as it was written. Raises ``CallError``."""
    try:
        return read(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise CallError(f"there is no ledger `{path}`") from None
    except OSError as error:
        raise CallError(f"cannot read `{path}`: {(error.strerror or str(error)).lower()}") from None


def book(whole: Statement, path: Path) -> Outcome[Booked | None]:
    """Adds to a ledger what a settlement found, and makes the file where there is none.

    ``whole`` is the statement from the start of the term. A ledger that does not hold together is left as it
    is. Raises ``CallError`` where the ledger is that of another agreement, or cannot be read or written.
    """
    with _alone(path):
        found = read_ledger(path) if path.exists() else Outcome[Book | None](None)
        if found.failed:
            return Outcome(None, found.diagnostics)
        before = found.value
        if before and not belongs(before.opening, whole):
            raise CallError(f"`{path}` is the ledger of {_named(before)}, and not of {_wanted(whole)}")
        records = due(before, whole)
        lines, head = written(records, before.head) if before else written(records)
        if records:
            _append(path, lines)
        entries = tuple(record for record in records if isinstance(record, Entry))
        return Outcome(Booked(entries, bool(records), head))


def _append(path: Path, lines: str) -> None:
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        write_whole(path, before + lines)
    except OSError as error:
        raise CallError(f"cannot write `{path}`: {(error.strerror or str(error)).lower()}") from None


def _named(book: Book) -> str:
    one = book.opening
    return f"`{one.agreement}` ({one.provider} for {one.customer}, in {one.currency})"


def _wanted(whole: Statement) -> str:
    return f"`{whole.agreement}` ({whole.provider} for {whole.customer}, in {whole.currency})"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While it lasts nobody else books in that folder. A process that dies lets go of it."""
    try:
        import fcntl
    except ImportError:  # Windows has no such locks.
        yield
        return
    try:
        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except OSError:
        raise CallError(f"cannot write `{path}`: the folder does not exist") from None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
