"""The files that calendars name: where they lie, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.util import find_spec

from slalang.diagnostics import Kind, Label
from slalang.model.findings import Findings
from slalang.model.ical import entries_of, segments_of
from slalang.model.imports import import_path
from slalang.model.suggestions import did_you_mean
from slalang.quantities import Segment, is_zone
from slalang.source import SourceFile
from slalang.syntax import nodes
from slalang.values import Frozen, value

NOT_READ = Kind("SLA334", "calendar-file-not-read")
UNCLEAR = Kind("SLA335", "unclear-calendar-file")

SUFFIX = ".ics"


@value
class NamedFile(Frozen):
    """A file that a calendar takes hours from: whether it opens or closes, its path, and what is in it."""

    opens: bool
    path: str
    file: SourceFile

    def segments(self, zone: str, first: date, last: date) -> tuple[Segment, ...]:
        """The time it says between two days. Times without a zone are those of this one."""
        return segments_of(entries_of(self.file, zone)[0], first, last)


def named_files(
    calendar: nodes.Calendar, path: str, calendar_files: Mapping[str, SourceFile]
) -> Iterator[NamedFile]:
    """The files that a calendar, which the file at this path declares, names and that are there."""
    for clause in _clauses(calendar):
        target = import_path(path, clause.path.value)
        if target is not None and target in calendar_files:
            yield NamedFile(clause.effect == "open", target, calendar_files[target])


def calendar_paths(path: str, file: nodes.File) -> Iterator[str]:
    """The paths in the project of the files that the calendars of a file name."""
    for node in file.declarations:
        if isinstance(node, nodes.Calendar):
            targets = (import_path(path, clause.path.value) for clause in _clauses(node))
            yield from (target for target in targets if target and target.endswith(SUFFIX))


def check_calendar_files(
    calendar: nodes.Calendar, path: str, calendar_files: Mapping[str, SourceFile], findings: Findings
) -> None:
    """Reports files that are not there, and what cannot be read in those that are."""
    zones = [each.zone.value for each in calendar.clauses if isinstance(each, nodes.Timezone)]
    for clause in _clauses(calendar):
        target = import_path(path, clause.path.value)
        if target is not None and target in calendar_files and find_spec("icalendar"):
            zone = zones[0] if zones and is_zone(zones[0]) else "UTC"
            for fault in entries_of(calendar_files[target], zone)[1]:
                named = Label(clause.path.span, f"`{calendar.name.text}` takes its hours from here")
                findings.report(UNCLEAR, fault.message, Label(fault.span), named, help=fault.help)
        else:
            _report(clause, target, calendar_files, findings)


def _report(
    clause: nodes.CalendarFile,
    target: str | None,
    calendar_files: Mapping[str, SourceFile],
    findings: Findings,
) -> None:
    written = clause.path.value
    help: str | None
    if target is None:
        message = f'"{written}" lies outside the project'
        help = "copy the file into the project: only what lies in it can be read"
    elif not target.endswith(SUFFIX):
        message, help = f'"{written}" is no calendar file', f"calendar files end in {SUFFIX}"
    elif target in calendar_files:
        message = f'"{written}" cannot be read: calendar files need icalendar'
        help = "pip install 'slalang[ics]'"
    else:
        message, help = f'there is no file "{written}"', did_you_mean(written, calendar_files, "there are")
    findings.report(NOT_READ, message, Label(clause.path.span, "not read"), help=help)


def _clauses(calendar: nodes.Calendar) -> list[nodes.CalendarFile]:
    return [clause for clause in calendar.clauses if isinstance(clause, nodes.CalendarFile)]
