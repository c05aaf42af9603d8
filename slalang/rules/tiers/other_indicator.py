"""Tiers that measure something else against an inherited target.

What it finds
    A tier that gives an objective another indicator, and keeps the target of the tier it extends.

Why it matters
    99.9% of requests and 99.9% of the time are two promises. The target was agreed for the first.

Bad
    tier low {
      objective service measures uptime each month {
        target >= 99.9%
        no data counts as met
      }
    }
    tier high extends low {
      objective service measures success {
      }
    }

Good
    tier low {
      objective service measures uptime each month {
        target >= 99.9%
        no data counts as met
      }
    }
    tier high extends low {
      objective service measures success {
        target >= 99.95%
      }
    }

How to fix
    State the target together with the new indicator.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective
from slalang.rules.clock_order import clock_of, differences
from slalang.rules.inheritance import Inherited, inherited
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text

OTHER_INDICATOR = Kind("SLA242", "target-of-other-indicator", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for inherited targets of objectives that are measured otherwise."""
    for each in inherited(survey):
        old, new = each.old, each.new
        if old.indicator != new.indicator and _keeps_target(old, new):
            yield from _check(each, survey)


def _keeps_target(old: Objective, new: Objective) -> bool:
    return old.target is not None and new.target is not None and new.target.node is old.target.node


def _check(each: Inherited, survey: Survey) -> Iterator[Diagnostic]:
    clocks = clock_of(each.old, survey), clock_of(each.new, survey)
    if clocks[0] and clocks[1] and differences(clocks[0], clocks[1], survey) is not None:
        return
    target = each.new.target
    if target:
        yield Diagnostic(
            OTHER_INDICATOR,
            f"{each.step.name} measures `{each.new.indicator.name}` for `{each.new.name}`, and keeps "
            f"`{clause_text(target.node)}`, which {each.step.base_name} promises of "
            f"`{each.old.indicator.name}`",
            Label(each.measured_at, "another indicator"),
            (Label(target.node.span, f"agreed for `{each.old.indicator.name}`"),),
            help="state the target together with the new indicator",
        )


RULE = Rule((OTHER_INDICATOR,), check)
