"""From a plan and an event log to exact readings, by whole numbers that an embedded engine counts."""

from slalang.measurement.measure import measure, measure_all

__all__ = ["measure", "measure_all"]
