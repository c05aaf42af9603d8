"""What is wrong with a log: named value by value up to a limit, counted beyond it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from slalang.diagnostics import DataPlace, Diagnostic, Kind, has_errors
from slalang.events.aside import TOO_MANY_ASIDE, SetAside

MORE_FAULTS = Kind("SLA599", "more-faults")

_SHOWN = 60


@dataclass(frozen=True)
class Wrong:
    """Why a value cannot be taken: its kind, the rest of the sentence after the value, what to do."""

    kind: Kind
    text: str
    help: str | None = None


@dataclass(frozen=True)
class Row:
    """A row of a file: the path as given and the one-based line (or row of a Parquet file)."""

    file: str
    record: int

    def wrong(
        self, kind: Kind, message: str, *, value: str | None = None, help: str | None = None
    ) -> Diagnostic:
        """A finding about the row as a whole."""
        place = DataPlace(self.file, self.record, value=None if value is None else shown(value))
        return Diagnostic(kind, message, data=place, help=help)

    def wrong_value(self, field: str, value: str | None, wrong: Wrong) -> Diagnostic:
        """A finding about one field of the row; the value is ``None`` where there is none."""
        place = DataPlace(self.file, self.record, field, None if value is None else shown(value))
        said = (
            "has no value, and"
            if value is None
            else f"is `{shown(value)}`,"
            if value
            else "is an empty text,"
        )
        return Diagnostic(wrong.kind, f"`{field}` {said} {wrong.text}", data=place, help=wrong.help)


class Refused(Exception):
    """Reading a file cannot go on; the finding says why. Never leaves this package."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Findings:
    """Collects findings in order and keeps a bounded number of those about rows.

    ``sets_aside``: bad rows are no fault, but set aside.
    """

    def __init__(self, limit: int, sets_aside: bool = False) -> None:
        self._limit = limit
        self._kept: list[Diagnostic] = []
        self._rows = 0
        self.sets_aside = sets_aside
        self.aside: list[SetAside] = []

    def add(self, finding: Diagnostic) -> None:
        """Notes a finding that is always listed."""
        self._kept.append(finding)

    def add_rows(self, findings: Iterable[Diagnostic], more: int = 0) -> None:
        """Notes findings about rows, listed up to the limit and counted beyond it, and ``more`` unnamed."""
        for finding in findings:
            self._rows += 1
            if self._rows <= self._limit:
                self._kept.append(finding)
        self._rows += more

    def set_aside(self, rows: Iterable[SetAside], unnamed: int) -> None:
        """Sets bad rows aside. Raises ``Refused`` where they are more than can be listed."""
        self.aside += rows
        if len(self.aside) + unnamed > self._limit:
            message = f"more than {self._limit:,} rows cannot be read, too many to be set aside"
            place = DataPlace(self.aside[0].file, self.aside[0].row.record) if self.aside else None
            help = "so many have one cause mostly: settle without --quarantine, and they are named"
            raise Refused(Diagnostic(TOO_MANY_ASIDE, message, data=place, help=help))

    @property
    def listed(self) -> int:
        """How many findings are listed so far."""
        return len(self._kept)

    def since(self, listed: int) -> tuple[Diagnostic, ...]:
        """The findings that were listed after the first so many."""
        return tuple(self._kept[listed:])

    @property
    def room(self) -> int:
        """How many findings about rows will still be listed."""
        return max(self._limit - self._rows - len(self.aside), 0)

    @property
    def failed(self) -> bool:
        """Whether any finding is an error, so that nothing may be settled."""
        return self._rows > self._limit or has_errors(self._kept)

    def all(self) -> tuple[Diagnostic, ...]:
        """The findings, ending with how many are not listed, where there are such."""
        left = self._rows - self._limit
        if left <= 0:
            return tuple(self._kept)
        more = Diagnostic(
            MORE_FAULTS,
            f"{left:,} more bad rows or values are not listed, after the first {self._limit:,}",
            help="correct the cause of those listed and read the log again",
        )
        return (*self._kept, more)


def shown(value: str) -> str:
    """A value as it may stand in a message: shortened, its control characters written as escapes."""
    cut = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
    return "".join(char if char.isprintable() else _escape(char) for char in cut)


def _escape(char: str) -> str:
    if 0xDC80 <= ord(char) <= 0xDCFF:
        return f"\\x{ord(char) - 0xDC00:02x}"
    return char.encode("unicode_escape").decode("ascii")
