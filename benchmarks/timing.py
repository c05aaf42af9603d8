"""Timing things side by side: each in turn, five times, and the median counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

ROUNDS = 5


@dataclass(frozen=True)
class Line:
    """One comparison: how long two things took, and what their ratio should be."""

    item: str
    what: str
    beside: str
    ours: float
    theirs: float
    goal: str

    @property
    def ratio(self) -> float:
        """Ours over theirs."""
        return self.ours / self.theirs


def side_by_side(
    item: str, what: str, ours: Callable[[], object], beside: str, theirs: Callable[[], object], goal: str
) -> Line:
    """Both in turn, so that a machine that is busy for a while slows both."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for run, times in zip((ours, theirs), took, strict=True):
            begun = time.perf_counter()
            run()
            times.append(time.perf_counter() - begun)
    return Line(item, what, beside, median(took[0]), median(took[1]), goal)
