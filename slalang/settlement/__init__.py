"""From a plan and exact readings to what is owed, and why: pure functions over exact numbers."""

from slalang.settlement.settle import settle

__all__ = ["settle"]
