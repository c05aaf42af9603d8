"""Rows of JSON Lines files: one object a line, numbers taken digit by digit as they are written.

Members that no field maps are ignored. A string is taken as its text, a number, ``true`` or ``false``
as they are written; ``null`` or a missing member is no value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from json import JSONDecodeError, JSONDecoder
from typing import Any

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Severity
from slalang.events.batches import LINES, Batch, Cell, Records, line_batch
from slalang.events.cells import BROKEN_TEXT, has_blank_line, text_fault, without_returns
from slalang.events.columns import COLUMNS_ALIKE, alike_message, names_alike
from slalang.events.delimited import BLANK_LINE
from slalang.events.findings import Row, Wrong, shown
from slalang.events.intake import Intake, load_lines
from slalang.events.lines import Lines, is_unicode
from slalang.plan.streams import Event

BROKEN_JSON = Kind("SLA519", "broken-json")
REPEATED_MEMBER = Kind("SLA520", "repeated-member")
NOT_ONE_VALUE = Kind("SLA521", "not-one-value")
EMPTY_LOG = Kind("SLA523", "empty-log", Severity.WARNING)
ABSENT_MEMBER = Kind("SLA522", "absent-member", Severity.WARNING)

_SHAPES = 1000
_NESTED = Wrong(NOT_ONE_VALUE, "which is not a single value", "only members of the outermost object are read")


class JsonRows:
    """Reads the lines of one file. Lines like the first of their stretch are read many at a time."""

    def __init__(self, file: str, event: Event) -> None:
        self._file = file
        self._fields = [field.name for field in event.fields]
        self._members = [field.column or field.name for field in event.fields]
        self._seen: set[str] = set()
        self._shapes: set[tuple[str, ...]] = set()
        self._blank: list[int] = []

    def fast(self, lines: Lines) -> Batch | None:
        """The lines that have the members of the first in its order, without escapes in texts."""
        text = without_returns(lines.text)
        if not lines.sound or self._blank or has_blank_line(text):
            return None
        first = self._parsed(Row(self._file, lines.first), text.split("\n", 1)[0])
        if isinstance(first, Diagnostic) or any(isinstance(value, dict | list) for value in first.values()):
            return None
        self._seen.update(first)
        return self._batch(lines.first, text, list(first))

    def _batch(self, first: int, text: str, members: Sequence[str]) -> Batch:
        mapped = sorted({members.index(name) for name in self._members if name in members})
        groups = ["whole", *(f"{kind}{place}" for place in mapped for kind in ("text", "other"))]
        cells = ", ".join(
            f"{self._cell_sql(members, name)} AS c{field}" for field, name in enumerate(self._members)
        )
        query = (
            f"SELECT record, found.whole <> '' AS fits, {cells} FROM "
            f"(SELECT record, regexp_extract(line, $shape, {groups}) AS found FROM "
            f"({LINES}))"
        )
        return line_batch(query, text, first, {"shape": _shape(members, mapped)})

    def _cell_sql(self, members: Sequence[str], name: str) -> str:
        if name not in members:
            return "CAST(NULL AS VARCHAR)"
        text, other = (f"found.{kind}{members.index(name)}" for kind in ("text", "other"))
        return f"CASE {other} WHEN '' THEN {text} WHEN 'null' THEN NULL ELSE {other} END"

    def careful(
        self, numbered: Sequence[tuple[int, str]], *, ended: bool = True, last: bool = False
    ) -> Records:
        """The lines one by one. A file may stop without a line break: an object cut off is no object."""
        records = Records()
        for number, line in numbered:
            if not line.removesuffix("\r"):
                self._blank.append(number)
                continue
            self._name_blank_lines(records)
            records.texts[number] = line.removesuffix("\r")
            row = Row(self._file, number)
            found = self._parsed(row, line)
            if isinstance(found, Diagnostic):
                records.faults.append(found)
                continue
            self._seen.update(found)
            self._take(row, found, records)
        return records

    def _take(self, row: Row, found: dict[str, Any], records: Records) -> None:
        cells: list[Cell] = []
        faults = []
        for field, name in zip(self._fields, self._members, strict=True):
            value = found.get(name)
            cell = _cell(value)
            if isinstance(cell, Wrong):
                faults.append(row.wrong_value(field, _written(value), cell))
            else:
                cells.append(cell)
        records.faults += faults
        if not faults:
            records.add(row.record, cells)

    def _parsed(self, row: Row, line: str) -> dict[str, Any] | Diagnostic:
        fault = text_fault(row, line)
        if fault is not None:
            return fault
        try:
            found = _DECODER.decode(line)
        except JSONDecodeError as error:
            reason = error.msg.lower().removesuffix(" starting at")
            message = f"the line is not valid JSON at character {error.pos + 1} ({reason})"
            return row.wrong(BROKEN_JSON, message, value=line)
        except _Refusal as refusal:
            return row.wrong(refusal.kind, refusal.message, value=line)
        except RecursionError:
            return row.wrong(BROKEN_JSON, "the line is nested too deeply to be read", value=line)
        if not isinstance(found, dict):
            return row.wrong(BROKEN_JSON, "the line is not a JSON object", value=line)
        return self._alike(row, found) or found

    def _alike(self, row: Row, found: dict[str, Any]) -> Diagnostic | None:
        shape = tuple(found)
        if shape in self._shapes:
            return None
        alike = names_alike(shape)
        if alike is not None:
            return row.wrong(COLUMNS_ALIKE, alike_message("members", *alike), value=alike[1])
        if len(self._shapes) < _SHAPES:
            self._shapes.add(shape)
        return None

    def _name_blank_lines(self, records: Records) -> None:
        for number in self._blank:
            records.faults.append(Row(self._file, number).wrong(BLANK_LINE, "the line is empty"))
        self._blank = []

    def absent(self, event: Event) -> list[Diagnostic]:
        """Optional fields that no line has: allowed, and likely a mistake in a name."""
        return [
            Diagnostic(
                ABSENT_MEMBER, f"no line of `{self._file}` has `{name}`, so `{field.name}` never has a value"
            )
            for field, name in zip(event.fields, self._members, strict=True)
            if field.optional and name not in self._seen
        ]


def load_json_lines(intake: Intake, lines: Iterator[Lines]) -> None:
    """Reads a file with a JSON object on each line."""
    first = next(lines, None)
    file = intake.source.name
    if first is None:
        message = f"`{file}` is empty, and is read as a log without events"
        intake.findings.add(Diagnostic(EMPTY_LOG, message, data=DataPlace(file)))
        return
    rows = JsonRows(file, intake.event)
    load_lines(intake, rows, chain([first], lines))
    for finding in rows.absent(intake.event):
        intake.findings.add(finding)


# --- one line ----------------------------------------------------------------------------------


class _Refusal(Exception):
    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class _Digits(str):
    """A number as it is written."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refusal(REPEATED_MEMBER, f"the line has the member `{shown(twice)}` twice")
    return found


