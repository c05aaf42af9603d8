"""Offsets with no later credit to set them against.

What it finds
    An earn-back `as offset` that carries over at the end of the term, with the first miss of which the
    offset comes after the last credit there can be.

Why it matters
    An offset is worth something only against a later credit of the same objective. After the term there is
    none, so what is carried over is never used, unless another agreement takes it up.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid as offset
      a miss forfeits
      an excused month skips
      at term end carries over
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid as offset
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Say in the next agreement that it takes the offsets over, or write `at term end forfeits`.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import EarnBack, Objective
from slalang.quantities import local_date
from slalang.rules.horizon import Horizon, horizon_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

OFFSET_AFTER_TERM = Kind("SLA460", "offset-after-term", Severity.INFO)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for offsets that are carried over."""
    for version, earn_back in survey.earn_backs():
        objective, horizon = version.objective(earn_back.objective), horizon_of(version)
        if objective and horizon:
            yield from _check_offset(earn_back, objective, horizon)


def _check_offset(earn_back: EarnBack, objective: Objective, horizon: Horizon) -> Iterator[Diagnostic]:
    end = earn_back.clauses.only(nodes.AtTermEnd)
    stages = [each.node for each in earn_back.clauses.every(nodes.Stage) if each.node.offset]
    counts = [each.condition.count for each in stages if not isinstance(each.condition, nodes.MeanOf)]
    periods = horizon.periods(objective.each.kind)
    if end is None or end.node.choice != "carries over" or not counts or not periods:
        return
    first_late = max(0, len(periods) - 1 - min(counts))
    day = local_date(periods[first_late].start, horizon.zone)
    yield Diagnostic(
        OFFSET_AFTER_TERM,
        f"an offset for a miss of `{objective.name}` from {day} on comes too late: the term ends on "
        f"{horizon.last}, and no later credit is left to set it against",
        Label(end.node.span, "carries over what nothing uses"),
        (Label(stages[0].span, f"`{clause_text(stages[0].condition)}`"),),
        help="say in the next agreement that it takes the offsets over, or write `at term end forfeits`",
        witness=f"a miss on {day}",
    )


RULE = Rule((OFFSET_AFTER_TERM,), check)
