"""Every string of outcomes after a credit, through each form of an earn-back, twice: here and by the oracle.

python -m tests.oracle.all_outcomes --length 8

Of each form the strings of one length are the leaves of a tree, and each of their beginnings is compared
once: both automata move on by one period from there. Where both say that all is decided, nothing can follow.
At every leaf the term ends, in each of the three ways.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from slalang.plan.plan import Period, Plan
from slalang.plan.reading import Reading
from slalang.plan.terms import Consecutive, EarnBack, Level, MeanOf, OfTheNext, Stage
from slalang.settlement.earn_back import Change, Run
from slalang.settlement.outcomes import Assessment, Ruling
from slalang.settlement.timeline import Timeline
from slalang.settlement.track import Track
from tests.oracle.automaton import VALUES, Form, Lot, Outcome, Step, after, at_the_end, beginning
from tests.settlement.build import a_miss, money, objective, plan_of

PLAIN: tuple[Outcome, ...] = ("met", "missed", "minimum missed", "excused", "unmeasured")
WITH_LEVELS: tuple[Outcome, ...] = ("met", "high", "missed", "excused", "unmeasured")

ENDS = ("forfeits", "carries over", "returns in part")

HALF, WHOLE = Fraction(1, 2), Fraction(1)
HIGH = Fraction(995, 10)


def forms(length: int) -> Iterator[tuple[Form, tuple[Outcome, ...]]]:
    """Every value of every choice with every other, and the outcomes it can tell apart."""
    excused = ("skips", "counts as met", "counts as missed")
    misses = ("forfeits", "restarts", "takes back")
    in_a_row = (
        ((Step(1, WHOLE),), PLAIN),
        ((Step(3, WHOLE),), PLAIN),
        ((Step(3, WHOLE, without_credit=True),), PLAIN),
        ((Step(2, HALF), Step(4, WHOLE)), PLAIN),
        ((Step(2, WHOLE, level=HIGH),), WITH_LEVELS),
        ((Step(2, WHOLE, level=Fraction(992, 10), strictly=True),), WITH_LEVELS),
        ((Step(1, HALF), Step(2, WHOLE, level=HIGH)), WITH_LEVELS),
    )
    tolerant = (
        ((Step(1, WHOLE, window=2),), PLAIN),
        ((Step(3, WHOLE, window=5),), PLAIN),
        ((Step(1, HALF, window=3), Step(3, WHOLE, window=4)), PLAIN),
        ((Step(2, WHOLE, window=4, level=HIGH),), WITH_LEVELS),
        ((Step(1, WHOLE, mean=length + 1),), PLAIN),
        ((Step(1, WHOLE, mean=3),), PLAIN),
    )
    for (steps, outcomes), miss, skips in product(in_a_row, misses, excused):
        yield Form(steps, miss, skips, ENDS[0]), outcomes
    for (steps, outcomes), skips in product(tolerant, excused):
        yield Form(steps, None, skips, ENDS[0]), outcomes


# --- the package -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ground:
    """A plan of one month for the credit and one for each outcome; and every assessment there can be."""

    plan: Plan
    timeline: Timeline
    months: tuple[Period, ...]
    assessed: dict[tuple[int, Outcome], Assessment]


def ground(length: int) -> Ground:
    """Months from January on, at least a quarter: the first has the credit, the term ends with the last."""
    promise = objective("uptime", a_miss(money(100)), minimum=97)
    plan = plan_of(promise, term=("2026-01-01", _last_day(length + 1)))
    months = plan.periods_of("month")
    terms = plan.versions[0]
    assessed = {
        (number, outcome): _assessed(terms, promise, month, outcome)
        for number, month in enumerate(months)
        for outcome in (*PLAIN, "high")
    }
    return Ground(plan, Timeline(plan), months, assessed)


def _last_day(month: int) -> str:
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return f"2026-{month:02}-{days[month - 1]}"


def _assessed(terms: object, promise: object, month: Period, outcome: Outcome) -> Assessment:
    value = VALUES[outcome] / 100 if outcome in VALUES else None
    name = "met" if outcome == "high" else outcome
    ruling = None if value is not None else Ruling(name, "it is given", None)
    reading = Reading("uptime", month.label, value=value)
    return Assessment(terms, promise, month, (), reading, value, value, name, ruling)  # type: ignore[arg-type]


def clause_of(form: Form) -> EarnBack:
    """The form as a clause of a plan."""
    stages = tuple(map(_stage, form.steps))
    return EarnBack("earn back", "uptime", "every credit", stages, form.excused, form.end, form.miss)  # type: ignore[arg-type]


def _stage(step: Step) -> Stage:
    level = Level(without_credit=step.without_credit)
    if step.level is not None:
        level = Level(">" if step.strictly else ">=", step.level / 100)
    condition: Consecutive | OfTheNext | MeanOf = Consecutive(step.needs, level)
    if step.window is not None:
        condition = OfTheNext(step.needs, step.window, level)
    if step.mean is not None:
        condition = MeanOf("quarter" if step.mean == 3 else "contract year")
    return Stage("stage", condition, step.returns)


_STATES = {"returned": "returned", "forfeited": "forfeited", "taken back": "taken back", "carried": "carried"}


@dataclass(frozen=True)
class Standing:
    """The package's side at one node of the tree."""

    run: Run
    returned: Fraction = Fraction(0)
    state: str = "open"

    def moved(self, changes: Sequence[Change]) -> Standing:
        """After what happened at a close."""
        returned, state = self.returned, self.state
        for change in changes:
            returned, state = change.part.of_paid, _STATES.get(change.event, state)
        return Standing(self.run, returned, state)


