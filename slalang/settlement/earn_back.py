"""The course of one credit under an earn-back clause: a small automaton, stepped by each closing period.

It knows shares of the credit and no money. A window begins with the period after the one that earned the
credit. Every stage keeps its own count; the target is the one in force in each period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Literal, TypeAlias

from slalang.plan.terms import Consecutive, EarnBack, MeanOf, Stage
from slalang.quantities.period import Period
from slalang.settlement.conditions import condition_text, progress_text, shortfall_text
from slalang.settlement.levels import judge
from slalang.settlement.means import mean_at_target
from slalang.settlement.outcomes import Assessment
from slalang.settlement.passing import window_line
from slalang.settlement.stages import Progress
from slalang.settlement.track import Track
from slalang.statement import WindowLine

Event: TypeAlias = Literal["returned", "forfeited", "restarted", "taken back", "carried", "not eligible"]


@dataclass(frozen=True)
class Part:
    """How much of a credit has returned in all, as a share of what was paid of it or of what was due."""

    of_paid: Fraction = Fraction(0)
    of_due: Fraction = Fraction(0)

    def __or__(self, other: Part) -> Part:
        """The larger of both: a later stage includes an earlier one."""
        return Part(max(self.of_paid, other.of_paid), max(self.of_due, other.of_due))


@dataclass(frozen=True)
class Change:
    """Something that happened at the close of a period; ``part`` is what has returned after it.

    What returns comes in money, or ``as_offset``.
    """

    close: Period
    event: Event
    part: Part
    text: str
    clause: str
    as_offset: bool = False


@dataclass(frozen=True)
class Course:
    """All that happened to a credit, what can have returned of it in the end, and whether all that the
    clause returns is back. ``progress`` says how far each stage has come that is open, ``window`` what each
    period did."""

    changes: tuple[Change, ...]
    attainable: Part
    is_whole: bool = False
    progress: str = ""
    window: tuple[WindowLine, ...] = ()
    stages: tuple[Progress, ...] = ()
    """The stages that are still open."""

    @property
    def is_barred(self) -> bool:
        """Whether the credit cannot be earned back at all."""
        return any(change.event == "not eligible" for change in self.changes)

    def part_at(self, instant: int) -> Part:
        """What has returned at an instant, what happens then included."""
        return next((each.part for each in reversed(self.changes) if each.close.end <= instant), Part())

    def has_returned_at(self, instant: int) -> bool:
        """Whether something has returned at an instant."""
        return self.part_at(instant) != Part()

    @property
    def returned(self) -> Part:
        """What has returned so far."""
        return self.changes[-1].part if self.changes else Part()


def course_of(clause: EarnBack, credit: Assessment, track: Track) -> Course:
    """What the clause makes of the credit of a period, over the periods that have closed."""
    barred = _barred(clause, credit, track)
    if barred:
        return Course((barred,), Part())
    run = Run(clause, credit, track)
    changes = tuple(run.changes())
    return Course(changes, run.attainable(), run.is_whole(), run.progress(), tuple(run.window), run.alive())


def clause_of(clause: EarnBack, choice: str) -> str:
    """Where a choice of the clause is written."""
    return dict(clause.choices).get(choice, clause.clause)


def _barred(clause: EarnBack, credit: Assessment, track: Track) -> Change | None:
    """Why the credit cannot be earned back at all."""
    month = int(credit.period.month[-2:])
    if clause.eligible == "minimum met" and credit.outcome == "minimum missed":
        text, choice = "the minimum was missed", "eligible"
    elif month in clause.not_months:
        text, choice = f"not for credits of {credit.period.month}", "not_months"
    elif (
        clause.chronic
        and (misses := track.misses(credit.period, clause.chronic.months))
        and (len(misses) > clause.chronic.more_than)
    ):
        times = "once" if len(misses) == 1 else f"{len(misses)} times"
        text = f"missed {times} in {clause.chronic.months} months: {', '.join(misses)}"
        choice = "chronic"
    else:
        return None
    return Change(credit.period, "not eligible", Part(), text, clause_of(clause, choice))


class Run:
    """The stages of one credit, moved on from close to close."""

    def __init__(self, clause: EarnBack, credit: Assessment, track: Track) -> None:
        self.clause, self._credit, self._track = clause, credit, track
        self._stages = tuple(Progress(stage) for stage in clause.stages)
        self._part = Part()
        self._is_over = False
        self.window: list[WindowLine] = []

    def changes(self) -> Iterator[Change]:
        """All changes, in order of time, up to the one that decides the last stage."""
        for close in self._track.closes:
            if close.end >= self._credit.period.end and self.is_open:
                yield from self.closed(close)
        if self._track.term_is_over and self.is_open:
            yield self.end_of_term()

    def attainable(self) -> Part:
        """What has returned, and what still can."""
        return reduce(or_, (_part_of(one.stage) for one in self.alive()), self._part)

    def is_whole(self) -> bool:
        """Whether every stage has returned."""
        return all(one.returned for one in self._stages)

    def progress(self) -> str:
        """How far each open stage has come, in words."""
        kind, several = self._credit.period.kind, len(self._stages) > 1
        texts = (progress_text(one.stage, one.reached, one.missed, kind, several) for one in self.alive())
        return "; ".join(texts)

    def alive(self) -> tuple[Progress, ...]:
        """The stages that are open."""
        return tuple(one for one in self._stages if one.status == "open" and not self._is_over)

    @property
    def is_open(self) -> bool:
        """Whether a stage can still return something."""
        return any(one.status == "open" for one in self._stages)

    def see(self, track: Track) -> None:
        """Looks at a later stand of the same series."""
        self._track = track

    # --- one close -------------------------------------------------------------------------------

    def closed(self, close: Period) -> Iterator[Change]:
        """What the close of a period changes."""
        before, old = self._stages, self._part
        self._stages = tuple(self._moved(one, close) for one in before)
        self._look_at(close, before)
        self._part = reduce(or_, (_part_of(one.stage) for one in self._stages if one.returned), Part())
        fallen = [one for one, was in zip(self._stages, before, strict=True) if one.is_behind(was)]
        if self._part | old != old:
            yield from self._rises(close, old, before)
        elif self._part != old:
            yield self._fall(close, "taken back", fallen[0].stage)
        if fallen and not self.is_open:
            yield self._fall(close, "forfeited", fallen[-1].stage)
        elif self._part == old and any(one.status == "open" for one in fallen):
            yield self._fall(close, "restarted", fallen[0].stage)

    def _look_at(self, close: Period, before: Sequence[Progress]) -> None:
        """Keeps what the close did; that of the credit itself is before the window."""
        looked = window_line(self.clause, close, before, self._stages, self._track)
        if looked and close.end > self._credit.period.end:
            self.window.append(looked)

    def _moved(self, one: Progress, close: Period) -> Progress:
        condition = one.stage.condition
        if isinstance(condition, MeanOf):
            return one if one.status != "open" else one.decided(self._mean(condition, close))
        if close.end == self._credit.period.end:
            return one
        found, arose = self._track.at(close), self._track.arose(close)
        return one.closed(self.clause, close.label, judge(self.clause, condition.level, found, arose))

    def _mean(self, condition: MeanOf, close: Period) -> bool | None:
        """Decided at the last close of the horizon that holds the credit."""
        timeline = self._track.timeline
        horizon = timeline.holding(condition.each, self._credit.period)
        if timeline.holding(condition.each, close) != horizon:
            return None
        if not timeline.is_last_inside(condition.each, close):
            return None
        inside = self._track.inside(condition.each, close)
        return mean_at_target(condition, inside, self.clause.on_excused)

    # --- what is said ----------------------------------------------------------------------------

    def _rises(self, close: Period, part: Part, before: Sequence[Progress]) -> Iterator[Change]:
        """What the stages bring that were reached now, in their order: those that return in one way
        together."""
        now = [
            one for one, was in zip(self._stages, before, strict=True) if one.returned and not was.returned
        ]
        rises: list[Change] = []
        for as_offset, alike in groupby(now, key=lambda one: one.stage.as_offset):
            reached, old = list(alike), part
            part = reduce(or_, (_part_of(one.stage) for one in reached), part)
            if part != old:
                last = reached[-1]
                text = condition_text(last.stage, self._credit, last.reached, self._track.currency)
                rises.append(Change(close, "returned", part, text, last.stage.clause, as_offset))
        yield from rises[:-1]
        yield replace(rises[-1], part=self._part)

    def _fall(self, close: Period, event: Event, stage: Stage) -> Change:
        text = shortfall_text(stage, self._track.at(close), close, self._track.currency)
        is_by_miss = isinstance(stage.condition, Consecutive)
        path = clause_of(self.clause, "on_miss") if is_by_miss else stage.clause
        return Change(close, event, self._part, text, path)

    # --- the end of the term ---------------------------------------------------------------------

    def end_of_term(self) -> Change:
        """What the end of the term makes of a window that is still open."""
        last = self._track.timeline.of(self._credit.period.kind)[-1]
        path = clause_of(self.clause, "at_term_end")
        if self.clause.at_term_end == "carries over":
            return Change(
                last, "carried", self._part, "the window is still open at the end of the term", path
            )
        self._is_over = True
        old = self._part
        if self.clause.at_term_end == "returns in part":
            self._part = reduce(or_, (_part_of(one.stage, one.share) for one in self._stages), old)
        if self._part == old:
            return Change(last, "forfeited", old, "the term ended before the window did", path)
        text = "the term ended: what was reached of the window returns in proportion"
        return Change(last, "returned", self._part, text, path)


def _part_of(stage: Stage, share: Fraction = Fraction(1)) -> Part:
    """What a stage returns, or that share of it."""
    amount = stage.returns * share
    return Part(of_paid=amount) if stage.of == "paid" else Part(of_due=amount)
