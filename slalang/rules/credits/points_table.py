"""Tables of points that do not fit their credits.

What it finds
    A row of `points { … }` that pays no more than a row for fewer points, and one for more points than all
    objectives together can bring in a month.

Why it matters
    The highest row that holds pays. A row that pays less for more was swapped with another, and one that
    nobody reaches says nothing.

Bad
    points {
      at least 1 pays 5% of fees
      at least 3 pays 2% of fees
      at least 9 pays 20% of fees
    }
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 1 point
        below 99.0% pays 3 points
      }
    }

Good
    points {
      at least 1 pays 2% of fees
      at least 3 pays 5% of fees
    }
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 1 point
        below 99.0% pays 3 points
      }
    }

How to fix
    Let more points pay more, and begin the table where points are paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Version
from slalang.quantities import format_number
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch, periods_in
from slalang.rules.survey import Survey, clause_text
from slalang.rules.worth import tariff_of
from slalang.syntax import nodes

PAYS_LESS = Kind("SLA434", "points-pay-less-for-more")
NEVER_SO_MANY = Kind("SLA435", "points-never-reached", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares the rows of each table, and the points there can be."""
    for version in survey.versions():
        table = version.clauses.only(nodes.PointsTable)
        if table:
            yield from _falls(table.node, version)
            most = _most(version)
            for row in table.node.rows:
                if most and row.least > most:
                    yield _never(row, most)


def _falls(table: nodes.PointsTable, version: Version) -> Iterator[Diagnostic]:
    tariff = tariff_of(version)
    for row in table.rows:
        for other in table.rows:
            own, others = (tariff.worth(each.amount, Stretch("month")) for each in (row, other))
            fewer = (other.least, other.span.start) < (row.least, row.span.start)
            if fewer and own and others and tariff.exceeds(own, others) is False:
                yield _pays_less(row, other)
                break


def _pays_less(row: nodes.PointsRow, other: nodes.PointsRow) -> Diagnostic:
    more, less = clause_text(other.amount), clause_text(row.amount)
    return Diagnostic(
        PAYS_LESS,
        f"more points pay no more: {row.least} pay {less}, and {other.least} pay {more} already",
        Label(row.span, "never decides anything"),
        (Label(other.span, "holds too, and the highest pays"),),
        help="swap the two amounts, or take the row out",
        witness=f"{row.least} points pay {more}",
    )


# --- how many there can be ---------------------------------------------------------------------


def _most(version: Version) -> Fraction | None:
    """The most points of a month, ``None`` where they grow without an end. None at all is found by itself."""
    found = [_most_of(objective) for objective in version.objectives]
    known = [points for points in found if points is not None]
    return sum(known, Fraction(0)) if len(known) == len(found) else None


def _most_of(objective: Objective) -> Fraction | None:
    clauses = objective.credit.node.clauses if objective.credit else ()
    rows = [clause for clause in clauses if isinstance(clause, nodes.CreditRow)]
    points = [row.amount.count for row in rows if isinstance(row.amount, nodes.Points)]
    is_open = any(row.per for row in rows) or bool(objective.for_each)
    if is_open or (objective.credit and objective.credit.node.for_each):
        return None
    adds_up = any(isinstance(clause, nodes.AllAddUp) for clause in clauses)
    most = sum(points, Fraction(0)) if adds_up else max(points, default=Fraction(0))
    for clause in clauses:
        if isinstance(clause, nodes.Repeat):
            factor = clause.pays.value if isinstance(clause.pays, nodes.Number) else None
            most = most * factor if factor else most
    return most * (periods_in(Stretch("month"), objective.each.kind) or 1)


def _never(row: nodes.PointsRow, most: Fraction) -> Diagnostic:
    shown = f"{format_number(most)} point{'' if most == 1 else 's'}"
    return Diagnostic(
        NEVER_SO_MANY,
        f"`{clause_text(row)}` is never reached: all objectives together bring {shown} in a month",
        Label(row.span, f"more than {shown}"),
        help="begin the table where points are paid, or take the row out",
        witness=f"{shown} in a month in which all is missed",
    )


RULE = Rule((PAYS_LESS, NEVER_SO_MANY), check)
