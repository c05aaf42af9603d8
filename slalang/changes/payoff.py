"""What a version of an agreement comes to on given measurements, and for whom another comes to more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from slalang.comparison import Party
from slalang.plan.plan import Plan
from slalang.plan.reading import Readings


@dataclass(frozen=True)
class Payoff:
    """What is owed to the customer in all, the rights to terminate that arose, and every movement of money
    with its instant. ``misses`` weighs outcomes: a missed target 1, a missed minimum 2, a breach 1 more;
    ``worst`` is the worst of them."""

    owed: Decimal
    rights: int
    misses: int
    worst: str
    moves: tuple[tuple[int, Decimal], ...]
    unknown: bool = False
    """Whether a credit could not be worked out from what was given."""


Settle: TypeAlias = Callable[[Plan, Readings], Payoff | None]
"""Settles a plan on given measurements; ``None`` where it has a clause that cannot be settled."""


@dataclass(frozen=True)
class Contrast:
    """Two versions on the same measurements."""

    old: Payoff
    new: Payoff

    @property
    def better_for(self) -> Party | None:
        """Who is better off under the new version, by money and by rights to terminate."""
        if self.old.unknown or self.new.unknown:
            return None
        money = (self.new.owed > self.old.owed) - (self.new.owed < self.old.owed)
        return _party(money or (self.new.rights > self.old.rights) - (self.new.rights < self.old.rights))

    @property
    def better_by_outcome(self) -> Party | None:
        """Who is better off by outcomes alone: a miss that is seen is better for the customer."""
        return _party((self.new.misses > self.old.misses) - (self.new.misses < self.old.misses))

    @property
    def is_moved(self) -> bool:
        """Whether the same money moves at other times."""
        return self.old.moves != self.new.moves


def _party(sign: int) -> Party | None:
    return "customer" if sign > 0 else "provider" if sign < 0 else None
