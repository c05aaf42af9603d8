"""The status of running periods: what is urgent first, then what is left, then what comes."""

from slalang.reports.status.rendering import STATUS_FORMATS, StatusFormat, render_statuses

__all__ = ["STATUS_FORMATS", "StatusFormat", "render_statuses"]
