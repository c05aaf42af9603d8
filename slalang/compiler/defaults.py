"""The defaults that decide something in an agreement, in words."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.compiler.assumptions import Assumptions
from slalang.plan.terms import Terms


def assume_defaults(versions: Sequence[Terms], assumptions: Assumptions) -> None:
    """Adds what the terms left to the defaults."""
