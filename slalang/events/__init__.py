"""Event logs: files read strictly into typed tables, every bad row named, nothing dropped."""

from slalang.events.aside import SetAside, Unread, to_json_lines
from slalang.events.database import OutOfMemory, Resources, within_resources
from slalang.events.databases import DatabaseTable, database_table
from slalang.events.given import log_from_rows
from slalang.events.log import EventLog, InputFile, Limits, LogTable
from slalang.events.reading import CALL_FAULTS, Log, read_events
from slalang.events.sources import Progress
from slalang.events.trial import log_with, times_around, values_of
from slalang.events.within import rows_in_time

__all__ = [
    "CALL_FAULTS",
    "DatabaseTable",
    "EventLog",
    "InputFile",
    "Limits",
    "Log",
    "LogTable",
    "OutOfMemory",
    "Progress",
    "Resources",
    "SetAside",
    "Unread",
    "database_table",
    "log_from_rows",
    "log_with",
    "read_events",
    "rows_in_time",
    "times_around",
    "to_json_lines",
    "values_of",
    "within_resources",
]
