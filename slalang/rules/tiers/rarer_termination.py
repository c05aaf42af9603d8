"""Tiers under which the customer may leave later than under the tier they extend.

What it finds
    A right to terminate that takes more misses, or a worse value, than that of the tier below.

Why it matters
    Who pays for the higher tier has to bear more misses before the right to leave arises.

Bad
    tier low {
      objective uptime each month {
        target >= 99.5%
      }
      customer may terminate when uptime missed 3 times in 6 months
    }
    tier high extends low {
      customer may terminate when uptime missed 5 times in 6 months
    }

Good
    tier low {
      objective uptime each month {
        target >= 99.5%
      }
      customer may terminate when uptime missed 5 times in 6 months
    }
    tier high extends low {
      customer may terminate when uptime missed 3 times in 6 months
    }

How to fix
    Let the higher tier ask for no more misses than the lower one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant, written, written_unit
from slalang.model.statements import subject
from slalang.model.strictness import UP, holds, sample_values
from slalang.rules.inheritance import Step, steps
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

RARER_TERMINATION = Kind("SLA245", "termination-made-harder", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each right to terminate with the one it takes the place of."""
    for step in steps(survey):
        old = {subject(each.node): each.node for each in step.base.version.clauses.every(nodes.MayTerminate)}
        for new in step.tier.version.clauses.every(nodes.MayTerminate):
            before = old.get(subject(new.node))
            witness = _enough_before(before, new.node) if before and step.says(new) else None
            if before and witness:
                yield _finding(step, before, new.node, witness)


def _enough_before(old: nodes.MayTerminate, new: nodes.MayTerminate) -> str | None:
    """What was enough to terminate, and is no longer."""
    match old.condition, new.condition:
        case nodes.MissedTimes(times=before), nodes.MissedTimes(times=after) if after > before:
            return f"{before} misses in {clause_text(new.condition.within)}"
        case nodes.MissedInARow(count=before), nodes.MissedInARow(count=after) if after > before:
            return f"{before} misses in a row"
        case nodes.ValueInPeriod() as before, nodes.ValueInPeriod() as after:
            value = _value_between(before, after)
            return None if value is None else written(value, written_unit(before.threshold))
        case _:
            return None


def _value_between(old: nodes.ValueInPeriod, new: nodes.ValueInPeriod) -> Fraction | None:
    before, after = constant(old.threshold), constant(new.threshold)
    if before is None or after is None:
        return None
    values = sample_values({before, after})
    ordered = values if old.operator in UP else list(reversed(values))
    found = (
        value
        for value in ordered
        if holds(old.operator, value, before) and not holds(new.operator, value, after)
    )
    return next(found, None)


def _finding(step: Step, old: nodes.MayTerminate, new: nodes.MayTerminate, witness: str) -> Diagnostic:
    return Diagnostic(
        RARER_TERMINATION,
        f"it takes more to leave under {step.name}: `{clause_text(new)}`, and under {step.base_name} "
        f"`{clause_text(old)}`",
        Label(new.span, "takes more"),
        (Label(old.span, f"enough under {step.base.declaration.described}"),),
        help="let the higher tier ask for no more than the lower one",
        witness=f"{witness}: enough below, and not here",
    )


RULE = Rule((RARER_TERMINATION,), check)
