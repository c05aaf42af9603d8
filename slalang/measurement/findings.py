"""What can go wrong while measuring, as diagnostics."""

from __future__ import annotations

from dataclasses import replace

from slalang.diagnostics import Diagnostic, Kind, Severity
from slalang.plan.plan import Plan
from slalang.plan.streams import Table

CANNOT_MEASURE = Kind("SLA570", "cannot-measure")
TOO_LARGE = Kind("SLA571", "number-too-large")
OUTSIDE_CALENDAR = Kind("SLA572", "outside-calendar")
NO_TABLE_ROW = Kind("SLA573", "no-row-in-table")
PART_BUCKET = Kind("SLA574", "part-of-a-bucket")
NO_LIMIT = Kind("SLA575", "clock-without-limit")
STOP_UNHEARD = Kind("SLA576", "stop-at-the-start", Severity.WARNING)
NO_KEY = Kind("SLA577", "field-of-no-event")


class Unmeasurable(Exception):
    """Something cannot be measured; ``diagnostic`` says what and why, ``clause`` is the path of what is
    to be changed, where it is not the objective itself.

    It never leaves this package: ``measure`` turns it into the diagnostic.
    """

    def __init__(self, diagnostic: Diagnostic, clause: str | None = None) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic
        self.clause = clause


def placed(diagnostic: Diagnostic, plan: Plan, clause: str | None, *, user: str, used_by: str) -> Diagnostic:
    """The finding at its clause, and at the clause with the path ``used_by``, of which ``user`` tells."""
    own = plan.label(clause) if clause else None
    using = plan.label(used_by, "needed here" if own else "")
    if own is None or using is None:
        return replace(diagnostic, primary=own or using, notes=(*diagnostic.notes, f"needed by {user}"))
    return replace(diagnostic, primary=own, secondary=(using,))


def cannot_measure(why: str) -> Unmeasurable:
    """Something that is asked for has no number."""
    return Unmeasurable(Diagnostic(CANNOT_MEASURE, why))


def no_table_row(table: Table, value: int | str) -> Unmeasurable:
    """A value of the log that a table without an ``else`` row does not list."""
    message = f"table `{table.name}` has no row for `{value}`; add one, or an `else` row"
    return Unmeasurable(Diagnostic(NO_TABLE_ROW, message), table.clause)
