"""Objectives with an earn-back and a bank.

What it finds
    An objective whose good periods both return credits and bank tokens that offset credits.

Why it matters
    Three good months after a miss return its credit, and the same three months bank three tokens for the
    next ones: they are paid for twice, and which comes first for one credit is not said. So nothing that
    has both can be settled.

Bad
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }
    bank uptime {
      each month above 99.95% banks one token
      a token offsets one credit
      a token expires after 6 months
    }

Good
    earn back uptime {
      for every credit
      after 3 consecutive months at target returns 100% of the credit paid
      a miss forfeits
      an excused month skips
      at term end forfeits
    }

How to fix
    Agree on one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

RETURNED_AND_BANKED = Kind("SLA458", "returned-and-banked")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for a bank of each objective that is earned back."""
    for version, earn_back in survey.earn_backs():
        for bank in version.clauses.every(nodes.Bank):
            if bank.node.objective.text == earn_back.objective:
                yield _finding(bank.node, earn_back.head.node)


def _finding(bank: nodes.Bank, earn_back: nodes.EarnBack) -> Diagnostic:
    name = bank.objective.text
    return Diagnostic(
        RETURNED_AND_BANKED,
        f"a credit of `{name}` can be offset by a token and earned back as well: good periods count twice, "
        "and which comes first is not said",
        Label(bank.objective.span, "offsets the credits"),
        (Label(earn_back.objective.span, "returns the same credits"),),
        help="agree on one of the two",
        witness="a miss after a banked period, followed by enough good ones",
    )


RULE = Rule((RETURNED_AND_BANKED,), check)
