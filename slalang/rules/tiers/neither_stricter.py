"""Tiers of which neither is the stricter one.

What it finds
    A tier that is stricter than the one it extends in one way and weaker in another: 90% within three hours
    against 95% within four.

Why it matters
    Some months meet the lower tier and miss the higher one, others the other way round: nobody can say that
    the higher tier promises more.

Bad
    clock fast of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  3h
    }
    indicator resolved_fast = share(in_time over fast)
    tier low {
      objective resolved measures resolved_in_time each month {
        target >= 95%
      }
    }
    tier high extends low {
      objective resolved measures resolved_fast {
        target >= 90%
      }
    }

Good
    clock fast of ticket_change by ticket {
      starts when change = created
      stops  when change = resolved
      runs   in office
      limit  3h
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
    Keep the percentage and tighten the clock, or keep the clock and raise the percentage.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant
from slalang.model.contract import Sourced
from slalang.model.strictness import compare_targets, holds
from slalang.rules.clock_order import Difference, clock_of, differences
from slalang.rules.inheritance import Inherited, inherited
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

NEITHER_STRICTER = Kind("SLA241", "neither-tier-stricter", Severity.WARNING)

_MOST_TICKETS = 10_000


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the clock and the target of each objective that a tier measures with another clock."""
    for each in inherited(survey):
        clocks = clock_of(each.old, survey), clock_of(each.new, survey)
        old, new = each.old.target, each.new.target
        if clocks[0] and clocks[1] and old and new:
            found = differences(clocks[0], clocks[1], survey)
            if found:
                yield from _check(each, old, new, found)


def _check(
    each: Inherited,
    old: Sourced[nodes.Target],
    new: Sourced[nodes.Target],
    found: tuple[Difference, ...],
) -> Iterator[Diagnostic]:
    looser = [difference for difference in found if difference.verdict == "looser"]
    stricter = [difference for difference in found if difference.verdict == "stricter"]
    target = compare_targets(old.node, new.node)
    if looser and stricter:
        yield _two_ways(each, looser[0], stricter[0])
    elif looser and target == "stricter":
        yield _finding(each, looser[0], _tickets(old.node, new.node), old.node, new.node)
    elif stricter and target == "looser":
        yield _finding(each, stricter[0], _tickets(new.node, old.node), old.node, new.node)


def _tickets(lower: nodes.Target, higher: nodes.Target) -> str | None:
    """The fewest tickets of which so many are in time that the lower target is met and the higher missed."""
    low, high = constant(lower.threshold), constant(higher.threshold)
    if low is None or high is None:
        return None
    for tickets in range(1, _MOST_TICKETS):
        in_time = -((-low * tickets) // 1)
        share = Fraction(in_time, tickets)
        if holds(lower.operator, share, low) and not holds(higher.operator, share, high):
            return f"{in_time} of {tickets} tickets"
    return None


def _finding(
    each: Inherited, clock: Difference, tickets: str | None, old: nodes.Target, new: nodes.Target
) -> Diagnostic:
    lower, higher = (old, new) if clock.verdict == "looser" else (new, old)
    enough = f"{tickets} in time by both meet `{clause_text(lower)}` and miss `{clause_text(higher)}`; "
    return Diagnostic(
        NEITHER_STRICTER,
        f"neither {each.step.name} nor {each.step.base_name} is stricter for `{each.new.name}`: "
        f"{each.step.name} asks for `{clause_text(new)}` instead of `{clause_text(old)}`, but {clock.what}",
        Label(new.span, f"{'higher' if clock.verdict == 'looser' else 'lower'} percentage"),
        (Label(clock.new, clock.what), Label(clock.old, f"in {each.step.base.declaration.described}")),
        help="keep the percentage and tighten the clock, or keep the clock and raise the percentage",
        witness=f"{enough if tickets else ''}{clock.ticket}",
    )


def _two_ways(each: Inherited, looser: Difference, stricter: Difference) -> Diagnostic:
    return Diagnostic(
        NEITHER_STRICTER,
        f"neither {each.step.name} nor {each.step.base_name} is stricter for `{each.new.name}`: "
        f"in one case {looser.what}, in another {stricter.what}",
        Label(each.measured_at, "stricter for some tickets, looser for others"),
        (Label(looser.new, "looser"), Label(stricter.new, "stricter")),
        help="tighten the clock in every way, or leave it as it is",
        witness=f"{looser.ticket}; {stricter.ticket}",
    )


RULE = Rule((NEITHER_STRICTER,), check)
