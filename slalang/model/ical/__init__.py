"""Calendar files in the iCalendar format: what they say, exactly or not at all."""

from slalang.model.ical.entries import Entry, entries_of
from slalang.model.ical.faults import FileFault
from slalang.model.ical.occurrences import segments_of

__all__ = ["Entry", "FileFault", "entries_of", "segments_of"]
