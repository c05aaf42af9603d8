"""Earn-backs: the periods of the window and what each did, and what returned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from slalang.explanation.ground import Ground
from slalang.plan.terms import Consecutive, EarnBack, MeanOf, OfTheNext, Stage
from slalang.statement import CreditLine, EarnBackLine, OpenCreditLine
from slalang.trail import Note, Step


def earned_back(ground: Ground, credit: CreditLine) -> Iterator[Step]:
    """What an earn-back clause or a bank made of a credit, up to the end of the evaluation."""
    clause = _clause_of(ground, credit)
    moves = [one for one in ground.to_date.earn_backs if _is_of(one, credit)]
    if clause is not None:
        yield from _window(ground, clause, credit)
    for move in moves:
        yield _moved(ground, move)
    if credit.open_amount:
        lines = [one for one in ground.to_date.open_credits if _is_open(one, credit)]
        progress = "".join(f": {one.progress}" for one in lines if one.progress)
        text = f"{ground.money(credit.open_amount)} can still return{progress}"
        yield Step("open", text, None, (), credit.open_amount)
    elif clause is not None and not moves and credit.paid:
        yield Step("open", "nothing has returned, and nothing can")


def _window(ground: Ground, clause: EarnBack, credit: CreditLine) -> Iterator[Step]:
    """The clause, and what each period did to it."""
    notes = [Note(f"{ground.quoted(one.clause)}: {stage_rule(one)}") for one in clause.stages]
    notes += [Note(ground.quoted(path)) for _, path in clause.choices]
    yield Step(
        "earn-back window", ground.quoted(clause.clause), ground.clause(clause.clause), notes=tuple(notes)
    )
    if not credit.paid:
        yield Step("earn-back window", "nothing was paid, so nothing can return")
    for line in credit.window:
        text = f"{line.period} {_JUDGED[line.judgement]}: {line.text}"
        yield Step("earn-back window", text, ground.clause(line.clause))


_JUDGED = {
    "reached": "counts",
    "missed": "does not count",
    "skipped": "is passed over",
    "waited": "is looked at",
}


def _moved(ground: Ground, move: EarnBackLine) -> Step:
    to_whom = "to the provider" if move.amount > 0 else "owed to the customer again"
    amount = f", {ground.money(abs(move.amount))} {to_whom}" if move.amount else ""
    text = f"at the close of {move.period}: {move.event}{amount}, as {move.text}"
    return Step("earn-back", text, ground.clause(move.clause), move.calculations)


def stage_rule(stage: Stage) -> str:
    """When a stage returns its share."""
    match stage.condition:
        case Consecutive(periods):
            return f"{periods} periods in a row, from the one after the credit on"
        case OfTheNext(periods, window):
            return f"any {periods} of the {window} periods after the credit"
        case MeanOf(each, weight):
            weighed = "weighted" if weight else "plain"
            return f"the {weighed} mean of the periods of the {each} that holds the credit"
        case _:
            assert_never(stage.condition)


def _clause_of(ground: Ground, credit: CreditLine) -> EarnBack | None:
    """The clause in force when the credit arose."""
    for line in ground.outcomes_of(credit.objective, credit.keys):
        if line.period == credit.period:
            clauses = ground.terms(line).earn_backs
            return next((one for one in clauses if one.objective == credit.objective), None)
    return None


def _is_of(move: EarnBackLine, credit: CreditLine) -> bool:
    return (move.objective, move.keys, move.credit_period) == (credit.objective, credit.keys, credit.period)


def _is_open(line: OpenCreditLine, credit: CreditLine) -> bool:
    return (line.objective, line.keys, line.credit_period) == (credit.objective, credit.keys, credit.period)
