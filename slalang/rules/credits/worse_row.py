"""Tables in which a worse value pays less.

What it finds
    Two rows for different values of which the worse value pays less.

Why it matters
    Two amounts or two ranges were probably swapped while the table was copied: a really bad month then
    costs less than a slightly bad one.

Bad
    credit {
      from 99.0% to below 99.9% pays 25% of fees
      from 0% to below 99.0% pays 10% of fees
    }

Good
    credit {
      from 99.0% to below 99.9% pays 10% of fees
      from 0% to below 99.0% pays 25% of fees
    }

How to fix
    Give the worse range the higher amount.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.rules.ladder import Ladder, Step, ladder_of
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text

WORSE_PAYS_LESS = Kind("SLA405", "worse-row-pays-less", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Follows what is paid from the best value to the worst."""
    for objective, credit in survey.credits():
        ladder = ladder_of(objective, credit, survey)
        if ladder:
            yield from _falls(ladder)


def _falls(ladder: Ladder) -> Iterator[Diagnostic]:
    """Each row that pays less than the row for the next better values."""
    paid = [point for point in ladder.missed if point.paying]
    runs = [list(run) for _, run in groupby(paid, key=lambda point: id(point.paying))]
    for better_run, worse_run in pairwise(runs):
        better, worse = better_run[0].paying, worse_run[0].paying
        if better and worse and worse.amount < better.amount:
            yield _finding(better, worse, ladder.shown(better_run), ladder.shown(worse_run))


def _finding(better: Step, worse: Step, better_value: str, worse_value: str) -> Diagnostic:
    more, less = clause_text(better.row.amount), clause_text(worse.row.amount)
    return Diagnostic(
        WORSE_PAYS_LESS,
        f"a worse value pays less: {worse_value} pays {less}, and {better_value} pays {more}",
        Label(worse.row.span, "worse, and pays less"),
        (Label(better.row.span, "better, and pays more"),),
        help="swap the two amounts",
        witness=f"{worse_value} pays {less}",
    )


RULE = Rule((WORSE_PAYS_LESS,), check)
