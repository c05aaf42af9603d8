"""What the contract left to the defaults, where a default decides something."""

from __future__ import annotations

from dataclasses import dataclass, field

from slalang.plan.plan import Assumption


@dataclass
class Assumptions:
    """Collects assumptions, each once, in the order in which they were made."""

    _made: dict[Assumption, None] = field(default_factory=dict)

    def assume(self, text: str, clause: str | None = None) -> None:
        """Adds an assumption, in words, about a clause."""
        self._made.setdefault(Assumption(text, clause))

    @property
    def made(self) -> tuple[Assumption, ...]:
        """All that were made."""
        return tuple(self._made)
