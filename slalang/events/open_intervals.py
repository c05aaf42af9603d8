"""Intervals that have no end in the log: they count up to the end of the evaluation, and are listed."""

from __future__ import annotations

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Severity
from slalang.events.log import EventLog, LogTable

OPEN_INTERVALS = Kind("SLA553", "open-intervals", Severity.INFO)

_LISTED = 20


def open_intervals(log: EventLog, table: LogTable) -> Diagnostic | None:
    """One finding for all open intervals of an event, with the places of the first of them."""
    number = table.open_intervals
    if not number:
        return None
    end = [field.name for field in table.event.fields].index("to")
    query = f"SELECT source, record FROM {table.relation} WHERE f{end} IS NULL ORDER BY ALL LIMIT {_LISTED}"
    found = [
        (table.files[source].path, record) for source, record in log.connection.execute(query).fetchall()
    ]
    places = ", ".join(f"{path}:{record}" for path, record in found)
    more = f" and {number - _LISTED:,} more" if number > _LISTED else ""
    intervals, have, count = (
        ("1 interval", "has", "counts") if number == 1 else (f"{number:,} intervals", "have", "count")
    )
    message = (
        f"{intervals} of `{table.event.name}` {have} no end and {count} up to the end of the evaluation: "
        f"{places}{more}"
    )
    return Diagnostic(OPEN_INTERVALS, message, data=DataPlace(*found[0]))
