"""Explaining a statement: from its numbers back to the clauses, the rules and the rows."""

from slalang.explanation.explain import explain
from slalang.explanation.wanted import UNKNOWN_PART, Wanted

__all__ = ["UNKNOWN_PART", "Wanted", "explain"]
