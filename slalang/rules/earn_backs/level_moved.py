"""Amendments that move the target inside earn-back windows that may be open.

What it finds
    An amendment that changes the target of an objective whose credits are earned back `at target`, with the
    periods whose windows reach over the day of the amendment.

Why it matters
    A window begun under the old target goes on under the new one: each period is judged by the target in
    force in it. Where that was not meant, the amendment has to say otherwise.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }
    amendment "No. 1" from 2026-07-01 {
      objective uptime {
        target >= 99.95%
      }
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at or above 99.9% returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }
    amendment "No. 1" from 2026-07-01 {
      objective uptime {
        target >= 99.95%
      }
      earn back uptime {
        after 3 consecutive months at or above 99.95% returns 100% of the credit paid
      }
    }

How to fix
    Nothing, if the new target is to decide. Else name the level in the earn-back instead of `at target`, and
    the new one in the amendment: a window goes on with the earn-back it began with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import written, written_unit
from slalang.model.contract import Objective, Sourced, Version
from slalang.model.strictness import compare_targets, gap
from slalang.quantities import Period, day_start
from slalang.rules.horizon import Horizon, horizon_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

LEVEL_MOVED = Kind("SLA457", "target-moved-in-window", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the target of each version with the one before, for objectives that are earned back."""
    for agreement in survey.agreements():
        for old, new in pairwise(agreement.versions):
            horizon = horizon_of(new)
            for earn_back in old.earn_backs if horizon else ():
                before, after = old.objective(earn_back.objective), new.objective(earn_back.objective)
                stages = earn_back.clauses.every(nodes.Stage)
                if horizon and before and after and _is_moved(before, after):
                    yield from _check_windows(stages, before, after, new, horizon)


def _is_moved(before: Objective, after: Objective) -> bool:
    old, new = before.target, after.target
    if old is None or new is None or before.each != after.each:
        return False
    return compare_targets(old.node, new.node) != "equal"


def _check_windows(
    stages: Sequence[Sourced[nodes.Stage]],
    before: Objective,
    after: Objective,
    new: Version,
    horizon: Horizon,
) -> Iterator[Diagnostic]:
    judged = [each.node for each in stages if isinstance(each.node.condition.level, nodes.AtTarget)]
    if not judged:
        return
    stage = max(judged, key=_reach)
    periods = horizon.periods(before.each.kind)
    start = day_start(new.effective, horizon.zone)
    first = next((number for number, period in enumerate(periods) if period.start >= start), None)
    if first is None or new.amendment is None:
        return
    affected = _affected(stage, first, periods, horizon)
    if affected:
        yield _finding(stage, affected, before, after, new.amendment.node)


def _reach(stage: nodes.Stage) -> int:
    """For how many periods after a miss it looks at the target; a mean as far as its horizon."""
    match stage.condition:
        case nodes.Consecutive(count=count):
            return count
        case nodes.OfTheNext(window=window):
            return window
        case _:
            return 1_000_000


def _affected(stage: nodes.Stage, first: int, periods: Sequence[Period], horizon: Horizon) -> list[Period]:
    """The periods whose windows reach the first one under the new target."""
    if not isinstance(stage.condition, nodes.MeanOf):
        return list(periods[max(0, first - _reach(stage)) : first])
    wholes = horizon.periods(stage.condition.each.kind)
    around = [whole for whole in wholes if whole.start < periods[first].end <= whole.end]
    return [period for period in periods[:first] if around and around[0].start < period.end]


def _finding(
    stage: nodes.Stage,
    affected: Sequence[Period],
    before: Objective,
    after: Objective,
    amendment: nodes.Amendment,
) -> Diagnostic:
    old, new = before.target, after.target
    if old is None or new is None:
        raise TypeError("only targets can be moved")
    labels = affected[0].label if len(affected) == 1 else f"{affected[0].label} to {affected[-1].label}"
    return Diagnostic(
        LEVEL_MOVED,
        f"windows of misses in {labels} may still be open when `{clause_text(old.node)}` becomes "
        f"`{clause_text(new.node)}`: from {amendment.effective.value} on the new target decides in them too",
        Label(new.node.span, f'amendment "{amendment.title.value}" moves the target'),
        (Label(stage.condition.span, "looks at it"), Label(old.node.span, "the target before")),
        help="if the windows are to end as they began, name the level in the earn-back, and the new level "
        "in the amendment",
        witness=_witness(old.node, new.node, affected[-1]),
    )


def _witness(old: nodes.Target, new: nodes.Target, last: Period) -> str:
    """A value inside the window that only one of the two targets is met by."""
    unit, stricter, looser = written_unit(old.threshold), gap(new, old), gap(old, new)
    after = f"a miss in {last.label}, then"
    if stricter is not None:
        return f"{after} {written(stricter, unit)}, which the old target counts and the new one does not"
    if looser is not None:
        return f"{after} {written(looser, unit)}, which the new target counts and the old one does not"
    return f"a miss in {last.label}"


RULE = Rule((LEVEL_MOVED,), check)
