"""Months of thirty days, and years of 365.

What it finds
    A division by the hours, minutes or days of a month of one length, such as `720h` or `43_200`, or of a
    year of 365 days, where what is judged are the months or years of the calendar.

Why it matters
    A month has 672, 696, 720 or 744 hours, and one in which the clocks change 743 or 721. 420 minutes down
    are 0.97% of 720h, and 1.04% of February: a target of 99% is met by the one and missed by the other.

Bad
    indicator availability = 1 - time(outage) / 720h
    objective availability each month {
      target >= 99.0%
      no data counts as met
    }

Good
    indicator availability = 1 - time(outage) / time(period)
    objective availability each month {
      target >= 99.0%
      no data counts as met
    }

How to fix
    Divide by `time(period)`, which is the length of the period itself, less what is excluded from it. For
    the fees of a day write `1 day of fees`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.constants import constant
from slalang.model.contract import Objective
from slalang.model.descent import every
from slalang.quantities import HOUR, MINUTE, SECOND, Period, duration_literal, format_value
from slalang.rules.bounds import threshold_of
from slalang.rules.horizon import DAY, Horizon, horizons
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes
from slalang.values import Frozen, value

FIXED_MONTH = Kind("SLA313", "month-of-fixed-length", Severity.WARNING)

_MONTHS = (28 * DAY, 29 * DAY, 30 * DAY, 31 * DAY, 730 * HOUR)
_QUARTERS = (90 * DAY, 91 * DAY, 92 * DAY)
_YEARS = (365 * DAY, 366 * DAY, 8766 * HOUR)
_LENGTHS = {"month": _MONTHS, "quarter": _QUARTERS, "year": _YEARS, "contract year": _YEARS}
_UNITS = (SECOND, MINUTE, HOUR)


@value
class _Fixed(Frozen):
    """A division by one length for all periods of an objective, and a period that has another."""

    quotient: nodes.Binary
    length: int
    objective: Objective
    other: Period

    @property
    def is_of_fees(self) -> bool:
        return any(use.name.text == "fees" for use in every(nodes.NameRef, self.quotient.left))


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for such divisions in what each objective measures and pays."""
    for version, horizon in horizons(survey):
        for objective in version.objectives:
            credit = objective.credit
            paid = (credit.node,) if credit else ()
            for quotient in every(nodes.Binary, objective.indicator.node, *paid):
                fixed = _fixed(quotient, objective, horizon)
                if fixed:
                    yield _finding(fixed, survey)


def _fixed(quotient: nodes.Binary, objective: Objective, horizon: Horizon) -> _Fixed | None:
    kind = objective.each.kind
    divisor = constant(quotient.right) if quotient.operator == "/" else None
    length = None if divisor is None else _length(quotient, divisor)
    if length is None or length not in _LENGTHS.get(kind, ()):
        return None
    others = [period for period in horizon.periods(kind) if period.whole and period.length != length]
    other = max(others, key=lambda period: abs(period.length - length), default=None)
    return _Fixed(quotient, length, objective, other) if other else None


def _length(quotient: nodes.Binary, divisor: Fraction) -> int | None:
    """How long a period is by the divisor: a duration, or so many seconds, minutes, hours, days of fees."""
    if any(every(nodes.Duration, quotient.right)):
        return int(divisor)
    of_fees = any(use.name.text == "fees" for use in every(nodes.NameRef, quotient.left))
    units = (*_UNITS, DAY) if of_fees else _UNITS
    known = {length for lengths in _LENGTHS.values() for length in lengths}
    return next((int(divisor * unit) for unit in units if divisor * unit in known), None)


def _finding(fixed: _Fixed, survey: Survey) -> Diagnostic:
    kind, other = fixed.objective.each.kind, fixed.other
    days = format_value(Fraction(fixed.length, DAY), "number", "")
    is_duration = any(every(nodes.Duration, fixed.quotient.right))
    return Diagnostic(
        FIXED_MONTH,
        f"`{clause_text(fixed.quotient.right)}` is a {kind} of {days} days, and `{fixed.objective.name}` is "
        f"judged each {kind}, however long: {other.label} has {duration_literal(other.length)}, "
        f"not {duration_literal(fixed.length)}",
        Label(fixed.quotient.right.span, f"a {kind} of fixed length"),
        (Label(fixed.objective.each.span, f"each {kind}, however long"),),
        help="divide by `time(period)`"
        if is_duration or not fixed.is_of_fees
        else "write `1 day of fees` for the fees of a day",
        witness=_example(fixed, survey) or f"{other.label} has {duration_literal(other.length)}",
    )


def _example(fixed: _Fixed, survey: Survey) -> str | None:
    """A loss that meets the target by the longer of the two lengths alone, where it can be told."""
    node, target = fixed.objective.indicator.node, fixed.objective.target
    if not isinstance(node, nodes.Indicator) or target is None or target.node.operator != ">=":
        return None
    match node.value:
        case nodes.Binary(operator="-", left=one, right=share) if share is fixed.quotient:
            threshold = threshold_of(target.node.threshold, target.scope, fixed.objective, survey)
        case _:
            return None
    if threshold is None or constant(one) != 1 or not 0 < threshold < 1:
        return None
    lengths = fixed.length, fixed.other.length
    lost = int((1 - threshold) * max(lengths)) // SECOND * SECOND
    if 1 - Fraction(lost, min(lengths)) >= threshold:
        return None
    by_one, by_other = (
        f"{format_value(1 - Fraction(lost, length), 'ratio', '')} of {duration_literal(length)}"
        for length in lengths
    )
    return f"{duration_literal(lost)} lost in {fixed.other.label}: {by_one}, and {by_other}"


RULE = Rule((FIXED_MONTH,), check)
