"""One file on its way into the table of its event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from slalang.diagnostics import DataPlace, Diagnostic, Severity
from slalang.events.aside import BadRow, SetAside, record_of, unread_rows, with_texts
from slalang.events.batches import Batch, Records
from slalang.events.findings import Findings, Refused
from slalang.events.lines import NOT_UTF8, Lines
from slalang.events.log import Limits
from slalang.events.rules import Rule
from slalang.events.sources import TOO_LARGE, Source
from slalang.events.table import EventTable, Loaded, Stored
from slalang.plan.streams import Event


@dataclass(frozen=True)
class Intake:
    """A file and where its rows go. ``number`` is its place among the files of the event, ``events`` are all
    events of the agreement."""

    source: Source
    number: int
    table: EventTable
    findings: Findings
    limits: Limits
    events: Sequence[Event] = ()

    @property
    def event(self) -> Event:
        """The event whose rows the file has."""
        return self.table.event

    def load(self, batch: Batch, rules: Sequence[Rule] | None = None) -> Loaded:
        """Takes the rows that hold.

        ``rules`` stand in for those of the event where a file has values of its own types.
        """
        rules = rules or self.table.rules
        loaded = self.table.load(batch, rules, self.number, self.source.name, self.findings.room)
        self._limit_rows()
        return loaded

    def take(self, batch: Batch, rules: Sequence[Rule]) -> Loaded:
        """Takes the rows that hold straight from where they are stored."""
        loaded = self.table.take(batch, rules, self.number, self.source.name, self.findings.room)
        self._limit_rows()
        return loaded

    def leave(self, stored: Stored, rules: Sequence[Rule]) -> bool:
        """Leaves rows where they are stored, to be read there, if each of them holds."""
        left = self.table.leave(stored, rules, self.number)
        self._limit_rows()
        return left

    def _limit_rows(self) -> None:
        if self.table.rows > self.limits.rows:
            message = (
                f"`{self.source.name}` brings the log over {self.limits.rows:,} rows, the most it may have"
            )
            raise Refused(Diagnostic(TOO_LARGE, message, data=DataPlace(self.source.name)))

    def set_aside(self, rows: Iterable[BadRow], unnamed: int) -> None:
        """Sets bad rows aside, in their order."""
        in_order = sorted(rows, key=lambda row: row.record)
        found = [SetAside(self.event.name, self.source.name, self.number, row) for row in in_order]
        self.findings.set_aside(found, unnamed)


class TextRows(Protocol):
    """How lines become rows: many at a time where they are plain, one by one where they are not."""

    def fast(self, lines: Lines) -> Batch | None:
        """The lines as a batch, or ``None`` where they need care."""

    def careful(
        self, numbered: Sequence[tuple[int, str]], *, ended: bool = True, last: bool = False
    ) -> Records:
        """The lines one by one. ``ended`` is false where the file stops within the last of them,
        ``last`` says that no more lines follow."""


def load_lines(intake: Intake, rows: TextRows, stretches: Iterable[Lines]) -> None:
    """Reads all lines of a file and notes what is wrong with them, in their order."""
    foreign: list[Diagnostic] = []
    for lines in stretches:
        batch = rows.fast(lines)
        if batch is None:
            loaded = Loaded()
            left = lines.numbered()
        else:
            loaded = intake.load(batch)
            left = _numbered(lines, loaded.misfits)
        _note(intake, loaded, rows.careful(left, ended=lines.ended), foreign, lines)
    _note(intake, Loaded(), rows.careful([], last=True), foreign)
    if foreign:
        intake.findings.add(_of_the_file(foreign))


def _of_the_file(foreign: Sequence[Diagnostic]) -> Diagnostic:
    """One finding for all lines that are not UTF-8: the file was written in another encoding."""
    more = len(foreign) - 1
    also = f"; {more:,} other {'line is' if more == 1 else 'lines are'} not UTF-8 either" if more else ""
    return replace(foreign[0], message=foreign[0].message + also)


def _numbered(lines: Lines, records: Sequence[int]) -> list[tuple[int, str]]:
    if not records:
        return []
    numbered = lines.numbered()
    return [numbered[record - lines.first] for record in records]


def _note(
    intake: Intake, fast: Loaded, careful: Records, foreign: list[Diagnostic], lines: Lines | None = None
) -> None:
    """Notes what is wrong with rows; lines that are not UTF-8 are collected in ``foreign``."""
    slow = intake.load(careful.batch()) if careful.rows else Loaded()
    if intake.findings.sets_aside:
        _set_aside(intake, fast, slow, careful, dict(lines.numbered()) if lines and fast.bad else {})
        return
    foreign += [fault for fault in careful.faults if fault.kind is NOT_UTF8]
    others = (fault for fault in careful.faults if fault.kind is not NOT_UTF8)
    faults = [*fast.faults, *slow.faults, *others]
    intake.findings.add_rows(sorted(faults, key=record_of), fast.unnamed + slow.unnamed)


def _set_aside(
    intake: Intake, fast: Loaded, slow: Loaded, careful: Records, texts: Mapping[int, str]
) -> None:
    """Sets aside what is wrong; what is only remarked of a row stays a finding."""

    def text_of(record: int) -> str:
        return careful.texts.get(record, texts.get(record, "")).removesuffix("\r")

    faults = [fault for fault in careful.faults if fault.severity is Severity.ERROR]
    intake.findings.add_rows(fault for fault in careful.faults if fault.severity is not Severity.ERROR)
    unread = unread_rows(sorted(faults, key=record_of), len(intake.event.fields), text_of)
    intake.set_aside([*with_texts([*fast.bad, *slow.bad], text_of), *unread], fast.unnamed + slow.unnamed)
