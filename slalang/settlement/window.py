"""The stretch of time that a statement shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """A half-open stretch of time. A period belongs to the one that holds its last instant."""

    label: str
    start: int
    end: int

    def holds(self, close: int) -> bool:
        """Whether something that ended at ``close`` belongs to it."""
        return self.start < close <= self.end
