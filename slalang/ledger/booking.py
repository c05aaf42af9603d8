"""What a settlement adds to a ledger: what is new since the last one, and what has come out otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from slalang.ledger.chain import Book
from slalang.ledger.records import Entry, Log, Opening, Record, Settlement, opening_of, postings
from slalang.quantities import format_money
from slalang.statement import Keys, LedgerLine, MovementKind, Statement

Subject: TypeAlias = tuple[int, MovementKind, str, Keys, str]
"""The close, the movement, and the credit: its objective, its keys and its period."""


@dataclass(frozen=True)
class _Draft:
    """An entry before it has its number and its balance; ``line`` says what moved."""

    line: LedgerLine
    amount: Decimal
    is_adjustment: bool = False
    was: Decimal | None = None
    now: Decimal | None = None


def due(book: Book | None, whole: Statement) -> tuple[Record, ...]:
    """The records to append: none where the ledger says all of it already.

    ``whole`` is the statement from the start of the term to the instant up to which is settled. What lies
    before the end of the ledger is compared with it: a difference is an adjustment, and no line is
    rewritten. What lies after it is new.
    """
    drafts = (*_adjustments(book, whole), *_new(book, whole)) if book else tuple(_new(None, whole))
    if book and not drafts and whole.period_end <= book.until:
        return ()
    entries = tuple(_entries(drafts, book, whole))
    opening = () if book else (opening_of(whole),)
    return (*opening, _settlement(whole, len(entries)), *entries)


def belongs(opening: Opening, whole: Statement) -> bool:
    """Whether the ledger is that of the agreement."""
    return opening == replace(opening_of(whole), format_version=opening.format_version)


def _new(book: Book | None, whole: Statement) -> Iterator[_Draft]:
    for line in whole.ledger:
        if book is None or line.at > book.until:
            yield _Draft(line, line.amount)


# --- what has come out otherwise ---------------------------------------------------------------


def _adjustments(book: Book, whole: Statement) -> Iterator[_Draft]:
    """For each movement that was booked with another amount: what makes up for the difference."""
    now = _sums((_subject(line), line.amount) for line in whole.ledger if line.at <= book.until)
    was = _booked(book, whole.period_end)
    lines = {_subject(line): line for line in whole.ledger}
    for subject in sorted({*was, *now}, key=_order):
        before, after = was.get(subject), now.get(subject)
        if before != after:
            line = lines.get(subject) or _former(book, subject)
            amount = _amount(after) - _amount(before)
            text = _said(before, after, whole.currency)
            yield _Draft(replace(line, text=text), amount, True, before, after)


def _booked(book: Book, until: int) -> dict[Subject, Decimal]:
    """What the ledger says of each movement up to an instant, adjustments included."""
    booked: dict[Subject, Decimal] = {}
    for entry in book.entries:
        if entry.at > until:
            continue
        subject = _subject_of(entry)
        if not entry.is_adjustment:
            booked[subject] = booked.get(subject, Decimal(0)) + entry.amount
        elif entry.now is None:
            booked.pop(subject, None)
        else:
            booked[subject] = entry.now
    return booked


def _sums(moved: Iterable[tuple[Subject, Decimal]]) -> dict[Subject, Decimal]:
    sums: dict[Subject, Decimal] = {}
    for subject, amount in moved:
        sums[subject] = sums.get(subject, Decimal(0)) + amount
    return sums


def _subject(line: LedgerLine) -> Subject:
    return line.at, line.kind, line.objective, line.keys, line.credit_period


def _subject_of(entry: Entry) -> Subject:
    return entry.at, entry.movement, entry.objective, entry.keys, entry.credit_period


def _order(subject: Subject) -> tuple[object, ...]:
    """In order of time, and a credit before what becomes of it."""
    at, movement, objective, keys, credit_period = subject
    return at, objective, keys, credit_period, movement not in ("accrued", "reduced"), movement


def _former(book: Book, subject: Subject) -> LedgerLine:
    """The line of a movement that is none any more, as it stands in the ledger."""
    entry = next(entry for entry in book.entries if _subject_of(entry) == subject)
    return LedgerLine(
        number=entry.number,
        at=entry.at,
        period=entry.period,
        kind=entry.movement,
        objective=entry.objective,
        keys=entry.keys,
        credit_period=entry.credit_period,
        amount=entry.amount,
        balance=entry.balance,
        clause=entry.clause,
        text=entry.text,
        days=entry.days,
    )


def _amount(booked: Decimal | None) -> Decimal:
    return Decimal(0) if booked is None else booked


def _said(was: Decimal | None, now: Decimal | None, currency: str) -> str:
    if was is None:
        return "not booked before"
    if now is None:
        return f"booked as {format_money(was, currency)}, and none is due"
    return f"booked as {format_money(was, currency)}, and comes to {format_money(now, currency)}"


# --- records -----------------------------------------------------------------------------------


def _settlement(whole: Statement, entries: int) -> Settlement:
    logs = tuple(Log(each.event, each.path, each.rows, each.sha256) for each in whole.inputs)
    return Settlement(
        whole.period, whole.period_end, whole.final, whole.plan_hash, logs, whole.versions, entries
    )


def _entries(drafts: Sequence[_Draft], book: Book | None, whole: Statement) -> Iterator[Entry]:
    first = len(book.entries) + 1 if book else 1
    balance = book.balance if book else Decimal(0)
    places = dict(whole.clauses)
    for number, draft in enumerate(drafts, first):
        line = draft.line
        posted = postings(line.kind, draft.amount)
        balance += sum((one.amount for one in posted if one.account == "owed"), Decimal(0))
        yield Entry(
            number=number,
            at=line.at,
            period=line.period,
            movement=line.kind,
            is_adjustment=draft.is_adjustment,
            objective=line.objective,
            keys=line.keys,
            credit_period=line.credit_period,
            postings=posted,
            balance=balance,
            was=draft.was,
            now=draft.now,
            clause=line.clause,
            place=places.get(line.clause) if line.clause else None,
            text=line.text,
            days=_days(draft),
        )


def _days(draft: _Draft) -> Fraction | None:
    """The days of service that move; of an adjustment in proportion to the amounts."""
    days, whole = draft.line.days, draft.line.amount
    if not draft.is_adjustment or not days or not whole:
        return days
    return days * Fraction(draft.amount) / Fraction(whole)