def _no_number(name: str) -> Any:
    raise _Refusal(BROKEN_JSON, f"the line has the value {name}, which is not JSON")


_DECODER = JSONDecoder(
    parse_int=_Digits, parse_float=_Digits, parse_constant=_no_number, object_pairs_hook=_members
)


def _cell(value: Any) -> Cell | Wrong:
    if value is None or isinstance(value, _Digits):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return _NESTED
    if "\0" in value or not is_unicode(value):
        return Wrong(BROKEN_TEXT, "which has a NUL or half a surrogate pair in it")
    return value


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


# --- many lines --------------------------------------------------------------------------------

_TEXT = r'[^"\\\x00-\x1f]*'
_OTHER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null"
_SPACE = r"[ \t]*"


def _shape(members: Sequence[str], mapped: Sequence[int]) -> str:
    """The pattern of an object with these members in this order; two groups for each mapped one."""
    pieces = []
    for place, name in enumerate(members):
        value = f'(?:"({_TEXT})"|({_OTHER}))' if place in mapped else f'(?:"{_TEXT}"|{_OTHER})'
        pieces.append(
            _SPACE + re.escape(json.dumps(name, ensure_ascii=False)) + f"{_SPACE}:{_SPACE}{value}{_SPACE}"
        )
    return f"^{_SPACE}(\\{{){','.join(pieces)}\\}}{_SPACE}$"
