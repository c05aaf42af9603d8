"""Offsets that another clause of the earn-back leaves nothing to be set against.

What it finds
    An earn-back `as offset` whose credits are held until decided, that returns in part at the end of the
    term, or whose returned credits no longer count towards caps.

Why it matters
    An offset is money kept back from a later credit. A credit that is held was never paid, so what is earned
    back of it is simply not paid; at the end of the term there is no later credit; and an offset returns
    bit by bit as later credits use it, so that nobody could say from when on a cap is to forget it. Each of
    these can be read in two ways that differ in money.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid as offset
      a credit is held until decided
      a miss forfeits
      an excused month skips
      at term end returns in part
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
    Let credits return in money (leave out `as offset`), or take out the other clause. At the end of the term,
    write `forfeits` or `carries over`.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.contract import EarnBack
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

OFFSET_AT_ODDS = Kind("SLA464", "offset-at-odds")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for offsets beside clauses that are about money."""
    for _, earn_back in survey.earn_backs():
        stages = [each.node for each in earn_back.clauses.every(nodes.Stage) if each.node.offset]
        for statement in earn_back.clauses.statements if stages else ():
            why = _why(statement.node)
            if why:
                yield _finding(earn_back, stages[0], statement.node, *why)


def _why(clause: nodes.EarnBackClause) -> tuple[str, str] | None:
    """Why the clause leaves an offset nothing to be set against, and what to write."""
    match clause:
        case nodes.HeldUntilDecided():
            why = "what is held was never paid, so there is nothing to keep back of a later credit"
            return why, "leave out `as offset`: what is earned back of a held credit is never paid"
        case nodes.AtTermEnd(choice="returns in part"):
            why = "after the end of the term there is no later credit"
            return why, "write `at term end forfeits` or `at term end carries over`, or leave out `as offset`"
        case nodes.NoLongerCounts(as_what="caps"):
            why = "an offset returns bit by bit, and it is not said from when on caps forget the credit"
            return why, "leave out `as offset`, or let returned credits count towards caps"
        case _:
            return None


def _finding(
    earn_back: EarnBack, stage: nodes.Stage, clause: nodes.EarnBackClause, why: str, advice: str
) -> Diagnostic:
    return Diagnostic(
        OFFSET_AT_ODDS,
        f"`{clause_text(clause)}` does not go with an offset: {why}",
        Label(clause.span, f"about a credit of `{earn_back.objective}` that returns as an offset"),
        (Label(stage.span, "set against later credits"),),
        help=advice,
    )


RULE = Rule((OFFSET_AT_ODDS,), check)
