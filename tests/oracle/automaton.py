"""What becomes of one credit under an earn-back, period by period, as the pages on the language say it.

Shares of the credit only, no money. Written from the documentation, and shares nothing with the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["high", "met", "missed", "minimum missed", "excused", "unmeasured"]

VALUES = {
    "high": Fraction(995, 10),
    "met": Fraction(992, 10),
    "missed": Fraction(985, 10),
    "minimum missed": Fraction(96),
}
"""What was measured, in percent: the target is 99 and the minimum 97."""

TARGET = Fraction(99)


@dataclass(frozen=True)
class Step:
    """``after 3 consecutive months at target returns 50%``; ``window`` for so many of the next, ``mean`` for
    the mean up to the close with that number. ``level`` is in percent, ``strictly`` above it."""

    needs: int
    returns: Fraction
    window: int | None = None
    mean: int | None = None
    level: Fraction | None = None
    strictly: bool = False
    without_credit: bool = False


@dataclass(frozen=True)
class Form:
    """The choices of an earn-back."""

    steps: tuple[Step, ...]
    miss: str | None
    excused: str
    end: str


@dataclass(frozen=True)
class Mark:
    """How far a step has come."""

    count: int = 0
    misses: int = 0
    status: str = "open"


@dataclass(frozen=True)
class Lot:
    """Where a credit stands: its steps, what has returned of it, and its state."""

    marks: tuple[Mark, ...]
    returned: Fraction = Fraction(0)
    state: str = "open"

    @property
    def undecided(self) -> bool:
        """Whether anything can still happen before the term ends."""
        return any(mark.status == "open" for mark in self.marks)


def beginning(form: Form) -> Lot:
    """The credit at the close of its own period."""
    return Lot(tuple(Mark() for _ in form.steps))


def after(form: Form, lot: Lot, past: Sequence[Outcome]) -> Lot:
    """The credit after the close of the last of the periods; the first is that of the credit."""
    if not lot.undecided:
        return lot
    marks = tuple(_moved(form, step, mark, past) for step, mark in zip(form.steps, lot.marks, strict=True))
    total = max(
        (step.returns for step, mark in zip(form.steps, marks, strict=True) if mark.status == "returned"),
        default=Fraction(0),
    )
    state = lot.state
    if total != lot.returned:
        state = "returned" if total > lot.returned else "taken back"
    new = Lot(marks, total, state)
    lost = any(
        mark.status == "lost" and was.status != "lost" for mark, was in zip(marks, lot.marks, strict=True)
    )
    return replace(new, state="forfeited") if lost and not new.undecided else new


def at_the_end(form: Form, lot: Lot) -> Lot:
    """The credit when the term has ended."""
    if not lot.undecided:
        return lot
    if form.end == "carries over":
        return replace(lot, state="carried")
    part = lot.returned
    if form.end == "returns in part":
        for step, mark in zip(form.steps, lot.marks, strict=True):
            if step.mean is None:
                part = max(part, step.returns * min(Fraction(1), Fraction(mark.count, step.needs)))
    return replace(lot, returned=part, state="returned" if part > lot.returned else "forfeited")


def _moved(form: Form, step: Step, mark: Mark, past: Sequence[Outcome]) -> Mark:
    if mark.status == "lost":
        return mark
    if step.mean is not None:
        return mark if mark.status != "open" or len(past) != step.mean else _of_the_mean(form, past)
    good = _is_good(form, step, past[-1])
    if good is None:
        return mark
    if step.window is not None:
        return _of_the_next(step, mark, good)
    if good:
        reached = mark.count + 1 >= step.needs
        return Mark(mark.count + 1, mark.misses, "returned" if reached else mark.status)
    if form.miss == "takes back":
        return Mark()
    if mark.status == "returned":
        return mark
    return Mark() if form.miss == "restarts" else replace(mark, status="lost")


def _of_the_next(step: Step, mark: Mark, good: bool) -> Mark:
    if mark.status != "open":
        return mark
    new = Mark(mark.count + good, mark.misses + (not good))
    if new.count == step.needs:
        return replace(new, status="returned")
    left = (step.window or 0) - new.count - new.misses
    return replace(new, status="lost") if new.count + left < step.needs else new


def _of_the_mean(form: Form, past: Sequence[Outcome]) -> Mark:
    if form.excused == "counts as missed" and any(one in ("excused", "unmeasured") for one in past):
        return Mark(status="lost")
    values = [VALUES[one] for one in past if one in VALUES]
    return Mark(status="returned" if sum(values) >= TARGET * len(values) else "lost")


def _is_good(form: Form, step: Step, outcome: Outcome) -> bool | None:
    """Whether a period counts towards the step; ``None`` where it is passed over."""
    if outcome in ("excused", "unmeasured"):
        return {"skips": None, "counts as met": True, "counts as missed": False}[form.excused]
    if step.without_credit:
        return outcome in ("met", "high")
    if step.level is None:
        return outcome in ("met", "high")
    return VALUES[outcome] > step.level if step.strictly else VALUES[outcome] >= step.level
