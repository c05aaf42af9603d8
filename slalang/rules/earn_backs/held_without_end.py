"""Credits that are held and never decided.

What it finds
    An earn-back whose credits are held until decided, and whose window starts again after each miss.

Why it matters
    A window that starts again is not decided by a miss. A provider who misses again and again pays nothing
    until the term ends, and nothing at all where the end of the term carries over.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a credit is held until decided
      a miss restarts
      an excused month skips
      at term end forfeits
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a credit is held until decided
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Write `a miss forfeits`, or let credits be paid at once and returned later.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import EarnBack, Objective
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

HELD_WITHOUT_END = Kind("SLA461", "held-without-end", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for held credits whose windows start again."""
    for version, earn_back in survey.earn_backs():
        objective = version.objective(earn_back.objective)
        if objective:
            yield from _check_earn_back(earn_back, objective)


def _check_earn_back(earn_back: EarnBack, objective: Objective) -> Iterator[Diagnostic]:
    held = earn_back.clauses.only(nodes.HeldUntilDecided)
    miss, end = earn_back.clauses.only(nodes.OnMissInside), earn_back.clauses.only(nodes.AtTermEnd)
    stages = earn_back.clauses.every(nodes.Stage)
    in_a_row = any(isinstance(each.node.condition, nodes.Consecutive) for each in stages)
    if held is None or miss is None or not in_a_row or miss.node.choice == "forfeits":
        return
    never = end is not None and end.node.choice == "carries over"
    until = "at all" if never else "before the end of the term"
    yield Diagnostic(
        HELD_WITHOUT_END,
        f"who misses `{objective.name}` again and again pays nothing {until}: the credits are held, and each "
        "miss only starts the window again",
        Label(miss.node.span, "decides nothing"),
        (Label(held.node.span, f"`{clause_text(held.node)}`"),),
        help="write `a miss forfeits`, or let credits be paid at once and returned later",
        witness=f"a miss in every {objective.each.kind}",
    )


RULE = Rule((HELD_WITHOUT_END,), check)
