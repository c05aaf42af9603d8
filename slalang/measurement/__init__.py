"""From a plan and an event log to exact readings, by whole numbers that an embedded engine counts."""

from slalang.measurement.measure import measure

__all__ = ["measure"]
