"""Rows that come to no money.

What it finds
    A row that pays nothing (0% of the fees, 0 EUR, a share of fees of nothing) for a miss, and a credit
    that rounding takes to nothing.

Why it matters
    The row looks like a promise. A range of a printed table with 0% is nothing to find: it says openly that
    nothing is due.

Bad
    fees  100 EUR each month
    round half up to 10 EUR
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 4% of fees
        below 99.0% pays 25% of fees
        a miss pays 0% of fees
      }
    }

Good
    fees  100 EUR each month
    round half up to 0.01 EUR
    objective uptime each month {
      target >= 99.9%
      no data counts as met
      credit {
        below 99.9% pays 4% of fees
        below 99.0% pays 25% of fees
      }
    }

How to fix
    Write an amount, take the row out, or round more finely.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Objective, Sourced, Version
from slalang.quantities import round_money
from slalang.rules.ladder import ladder_of
from slalang.rules.rule import Rule
from slalang.rules.stretch import Stretch
from slalang.rules.survey import Survey, clause_text
from slalang.rules.worth import Tariff, tariff_of
from slalang.syntax import nodes

ROUNDS_TO_NOTHING = Kind("SLA427", "credit-rounds-to-nothing")
PAYS_NOTHING = Kind("SLA428", "pays-nothing", Severity.WARNING)


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Works out what each row comes to."""
    for version in survey.versions():
        tariff, rounding = tariff_of(version), version.clauses.only(nodes.Round)
        for objective in version.objectives:
            for row in _rows(objective):
                amount = _amount(row, objective, tariff)
                if amount == 0:
                    yield from _nothing(row, objective, version, survey)
                elif amount and rounding and _is_alone(row, objective):
                    yield from _rounded(row, amount, rounding.node, tariff)


def _rows(objective: Objective) -> Iterator[nodes.CreditRow]:
    clauses = objective.credit.node.clauses if objective.credit else ()
    return (clause for clause in clauses if isinstance(clause, nodes.CreditRow))


def _amount(row: nodes.CreditRow, objective: Objective, tariff: Tariff) -> Fraction | None:
    worth = tariff.worth(row.amount, Stretch(objective.each.kind))
    if worth and worth.is_nothing:
        return Fraction(0)
    return tariff.in_money(worth) if worth else None


def _is_alone(row: nodes.CreditRow, objective: Objective) -> bool:
    """Whether the row pays once and nothing is added to it before it is rounded."""
    clauses = objective.credit.node.clauses if objective.credit else ()
    added = any(isinstance(clause, nodes.AllAddUp) for clause in clauses)
    return row.per is None and not added and not (objective.credit and objective.credit.node.for_each)


def _nothing(
    row: nodes.CreditRow, objective: Objective, version: Version, survey: Survey
) -> Iterator[Diagnostic]:
    fees = version.clauses.only(nodes.Fees)
    if objective.credit and not _says_that_nothing_is_due(row, objective, objective.credit, survey):
        of_nothing = fees is not None and not _is_written_as_nothing(row)
        yield Diagnostic(
            PAYS_NOTHING,
            f"`{clause_text(row)}` pays nothing"
            + (f": `{clause_text(fees.node)}`" if fees and of_nothing else ""),
            Label(row.amount.span, "comes to nothing"),
            (Label(fees.node.span, "nothing to take a share of"),) if fees and of_nothing else (),
            help="write an amount, or take the row out",
            witness=f"{clause_text(row.amount)} is nothing",
        )


def _is_written_as_nothing(row: nodes.CreditRow) -> bool:
    return not isinstance(row.amount, nodes.Share) or row.amount.ratio.value == 0


def _says_that_nothing_is_due(
    row: nodes.CreditRow, objective: Objective, credit: Sourced[nodes.Credit], survey: Survey
) -> bool:
    """Whether the row says of a range, or of values that meet the target, that nothing is due."""
    if isinstance(row.trigger, nodes.Band) and _is_written_as_nothing(row):
        return True
    ladder = ladder_of(objective, credit, survey)
    if ladder is None:
        return False
    held = [point for point in ladder.points if any(step.row is row for step in point.holding)]
    return bool(held) and all(point.is_met for point in held)


def _rounded(
    row: nodes.CreditRow, amount: Fraction, rounding: nodes.Round, tariff: Tariff
) -> Iterator[Diagnostic]:
    if rounding.to.amount > 0 and round_money(amount, rounding.mode, rounding.to.amount) == 0:
        yield Diagnostic(
            ROUNDS_TO_NOTHING,
            f"`{clause_text(row.amount)}` is {tariff.text(amount)}, and `{clause_text(rounding)}` "
            "makes that nothing",
            Label(row.amount.span, f"{tariff.text(amount)}, never paid"),
            (Label(rounding.span, "rounded like this"),),
            help="round more finely, or write a higher amount",
            witness=f"{tariff.text(amount)} becomes {tariff.text(Fraction(0))}",
        )


RULE = Rule((ROUNDS_TO_NOTHING, PAYS_NOTHING), check)
