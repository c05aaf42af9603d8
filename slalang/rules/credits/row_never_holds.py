"""Credit rows that can never hold.

What it finds
    A row for a range without a value in it, such as `from 99.9% to below 99.0%`.

Why it matters
    The row looks like a promise and never pays.

Bad
    credit {
      from 99.9% to below 99.0% pays 10% of fees
      below 99.0% pays 25% of fees
    }

Good
    credit {
      from 99.0% to below 99.9% pays 10% of fees
      below 99.0% pays 25% of fees
    }

How to fix
    Write the lower end first.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.rules.bands import table_rows
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

ROW_NEVER_HOLDS = Kind("SLA404", "row-never-holds")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks for empty ranges."""
    for _, credit in survey.credits():
        for row in table_rows(credit.node):
            band = row.row.trigger
            if row.range.is_empty and isinstance(band, nodes.Band):
                yield _finding(band, turned=row.low > row.high)


def _finding(band: nodes.Band, turned: bool) -> Diagnostic:
    right = f"from {band.high.span.text} to below {band.low.span.text}"
    return Diagnostic(
        ROW_NEVER_HOLDS,
        f"no value lies in `{clause_text(band)}`",
        Label(band.span, "never holds"),
        help=f"write the lower end first: `{right}`" if turned else "let it end higher than it begins",
        fix=Fix(band.span, right) if turned else None,
    )


RULE = Rule((ROW_NEVER_HOLDS,), check)
