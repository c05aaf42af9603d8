"""Tiers whose clock is kinder to the provider than that of the tier they extend.

What it finds
    A tier that measures an objective with another clock: longer limits, fewer hours, or more pauses.

Why it matters
    The percentage looks the same, and a ticket that is late in the lower tier is in time in the higher one.

Bad
    clock slow of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  40h
    }
    indicator resolved_slowly = share(in_time over slow)
    tier low {
      objective resolved measures resolved_in_time each month {
        target >= 95%
      }
    }
    tier high extends low {
      objective resolved measures resolved_slowly {
        target >= 95%
      }
    }

Good
    clock fast of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  4h
    }
    indicator resolved_fast = share(in_time over fast)
    tier low {
      objective resolved measures resolved_in_time each month {
        target >= 95%
      }
    }
    tier high extends low {
      objective resolved measures resolved_fast {
        target >= 95%
      }
    }

How to fix
    Give the higher tier the shorter limit, the longer hours and the fewer pauses.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.strictness import compare_targets
from slalang.rules.clock_order import Difference, clock_of, differences, verdict_of
from slalang.rules.inheritance import Inherited, inherited
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey

WEAKER_CLOCK = Kind("SLA240", "weaker-clock", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the clocks of each objective that a tier measures otherwise."""
    for each in inherited(survey):
        clocks = clock_of(each.old, survey), clock_of(each.new, survey)
        if clocks[0] and clocks[1] and not _is_stricter(each):
            found = differences(clocks[0], clocks[1], survey)
            if found and verdict_of(found) == "looser":
                yield _finding(each, found)


def _is_stricter(each: Inherited) -> bool:
    """Whether the target makes up for the clock in part: then neither tier is the weaker one."""
    old, new = each.old.target, each.new.target
    return bool(old and new and compare_targets(old.node, new.node) in ("stricter", "incomparable"))


def _finding(each: Inherited, found: tuple[Difference, ...]) -> Diagnostic:
    first = found[0]
    return Diagnostic(
        WEAKER_CLOCK,
        f"{each.step.name} is weaker for `{each.new.name}` than {each.step.base_name}: "
        f"{' and '.join(difference.what for difference in found)}",
        Label(each.measured_at, "measured with another clock"),
        (
            Label(first.new, "kinder to the provider"),
            Label(first.old, f"in {each.step.base.declaration.described}"),
        ),
        help="give the higher tier the shorter limit, the longer hours and the fewer pauses",
        witness=first.ticket,
    )


RULE = Rule((WEAKER_CLOCK,), check)
