"""Periods that are not over: what they are so far, what is left of them, and what they can still become."""

from slalang.settlement.running.standing import status_of

__all__ = ["status_of"]
