"""Rows that cannot be read and are set aside, where the call asks for it: nothing of them is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import TypeAlias

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Severity

ROWS_SET_ASIDE = Kind("SLA549", "rows-set-aside", Severity.WARNING)
TOO_MANY_ASIDE = Kind("SLA550", "too-many-rows-set-aside")


class Unread(Enum):
    """Stands in the place of a value that cannot be read."""

    VALUE = "unread"


Value: TypeAlias = int | str | Unread | None


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken: its line, what it has for each field as far as it can be read, and why.

    ``text`` is the row as it stands in its file; one of Parquet, its cells as JSON.
    """

    record: int
    values: tuple[Value, ...]
    faults: tuple[Diagnostic, ...]
    text: str = ""


@dataclass(frozen=True)
class SetAside:
    """A bad row of an event, and its file: the path as given, and its place among the files of the event."""

    event: str
    file: str
    source: int
    row: BadRow


def unread_rows(faults: Iterable[Diagnostic], width: int, text_of: Callable[[int], str]) -> list[BadRow]:
    """The rows behind findings about rows of which no field can be read; findings in order of their rows."""
    return [
        BadRow(record, (Unread.VALUE,) * width, tuple(own), text_of(record))
        for record, own in groupby(faults, key=record_of)
    ]


def record_of(finding: Diagnostic) -> int:
    """The line or row that a finding is about, zero where it is about none."""
    return (finding.data and finding.data.record) or 0


def told_aside(aside: Sequence[SetAside]) -> Diagnostic:
    """That rows of one event were set aside, at the first of them."""
    first, number = aside[0], len(aside)
    rows, are = ("1 row", "is") if number == 1 else (f"{number:,} rows", "are")
    message = f"{rows} of `{first.event}` cannot be read and {are} set aside"
    return Diagnostic(ROWS_SET_ASIDE, message, data=DataPlace(first.file, first.row.record))


def to_json_lines(aside: Sequence[SetAside]) -> str:
    """One JSON object a line for each row: where it stands, its text, and what is wrong with it.

    All characters outside ASCII are escapes, bytes that are no UTF-8 lone surrogates (``\\udcfc`` is 0xfc):
    so every text can be had back byte for byte.
    """
    return "".join(f"{json.dumps(_told(one))}\n" for one in aside)


def _told(one: SetAside) -> dict[str, object]:
    faults = [fault.message for fault in one.row.faults]
    return {
        "event": one.event, "file": one.file, "line": one.row.record, "text": one.row.text, "faults": faults
    }  # fmt: skip


def with_texts(rows: Iterable[BadRow], text_of: Callable[[int], str]) -> list[BadRow]:
    """The rows with their texts."""
    return [replace(row, text=text_of(row.record)) for row in rows]
