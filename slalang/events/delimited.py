"""Rows of CSV and TSV files: a header, then one record a line, or several where a text is quoted.

CSV is that of RFC 4180, or with semicolons where the header has those and no comma. In TSV a quote is a
character like any other. Columns that no field maps are ignored; a wholly empty line is allowed at the end of
the file only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Severity
from slalang.events.batches import LINES, Batch, Records, line_batch
from slalang.events.cells import (
    BROKEN_TEXT,
    QUOTED,
    has_blank_line,
    record_pattern,
    split_cells,
    text_fault,
    without_returns,
)
from slalang.events.columns import column_faults
from slalang.events.endings import may_go_on
from slalang.events.findings import Row, shown
from slalang.events.intake import Intake, load_lines
from slalang.events.lines import Lines
from slalang.plan.streams import Event, EventField

NO_HEADER = Kind("SLA511", "log-without-header")
WRONG_COLUMN_COUNT = Kind("SLA514", "wrong-column-count")
BROKEN_QUOTES = Kind("SLA515", "broken-quotes")
BLANK_LINE = Kind("SLA517", "blank-line")
WRONG_SEPARATOR = Kind("SLA548", "wrong-separator")
UNENDED = Kind("SLA518", "unended-line", Severity.WARNING)

DELIMITERS = {"csv": ",", "tsv": "\t"}


class DelimitedRows:
    """Reads the lines below a header; quoted texts over several lines are kept between calls."""

    def __init__(self, file: str, delimiter: str, names: Sequence[str], event: Event, longest: int) -> None:
        self._file = file
        self._delimiter = delimiter
        self._width = len(names)
        self._columns = [names.index(field.column or field.name) for field in event.fields]
        self._fields = event.fields
        self._longest = longest
        self._quotes = delimiter in QUOTED
        self._open: list[tuple[int, str]] = []
        self._blank: list[int] = []

    def fast(self, lines: Lines) -> Batch | None:
        """The lines as they are, or ``None`` where a record does not end with its line or is no text."""
        text = without_returns(lines.text)
        if not (lines.sound and lines.ended) or self._open or self._blank or has_blank_line(text):
            return None
        if "\r" in text:
            return None
        if not self._quotes or '"' not in text:
            return self._plain(text, lines.first)
        return (
            None if any(line.count('"') % 2 for line in text.split("\n")) else self._quoted(text, lines.first)
        )

    def _plain(self, text: str, first: int) -> Batch:
        cells = ", ".join(
            f"nullif(cells[{column + 1}], '') AS c{field}" for field, column in enumerate(self._columns)
        )
        query = (
            f"SELECT record, len(cells) = $width AS fits, {cells} FROM "
            f"(SELECT record, string_split(line, $delimiter) AS cells FROM ({LINES}))"
        )
        return line_batch(query, text, first, {"width": self._width, "delimiter": self._delimiter})

    def _quoted(self, text: str, first: int) -> Batch:
        groups = [
            "whole",
            *(f"{kind}{column}" for column in sorted(set(self._columns)) for kind in ("text", "bare")),
        ]
        cells = ", ".join(
            f"nullif(found.bare{column} || replace(found.text{column}, '\"\"', '\"'), '') AS c{field}"
            for field, column in enumerate(self._columns)
        )
        query = (
            f"SELECT record, found.whole <> '' AS fits, {cells} FROM "
            f"(SELECT record, regexp_extract(line, $record, {groups}) AS found FROM ({LINES}))"
        )
        return line_batch(
            query, text, first, {"record": record_pattern(self._width, self._columns, self._delimiter)}
        )

    def careful(
        self, numbered: Sequence[tuple[int, str]], *, ended: bool = True, last: bool = False
    ) -> Records:
        """The lines one by one. ``ended`` is false where the file stops within the last of them."""
        lines = [*self._open, *numbered]
        self._open = []
        records = Records()
        index = 0
        while index < len(lines):
            end = self._end_of_record(lines, index)
            if end is None and not last and sum(len(line) for _, line in lines[index:]) <= self._longest:
                self._open = lines[index:]
                break
            whole = ended or end != len(lines) - 1
            taken = end is not None and self._take(lines[index : end + 1], whole, records)
            if end is None or (end > index and not taken):
                records.texts.update([lines[index]])
                records.faults.append(self._not_closed(*lines[index]))
            index = end + 1 if end is not None and (taken or end == index) else index + 1
        return records

    def _end_of_record(self, lines: Sequence[tuple[int, str]], start: int) -> int | None:
        """The line a record ends on: the first with which its quotes are even in number."""
        if not self._quotes or lines[start][1].count('"') % 2 == 0:
            return start
        return next((end for end in range(start + 1, len(lines)) if lines[end][1].count('"') % 2), None)

    def _take(self, lines: Sequence[tuple[int, str]], whole: bool, records: Records) -> bool:
        """Takes one record. What is wrong with one on a single line is named, on several it is not."""
        number = lines[0][0]
        text = "\n".join(line for _, line in lines).removesuffix("\r")
        if not text:
            self._blank.append(number)
            return True
        self._name_blank_lines(records)
        records.texts[number] = text
        row = Row(self._file, number)
        cells = self._cells(row, text, whole)
        if isinstance(cells, Diagnostic):
            if len(lines) == 1:
                records.faults.append(cells)
            return False
        is_closed = lines[-1][1].endswith("\r") or (self._quotes and text.endswith('"'))
        if not whole and not is_closed:
            records.faults += self._perhaps_cut(row, cells[-1])
        records.add(number, [cells[column] or None for column in self._columns])
        return True

    def _perhaps_cut(self, row: Row, value: str) -> list[Diagnostic]:
        """A warning about the last value of the file, where it matters and could have been longer."""
        last = self._width - 1
        fields = [field for field, at in zip(self._fields, self._columns, strict=True) if at == last]
        open_ended = [field for field in fields if may_go_on(value, field)]
        return [_unended(row, field, value) for field in open_ended[:1]]

    def _cells(self, row: Row, text: str, whole: bool) -> list[str] | Diagnostic:
        fault = text_fault(row, text)
        if fault is not None:
            return fault
        if "\r" in text and '"' not in text:
            return row.wrong(BROKEN_TEXT, "the line has a carriage return in the middle", value=text)
        cells = split_cells(text, self._delimiter)
        if cells is None:
            message = "the line has a quote where none may be"
            advice = "a text with quotes is written in quotes, and each quote in it twice"
            return row.wrong(BROKEN_QUOTES, message, value=text, help=advice)
        if len(cells) != self._width:
            message = f"the line has {len(cells)} columns, and the header has {self._width}"
            help = self._miscounted(len(cells)) if whole else "the file stops in this line: transfer it again"
            return row.wrong(WRONG_COLUMN_COUNT, message, value=text, help=help)
        return cells

    def _miscounted(self, cells: int) -> str | None:
        """What to do about too many cells: most often a text, or a number, has what separates them in it."""
        if cells <= self._width or not self._quotes:
            return None
        mark = "comma" if self._delimiter == "," else "semicolon"
        return f"put a text with a {mark} in it in quotes, and write numbers without any"

    def _name_blank_lines(self, records: Records) -> None:
        for number in self._blank:
            records.faults.append(Row(self._file, number).wrong(BLANK_LINE, "the line is empty"))
        self._blank = []

    def _not_closed(self, number: int, line: str) -> Diagnostic:
        message = "a quote is opened in this line and not closed where the row ends"
        help = "a text with quotes is written in quotes, and each quote in it twice"
        return Row(self._file, number).wrong(BROKEN_QUOTES, message, value=line, help=help)


def _unended(row: Row, field: EventField, value: str) -> Diagnostic:
    said = f"`{field.name}` is `{shown(value)}` there" if value else f"`{field.name}` has no value there"
    return Diagnostic(
        UNENDED,
        f"the file ends without a line break, and {said}: it is read so, and may have been cut off",
        data=DataPlace(row.file, row.record, field.name, shown(value)),
        help="end the last line with a line break if it is whole, else transfer the file again",
    )


def load_delimited(intake: Intake, delimiter: str, lines: Iterator[Lines]) -> None:
    """Reads a file whose first line names its columns."""
    first = next(lines, None)
    delimiter = delimiter_of(_header(first), delimiter)
    names, faults = read_header(first, intake, delimiter)
    for fault in faults:
        intake.findings.add(fault)
    if faults or first is None:
        return
    rows = DelimitedRows(intake.source.name, delimiter, names, intake.event, intake.limits.line)
    _, line_break, below = first.text.partition("\n")
    rest = [Lines(first.first + 1, below, first.ended, first.sound)] if line_break else []
    load_lines(intake, rows, chain(rest, lines))


def delimiter_of(header: str, delimiter: str) -> str:
    """What stands between the columns: in a file with commas a semicolon, where the header has no comma."""
    bare = re.sub('"[^"]*"', "", header)
    return ";" if delimiter == "," and "," not in bare and ";" in bare else delimiter


def _header(lines: Lines | None) -> str:
    return "" if lines is None else lines.text.split("\n", 1)[0].removesuffix("\r")


def read_header(lines: Lines | None, intake: Intake, delimiter: str) -> tuple[list[str], list[Diagnostic]]:
    """The names of the columns from the first line, and what is wrong with them."""
    line, event = _header(lines), intake.event
    row = Row(intake.source.name, 1)
    if not line:
        wanted = delimiter.join(dict.fromkeys(field.column or field.name for field in event.fields))
        help = f"its first line names its columns, also where there are no rows: `{wanted}`"
        message = "the file is empty" if lines is None else "the file does not begin with a header"
        return [], [row.wrong(NO_HEADER, message, help=help)]
    fault = text_fault(row, line)
    if fault is not None:
        return [], [fault]
    names = split_cells(line, delimiter)
    if names is None:
        return [], [row.wrong(BROKEN_QUOTES, "the header has a quote where none may be", value=line)]
    faults = column_faults(names, intake.events, event, row.file, 1)
    return names, [_other_separator(row, line, delimiter)] if faults and _is_other(
        line, delimiter
    ) else faults


def _is_other(header: str, delimiter: str) -> bool:
    """Whether the columns are separated by what the ending of the file does not stand for."""
    others = (",", ";") if delimiter == "\t" else ("\t", "|")
    return delimiter not in header and any(other in header for other in others)


def _other_separator(row: Row, header: str, delimiter: str) -> Diagnostic:
    found, help = "no tab", "give the file a name that ends in .csv"
    if delimiter != "\t":
        is_tab = "\t" in header
        found = "tabs and no comma" if is_tab else "`|` and no comma"
        help = "give the file a name that ends in .tsv" if is_tab else "export it with commas"
    message = f"the header has {found}, and the columns of this kind of file are separated by "
    message += "tabs" if delimiter == "\t" else "commas or semicolons"
    return row.wrong(WRONG_SEPARATOR, message, value=header, help=help)
