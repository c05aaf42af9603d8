"""Tiers under which credits are earned back more easily than in the tier they extend.

What it finds
    A tier with an earn-back that the tier below does not have, or has in a stricter form.

Why it matters
    A credit that returns is no credit. The rungs of the higher tier may be higher, and less of them stays.

Bad
    tier low {
      objective uptime each month {
        target >= 99.5%
        no data counts as met
        credit {
          a miss pays 10% of fees
        }
      }
    }
    tier high extends low {
      earn back uptime {
        for every credit
        after 3 consecutive months at target returns 100% of the credit paid
        a miss forfeits
        an excused month skips
        at term end forfeits
      }
    }

Good
    tier low {
      objective uptime each month {
        target >= 99.5%
        no data counts as met
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
    tier high extends low {
      earn back uptime {
        after 6 consecutive months at target returns 100% of the credit paid
      }
    }

How to fix
    Let the higher tier ask for at least as much before a credit returns.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import EarnBack
from slalang.rules.inheritance import Step, steps
from slalang.rules.leniency import eased
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text

EASIER_EARN_BACK = Kind("SLA231", "easier-earn-back", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each earn-back of a tier with that of the tiers it extends."""
    for step in steps(survey):
        for new in (each for each in step.tier.version.earn_backs if step.says(each.head)):
            old = step.base.version.earn_back(new.objective)
            inherited = step.base.version.objective(new.objective)
            if old is None and inherited and inherited.credit:
                yield _added(step, new)
            elif old:
                yield from _eased(step, old, new)


def _added(step: Step, new: EarnBack) -> Diagnostic:
    return Diagnostic(
        EASIER_EARN_BACK,
        f"under {step.name} credits of `{new.objective}` can be earned back, and under {step.base_name} not",
        Label(new.head.node.objective.span, "returns credits"),
        (Label(step.base.declaration.span, "returns none"),),
        help="take the earn-back out, or let the tier not extend the other",
        witness="a credit followed by enough good periods",
    )


def _eased(step: Step, old: EarnBack, new: EarnBack) -> Iterator[Diagnostic]:
    for ease in eased(old, new):
        yield Diagnostic(
            EASIER_EARN_BACK,
            f"credits of `{new.objective}` return more easily under {step.name}: `{clause_text(ease.new)}`, "
            f"and under {step.base_name} `{clause_text(ease.old)}`",
            Label(ease.new.span, "easier for the provider"),
            (Label(ease.old.span, f"asked by {step.base.declaration.described}"),),
            help="let the higher tier ask for at least as much before a credit returns",
            witness=ease.credit,
        )


RULE = Rule((EASIER_EARN_BACK,), check)
