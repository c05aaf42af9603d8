"""Earn-backs of credits that may only be tightened.

What it finds
    An earn-back added above a tier that allows no weaker credit, or no change at all, of its objective.

Why it matters
    The credit itself is untouched, and returns after a few good periods: in the end less of it is paid than
    the lower tier lets anybody agree to.

Bad
    tier firm {
      objective uptime each month {
        target >= 99.9%
        no data counts as met
        target and credit may only be tightened
        credit {
          a miss pays 10% of fees
        }
      }
    }
    agreement bound {
      provider "Acme Ltd"
      customer "Customer Inc"
      tier     firm
      term     2026-01-01 to 2026-12-31
      timezone "UTC"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
      earn back uptime {
        for every credit
        after 3 consecutive months at target returns 100% of the credit paid
        a miss forfeits
        an excused month skips
        at term end forfeits
      }
    }

Good
    tier firm {
      objective uptime each month {
        target >= 99.9%
        no data counts as met
        target and credit may only be tightened
        credit {
          a miss pays 10% of fees
        }
      }
      earn back uptime {
        for every credit
        after 3 consecutive months at target returns 100% of the credit paid
        a miss forfeits
        an excused month skips
        at term end forfeits
      }
    }
    agreement bound {
      provider "Acme Ltd"
      customer "Customer Inc"
      tier     firm
      term     2026-01-01 to 2026-12-31
      timezone "UTC"
      fees     1_000 EUR each month
      round    half up to 0.01 EUR
    }

How to fix
    Agree with whoever owns the lower tier, and put the earn-back there.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import EarnBack, Objective, Sourced
from slalang.model.statements import words_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

EARN_BACK_OF_FIXED = Kind("SLA232", "earn-back-of-fixed-credit", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for earn-backs said by an agreement or an amendment over a tier that binds the credit."""
    for version in survey.versions():
        for earn_back in version.earn_backs:
            objective = version.objective(earn_back.objective)
            if objective and objective.credit:
                yield from _check(earn_back, objective)


def _check(earn_back: EarnBack, objective: Objective) -> Iterator[Diagnostic]:
    binding = _binding(objective)
    added = [part for part in earn_back.parts if not part.through.startswith("tier ")]
    if binding is None or not added or not binding.through.startswith("tier "):
        return
    if len(added) < len(earn_back.parts):
        return
    yield Diagnostic(
        EARN_BACK_OF_FIXED,
        f"{added[0].said_by} lets credits of `{objective.name}` be earned back, and {binding.said_by} says "
        f"`{words_of(binding.node)}`: less of them is paid in the end",
        Label(added[0].node.objective.span, "returns credits"),
        (Label(binding.node.span, f"{binding.said_by} allows no weaker credit"),),
        help=f"agree with whoever owns {binding.said_by}, and put the earn-back there",
        witness="a credit followed by enough good periods",
    )


def _binding(objective: Objective) -> Sourced[nodes.OnlyTightened] | Sourced[nodes.NothingChanged] | None:
    nothing = objective.clauses.only(nodes.NothingChanged)
    return nothing or objective.clauses.only(nodes.OnlyTightened)


RULE = Rule((EARN_BACK_OF_FIXED,), check)
