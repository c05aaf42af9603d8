"""Event logs: files read strictly into typed tables, every bad row named, nothing dropped."""

from slalang.events.log import EventLog, InputFile, Limits, LogTable
from slalang.events.reading import read_events

__all__ = ["EventLog", "InputFile", "Limits", "LogTable", "read_events"]
