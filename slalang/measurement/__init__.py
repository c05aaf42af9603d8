"""From a plan and an event log to exact readings, by whole numbers that an embedded engine counts."""

from slalang.measurement.measure import EngineName, measure, measure_all, queries

__all__ = ["EngineName", "measure", "measure_all", "queries"]