def walk(
    form: Form, outcomes: Sequence[Outcome], own: Ground, against: Form | None = None
) -> Iterator[tuple[tuple[Outcome, ...], str]]:
    """Goes through the whole tree of a form; yields nothing where both agree, else the string and how they
    part. The oracle can be asked about another form, to see that it tells."""
    length = len(own.months) - 1
    clauses = [(end, clause_of(replace(form, end=end))) for end in ENDS]
    form = against or form
    arose = {month.end: False for month in own.months}

    def node(past: list[Outcome], theirs: Lot, ours: Standing) -> Iterator[tuple[tuple[Outcome, ...], str]]:
        if len(past) == length + 1:
            for end, clause in clauses:
                over = ours.moved([_ended(ours.run, clause)])
                yield from _compared(past, at_the_end(replace(form, end=end), theirs), over)
            return
        for outcome in outcomes:
            past.append(outcome)
            number = len(past) - 1
            entries = [own.assessed[place, one] for place, one in enumerate(past)]
            arose[own.months[number].end] = outcome in ("missed", "minimum missed")
            run = copy(ours.run)
            run.window = []
            run.see(
                Track(
                    entries,
                    own.months[: number + 1],
                    lambda close: arose[close.end],
                    own.timeline,
                    currency="EUR",
                    term_is_over=False,
                )
            )
            moved = Standing(run, ours.returned, ours.state)
            moved = moved.moved(list(run.closed(own.months[number])))
            then = after(form, theirs, past)
            yield from _compared(past, then, moved)
            if run.is_open or then.undecided:
                yield from node(past, then, moved)
            past.pop()

    credit = own.assessed[0, "missed"]
    track = Track(
        [credit], own.months[:1], lambda close: True, own.timeline, currency="EUR", term_is_over=False
    )
    yield from node(["missed"], beginning(form), Standing(Run(clauses[0][1], credit, track)))


def _ended(run: Run, clause: EarnBack) -> Change:
    """The end of the term under a clause that differs in nothing else."""
    ending = copy(run)
    ending.clause = clause
    return ending.end_of_term()


def _compared(
    past: Sequence[Outcome], theirs: Lot, ours: Standing
) -> Iterator[tuple[tuple[Outcome, ...], str]]:
    if (theirs.returned, theirs.state) != (ours.returned, ours.state):
        yield tuple(past), f"{ours.returned} {ours.state}, and by the oracle {theirs.returned} {theirs.state}"


def main() -> int:
    """Walks the trees and prints every difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=8, help="so many periods after that of the credit")
    parser.add_argument("--part", type=int, default=0, help="every so-manieth form, from this one on")
    parser.add_argument("--of", type=int, default=1)
    call = parser.parse_args()
    own, started, parted, done = ground(call.length), time.monotonic(), 0, 0
    for form, outcomes in list(forms(call.length))[call.part :: call.of]:
        found = list(walk(form, outcomes, own))
        parted, done = parted + len(found), done + 1
        for past, how in found[:3]:
            print(f"{form}\n  {', '.join(past)}: {how}", flush=True)
    strings, seconds = len(PLAIN) ** call.length, time.monotonic() - started
    print(f"{len(ENDS) * done} forms, {strings:,} strings each, {len(ENDS) * done * strings:,} in all")
    print(f"{parted} differ; {seconds:.0f} s")
    return 1 if parted else 0


if __name__ == "__main__":
    sys.exit(main())
