"""Rows for values that are never measured.

What it finds
    A rung or a range beyond what the indicator can come to (below 0% or above 100% of a share, a negative
    length), and a range between two of the values that `rounded to` leaves.

Why it matters
    The row looks like a promise and never pays. Mostly a digit slipped.

Bad
    credit {
      below 99.9% pays 10% of fees
      below 0% pays 100% of fees
    }

Good
    credit {
      below 99.9% pays 10% of fees
      below 90% pays 100% of fees
    }

How to fix
    Write a value that can be measured, or take the row out.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slalang.diagnostics import Diagnostic, Kind, Label
from slalang.model.constants import constant, written
from slalang.model.contract import Objective
from slalang.model.strictness import UP, holds
from slalang.rules.bands import table_rows
from slalang.rules.bounds import Values
from slalang.rules.paying import possible
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey, clause_text
from slalang.syntax import nodes

OUT_OF_REACH = Kind("SLA409", "row-out-of-reach")


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Compares each row with the values there can be."""
    for objective, credit in survey.credits():
        values = possible(objective, survey)
        if credit.node.for_each or values.only is not None:
            continue
        for clause in credit.node.clauses:
            trigger = clause.trigger if isinstance(clause, nodes.CreditRow) else None
            end = _end_before(trigger, values)
            if trigger and end is not None:
                shown = written(end, survey.unit(objective))
                yield _finding(trigger, objective, f"is never {_WORDS[end == values.high]} {shown}", shown)
        yield from _between_steps(objective, credit.node, survey)


_WORDS = {True: "above", False: "below"}


def _end_before(trigger: nodes.Trigger | None, values: Values) -> Fraction | None:
    """The end of the values that lies before the row, where none of them reaches it."""
    match trigger:
        case nodes.Rung(operator=operator, threshold=threshold):
            return _unreached(operator, constant(threshold), values)
        case nodes.Band(low=low, low_included=low_in, high=high, high_included=high_in):
            found = _unreached(">=" if low_in else ">", constant(low), values)
            return (
                found if found is not None else _unreached("<=" if high_in else "<", constant(high), values)
            )
        case _:
            return None


def _unreached(operator: str, threshold: Fraction | None, values: Values) -> Fraction | None:
    end = values.high if operator in UP else values.low
    if end is None or threshold is None or holds(operator, end, threshold):
        return None
    return end


def _between_steps(objective: Objective, credit: nodes.Credit, survey: Survey) -> Iterator[Diagnostic]:
    """Ranges without a value that rounding leaves."""
    rounding = objective.clauses.only(nodes.RoundedTo)
    quantum = constant(rounding.node.quantum) if rounding else None
    if rounding is None or quantum is None or quantum <= 0:
        return
    for row in table_rows(credit):
        if not row.range.is_empty and row.range.first_multiple(quantum) is None:
            step = written(quantum, survey.unit(objective))
            near = written(row.low - row.low % quantum, survey.unit(objective))
            why = f"is rounded to {step} before it is compared"
            yield _finding(row.row.trigger, objective, why, near, Label(rounding.node.span, "rounded first"))


def _finding(
    trigger: nodes.Trigger, objective: Objective, why: str, nearest: str, because: Label | None = None
) -> Diagnostic:
    return Diagnostic(
        OUT_OF_REACH,
        f"`{clause_text(trigger)}` never holds: `{objective.indicator.name}` {why}",
        Label(trigger.span, "no value is"),
        (because or Label(objective.indicator.span, "measured here"),),
        help="write a value that can be measured, or take the row out",
        witness=f"{nearest} is the nearest value there is",
    )


RULE = Rule((OUT_OF_REACH,), check)
