"""What can go wrong while measuring, as diagnostics."""

from __future__ import annotations

from slalang.diagnostics import Diagnostic, Kind, Severity

NOT_YET = Kind("SLA570", "not-measured-yet")
TOO_LARGE = Kind("SLA571", "number-too-large")
OUTSIDE_CALENDAR = Kind("SLA572", "outside-calendar")
NO_TABLE_ROW = Kind("SLA573", "no-row-in-table")
PART_BUCKET = Kind("SLA574", "part-of-a-bucket")
NO_LIMIT = Kind("SLA575", "clock-without-limit")
STOP_UNHEARD = Kind("SLA576", "stop-at-the-start", Severity.WARNING)
NO_KEY = Kind("SLA577", "field-of-no-event")


class Unmeasurable(Exception):
    """Something cannot be measured; ``diagnostic`` says what and why.

    It never leaves this package: ``measure`` turns it into the diagnostic.
    """

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def not_yet(what: str) -> Unmeasurable:
    """A clause whose meaning is clear but which cannot be settled yet."""
    return Unmeasurable(Diagnostic(NOT_YET, f"{what} is understood but cannot be settled yet"))


def no_table_row(table: str, value: int | str) -> Unmeasurable:
    """A value of the log that a table without an ``else`` row does not list."""
    message = f"table `{table}` has no row for `{value}`; add one, or an `else` row"
    return Unmeasurable(Diagnostic(NO_TABLE_ROW, message))
