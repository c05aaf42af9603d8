"""What changed between two versions of an agreement, for whom, and the measurements that show it."""

from slalang.changes.compare import compare_plans
from slalang.changes.payoff import Payoff, Settle
from slalang.changes.sides import Version

__all__ = ["Payoff", "Settle", "Version", "compare_plans"]
