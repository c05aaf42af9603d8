"""Reading the logs of a plan's events: every file, every row, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from slalang.diagnostics import Diagnostic, Kind, Outcome
from slalang.events.access_logs import load_access_log
from slalang.events.aside import told_aside
from slalang.events.database import Resources, open_database
from slalang.events.databases import NO_DRIVER, DatabaseTable
from slalang.events.delimited import DELIMITERS, load_delimited
from slalang.events.duckdb_files import load_duckdb
from slalang.events.duplicates import settle_duplicates
from slalang.events.fields import field_rules
from slalang.events.findings import Findings, Refused
from slalang.events.intake import Intake
from slalang.events.json_lines import load_json_lines
from slalang.events.lines import read_lines
from slalang.events.log import EventLog, InputFile, Limits
from slalang.events.open_intervals import open_intervals
from slalang.events.parquet import load_parquet
from slalang.events.postgres import load_postgres
from slalang.events.sources import (
    FILE_NOT_FOUND,
    NO_FILE,
    UNKNOWN_FILE_TYPE,
    Digest,
    HashingReader,
    Progress,
    Source,
    Tally,
    find_sources,
    read_blocks,
    unreadable,
)
from slalang.events.table import EventTable
from slalang.plan.streams import Event

UNKNOWN_EVENT = Kind("SLA502", "unknown-event")

Log: TypeAlias = Path | DatabaseTable
"""Where rows of an event are: a file, a folder or a pattern, or a table of a database."""

CALL_FAULTS = (NO_FILE, UNKNOWN_EVENT, FILE_NOT_FOUND, UNKNOWN_FILE_TYPE, NO_DRIVER)
"""What is wrong with a call and not with an agreement or a log."""


def read_events(
    events: Sequence[Event],
    files: Mapping[str, Sequence[Log]],
    *,
    default_currency: str,
    root: Path = Path(),
    limits: Limits | None = None,
    resources: Resources | None = None,
    progress: Progress | None = None,
    set_aside: bool = False,
) -> Outcome[EventLog | None]:
    """The log of the events, from the files given for each by name or else named in the contract.

    ``default_currency`` is the agreement's; money in another is an error. ``root`` is the folder in
    which files named by the contract lie. ``progress`` is told how many stored bytes were read, and of how
    many. ``resources`` bound what the database takes. With any error there is no log: none is ever read in
    part, but for bad rows that the call wants ``set_aside``.
    """
    limits = limits or Limits()
    findings = Findings(limits.listed, set_aside)
    _check_names(events, files, findings)
    found = [find_sources(event, given, root) for event, given in _with_files(events, files)]
    tally = Tally((source for sources, _ in found for source in sources), progress)
    with ExitStack() as stack:
        log = stack.enter_context(_empty_log(resources or Resources()))
        reader = _Reader(log, default_currency, findings, limits, tally, events)
        for index, (event, of_event) in enumerate(zip(events, found, strict=True)):
            reader.read(index, event, *of_event)
        if findings.failed:
            return Outcome(None, findings.all())
        for name, table in log.tables.items():
            told = open_intervals(log, table)
            if told is not None:
                findings.add(told)
                log.tables[name] = replace(table, remarks=(*table.remarks, told))
        stack.pop_all()
    return Outcome(log, findings.all())


def _empty_log(resources: Resources) -> EventLog:
    folder = TemporaryDirectory(prefix="slalang-", dir=resources.scratch)
    return EventLog(open_database(Path(folder.name).resolve(), resources.memory), {}, folder)


def _check_names(events: Sequence[Event], files: Mapping[str, Sequence[Log]], findings: Findings) -> None:
    names = [event.name for event in events]
    known = ", ".join(f"`{name}`" for name in names) or "none"
    for name in files:
        if name not in names:
            message = f"a file is given for `{name}`, which is no event of the agreement"
            near = get_close_matches(name, names, n=1)
            help = f"did you mean `{near[0]}`?" if near else f"its events are {known}"
            findings.add(Diagnostic(UNKNOWN_EVENT, message, help=help))


def _with_files(
    events: Sequence[Event], files: Mapping[str, Sequence[Log]]
) -> Iterator[tuple[Event, Sequence[Log] | None]]:
    """Each event with what is given for it. What is given under a name that is almost its own is taken for
    its own, so that nobody is told that it is missing."""
    names = [event.name for event in events]
    meant = {
        near: given
        for name, given in files.items()
        if name not in names
        for near in get_close_matches(name, names, n=1)
    }
    for event in events:
        yield event, files.get(event.name) or meant.get(event.name)


@dataclass(frozen=True)
class _Reader:
    """Reads the files of one event after the other into one log."""

    log: EventLog
    currency: str
    findings: Findings
    limits: Limits
    tally: Tally
    events: Sequence[Event]

    def read(
        self, index: int, event: Event, sources: Sequence[Source], missing: Sequence[Diagnostic]
    ) -> None:
        """Adds the table of one event, where it can be made."""
        listed, set_aside = self.findings.listed, len(self.findings.aside)
        rules, unreadable = field_rules(event, self.currency)
        for fault in (*missing, *unreadable):
            self.findings.add(fault)
        if unreadable:
            return
        table = EventTable(self.log.connection, f"event_{index}", event, rules)
        read = [
            self._read_file(Intake(source, number, table, self.findings, self.limits, self.events))
            for number, source in enumerate(sources)
        ]
        files = tuple(file for file in read if file is not None)
        if len(files) == len(sources):
            table.join()
            made = table.finish(files, settle_duplicates(table, files, self.findings))
            aside = tuple(self.findings.aside[set_aside:])
            if aside:
                self.findings.add(told_aside(aside))
            self.log.tables[event.name] = replace(made, remarks=self.findings.since(listed), aside=aside)

    def _read_file(self, intake: Intake) -> InputFile | None:
        source, before = intake.source, intake.table.rows
        try:
            reader = self._loaded(intake)
        except OSError as error:
            self.findings.add(unreadable(source, error))
        except Refused as refusal:
            self.findings.add(refusal.finding)
        else:
            return InputFile(source.name, intake.table.rows - before, reader.bytes, reader.sha256)
        return None

    def _loaded(self, intake: Intake) -> Digest:
        table = intake.source.table
        if table is not None and table.system == "postgres":
            digest = Digest()
            load_postgres(intake, table, digest)
            return digest
        with intake.source.path.open("rb") as file:
            reader = HashingReader(file, self.tally)
            self._load(intake, reader)
            return reader

    def _load(self, intake: Intake, reader: HashingReader) -> None:
        source = intake.source
        blocks = read_blocks(source, reader, self.limits)
        if source.table is not None:
            load_duckdb(intake, source.table, blocks, self.log.private_folder)
            return
        if source.layout == "parquet":
            load_parquet(intake, blocks, self.log.private_folder)
            return
        lines = read_lines(blocks, source.name, self.limits.line)
        if source.layout == "jsonl":
            load_json_lines(intake, lines)
        elif source.layout == "access":
            load_access_log(intake, lines)
        else:
            load_delimited(intake, DELIMITERS[source.layout], lines)
