"""Lengths in a unit too small to read.

What it finds
    A duration of a thousand or more of one unit that comes out even in larger ones: `3600s`, `43200m`.

Why it matters
    Nobody sees that `432000s` is five times 24 hours, and a zero too many goes unnoticed.

Bad
    objective p99_latency each month {
      target <= 3000ms
      no data counts as met
    }

Good
    objective p99_latency each month {
      target <= 3s
      no data counts as met
    }

How to fix
    Write it in the larger unit. The finding offers the same length.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Fix, Kind, Label, Severity
from slalang.model.descent import every
from slalang.quantities import DURATION_UNITS, duration_literal
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

LONG_DURATION = Kind("SLA704", "long-duration", Severity.INFO)

_LONG = 4
"""From so many digits on, a number is hard to read."""


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at the durations of what the file declares."""
    for _, declaration in survey.declarations():
        for duration in every(nodes.Duration, declaration.node):
            written = duration.span.text
            shorter = duration_literal(max(0, duration.microseconds))
            in_one_unit = shorter.strip("0123456789") in DURATION_UNITS
            number = written.rstrip("hmsu")
            if in_one_unit and number.isdigit() and len(number) >= _LONG and len(shorter) < len(written):
                yield _finding(duration, shorter)


def _finding(duration: nodes.Duration, shorter: str) -> Diagnostic:
    return Diagnostic(
        LONG_DURATION,
        f"`{duration.span.text}` is {shorter}",
        Label(duration.span, "hard to read"),
        help=f"write `{shorter}`",
        fix=Fix(duration.span, shorter, safe=True),
    )


RULE = Rule((LONG_DURATION,), check)
