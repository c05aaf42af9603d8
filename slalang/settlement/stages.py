"""One stage of an earn-back, moved on by each closing period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from slalang.plan.terms import Consecutive, EarnBack, MeanOf, OfTheNext, Stage
from slalang.settlement.levels import Judgement


@dataclass(frozen=True)
class Progress:
    """How far a stage has come: the periods that count towards it, and how many were missed.

    ``returned`` means its condition holds and its share is back with the provider, ``failed`` that it can
    no longer hold.
    """

    stage: Stage
    reached: tuple[str, ...] = ()
    missed: int = 0
    status: Literal["open", "returned", "failed"] = "open"

    @property
    def returned(self) -> bool:
        """Whether its share is back with the provider."""
        return self.status == "returned"

    def is_behind(self, before: Progress) -> bool:
        """Whether a close failed it, or took away what it had reached."""
        failed = self.status == "failed" and before.status != "failed"
        return failed or len(self.reached) < len(before.reached)

    @property
    def share(self) -> Fraction:
        """The part of the way to its condition, from nothing to one."""
        match self.stage.condition:
            case Consecutive(periods) | OfTheNext(periods):
                return min(Fraction(1), Fraction(len(self.reached), periods))
            case MeanOf():
                return Fraction(0)

    def closed(self, clause: EarnBack, label: str, judgement: Judgement) -> Progress:
        """The stage after a period that was judged by its level."""
        if judgement == "skipped" or self.status == "failed":
            return self
        if judgement == "missed":
            return self._after_a_miss(clause)
        after = replace(self, reached=(*self.reached, label))
        return replace(after, status="returned") if after.share == 1 else after

    def decided(self, is_at_target: bool | None) -> Progress:
        """The stage after the horizon of its mean; ``None`` leaves it open."""
        if is_at_target is None:
            return self
        return replace(self, status="returned" if is_at_target else "failed")

    def _after_a_miss(self, clause: EarnBack) -> Progress:
        condition = self.stage.condition
        if isinstance(condition, OfTheNext):
            return self._tolerating(condition)
        match clause.on_miss:
            case "takes back":
                return Progress(self.stage)
            case "restarts" if self.status == "open":
                return Progress(self.stage)
            case "forfeits" if self.status == "open":
                return replace(self, status="failed")
            case _:
                return self

    def _tolerating(self, condition: OfTheNext) -> Progress:
        """So many of the next periods: it fails once too few are left."""
        if self.status == "returned":
            return self
        after = replace(self, missed=self.missed + 1)
        hopeless = condition.window - after.missed < condition.periods
        return replace(after, status="failed") if hopeless else after
