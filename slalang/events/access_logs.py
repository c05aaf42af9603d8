"""Lines of access logs, taken apart by the format string of the server that wrote them.

A part that is only ``-`` is no value. Escapes inside quotes stand in a value as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slalang.diagnostics import Diagnostic, Kind
from slalang.events.batches import LINES, Batch, Records, line_batch
from slalang.events.cells import text_fault, without_returns
from slalang.events.delimited import BLANK_LINE
from slalang.events.findings import Row
from slalang.events.intake import Intake, load_lines
from slalang.events.lines import Lines
from slalang.model.log_formats import LogFormat, compile_log_format
from slalang.plan.streams import Event

NOT_OF_FORMAT = Kind("SLA551", "line-not-of-format")


class AccessRows:
    """Reads the lines of one file by the format of its event."""

    def __init__(self, file: str, event: Event, form: LogFormat) -> None:
        self._file = file
        self._form = form
        self._text = event.format or ""
        self._columns = [form.columns.index(field.column or field.name) for field in event.fields]

    def fast(self, lines: Lines) -> Batch | None:
        """The lines as they are, or ``None`` where one is no text."""
        text = without_returns(lines.text)
        if not (lines.sound and lines.ended) or "\r" in text:
            return None
        groups = ["whole", *(f"part{place}" for place, _ in enumerate(self._form.columns))]
        cells = ", ".join(
            f"nullif(nullif(found.part{column}, '-'), '') AS c{field}"
            for field, column in enumerate(self._columns)
        )
        query = (
            f"SELECT record, found.whole <> '' AS fits, {cells} FROM "
            f"(SELECT record, regexp_extract(line, $form, {groups}) AS found FROM ({LINES}))"
        )
        return line_batch(query, text, lines.first, {"form": f"^({self._form.pattern})$"})

    def careful(
        self, numbered: Sequence[tuple[int, str]], *, ended: bool = True, last: bool = False
    ) -> Records:
        """The lines one by one."""
        records = Records()
        for place, (number, line) in enumerate(numbered, 1):
            records.texts[number] = line.removesuffix("\r")
            is_whole = ended or place < len(numbered)
            found = self._parts(Row(self._file, number), line.removesuffix("\r"), is_whole)
            if isinstance(found, Diagnostic):
                records.faults.append(found)
            else:
                records.add(number, [_value(found[column]) for column in self._columns])
        return records

    def _parts(self, row: Row, line: str, is_whole: bool) -> tuple[str, ...] | Diagnostic:
        fault = text_fault(row, line)
        if fault is not None:
            return fault
        if not is_whole:
            help = "transfer the file again, or take out a line that was not written to its end"
            return row.wrong(NOT_OF_FORMAT, "the file stops in this line", value=line, help=help)
        if not line:
            return row.wrong(BLANK_LINE, "the line is empty")
        found = re.fullmatch(self._form.pattern, line)
        if found is None:
            help = f"the format is `{self._text}`"
            return row.wrong(NOT_OF_FORMAT, "the line is not of the declared format", value=line, help=help)
        return found.groups()


def _value(part: str) -> str | None:
    return None if part in ("", "-") else part


def load_access_log(intake: Intake, lines: Iterator[Lines]) -> None:
    """Reads a file without a header, by the format that its event declares."""
    form = compile_log_format(intake.event.format or "")
    if isinstance(form, str):
        raise ValueError(f"a format that the check refuses: {form}")
    load_lines(intake, AccessRows(intake.source.name, intake.event, form), lines)
