"""From a plan and an event log to exact readings, by whole numbers that an embedded engine counts."""

from slalang.measurement.measure import EngineName, measure, measure_all, measure_running, queries
from slalang.measurement.possible_rows import possible_rows
from slalang.measurement.possible_times import Unbounded

__all__ = ["EngineName", "Unbounded", "measure", "measure_all", "measure_running", "possible_rows", "queries"]
