"""Explaining a statement, or a part of it: a reading of the plan, the readings and the statement.

No amount is worked out here. Every number is one that measurement counted or settlement reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterator

from slalang.diagnostics import Outcome
from slalang.explanation.crediting import credited, rewarded
from slalang.explanation.earning import earned_back
from slalang.explanation.ground import Ground, named
from slalang.explanation.measuring import excluded, judged, measured
from slalang.explanation.promises import made_of, promised
from slalang.explanation.totals import booked, made_from, silent, totals
from slalang.explanation.wanted import Chosen, Wanted, choose, credit_name
from slalang.plan.plan import Plan
from slalang.plan.reading import Readings
from slalang.statement import CreditLine, OutcomeLine, Statement
from slalang.trail import FORMAT_VERSION, Explanation, Step, Subject


def explain(
    plan: Plan, readings: Readings, statement: Statement, to_date: Statement, wanted: Wanted | None = None
) -> Outcome[Explanation | None]:
    """The explanation of a statement. ``readings`` and ``to_date`` (the statement from the start of the term)
    are those it was settled with; ``wanted`` narrows it. What is wanted and unknown is an error."""
    chosen = choose(wanted or Wanted(), statement, to_date)
    if chosen.value is None:
        return Outcome(None, chosen.diagnostics)
    ground = Ground(plan, readings, statement, to_date)
    explanation = Explanation(
        format_version=FORMAT_VERSION,
        agreement=statement.agreement,
        title=statement.title,
        provider=statement.provider,
        customer=statement.customer,
        period=statement.period,
        timezone=statement.timezone,
        currency=statement.currency,
        final=statement.final,
        plan_hash=statement.plan_hash,
        subjects=tuple(_subjects(ground, chosen.value)),
    )
    return Outcome(explanation)


def _subjects(ground: Ground, chosen: Chosen) -> Iterator[Subject]:
    if chosen.credits is not None:
        for credit in chosen.credits:
            yield _of_credit(ground, credit, chosen)
        return
    for line in ground.statement.outcomes:
        if chosen.objectives is None or line.objective in chosen.objectives:
            yield _of_outcome(ground, line)
    for credit in _earlier(ground):
        if chosen.objectives is None or credit.objective in chosen.objectives:
            yield _of_earlier(ground, credit)
    if chosen.objectives is None:
        yield totals(ground)
        yield silent(ground)
        yield made_from(ground)


def _of_outcome(ground: Ground, line: OutcomeLine) -> Subject:
    credit = _credit_of(ground, line)
    steps: tuple[Step, ...] = (
        *promised(ground, line),
        *made_of(ground, line),
        *excluded(ground, line),
        *measured(ground, line),
        *judged(ground, line),
        *credited(ground, line, credit),
        *(earned_back(ground, credit) if credit else ()),
        *rewarded(ground, line),
    )
    paid = ""
    if credit:
        of_due = "" if credit.paid == credit.due else f" of {ground.money(credit.due)} due"
        paid = f", credit {ground.money(credit.paid)}{of_due}"
    return Subject(
        title=f"{named(line.objective, line.keys, line.service)}, {line.period}",
        result=line.outcome + paid,
        steps=steps,
        objective=line.objective,
        keys=line.keys,
        period=line.period,
    )


def _of_credit(ground: Ground, credit: CreditLine, chosen: Chosen) -> Subject:
    """A credit with its period, and the line of the ledger that was asked for."""
    lines = ground.outcomes_of(credit.objective, credit.keys)
    [line] = [one for one in lines if one.period == credit.period]
    subject = _of_outcome(ground, line)
    return Subject(
        subject.title,
        subject.result,
        (*subject.steps, *booked(ground, chosen.lines)),
        subject.objective,
        subject.keys,
        subject.period,
    )


def _of_earlier(ground: Ground, credit: CreditLine) -> Subject:
    """A credit of an earlier period to which something happened in this one."""
    lines = ground.outcomes_of(credit.objective, credit.keys)
    [line] = [one for one in lines if one.period == credit.period]
    name = credit_name(credit)
    rows = Step("measured", f"`--credit '{name}'` shows the rows behind {credit.period}")
    return Subject(
        title=f"earn-back of {named(credit.objective, credit.keys)}, {credit.period}",
        result=f"credit {ground.money(credit.paid)}, {ground.money(credit.returned)} of it returned",
        steps=(rows, *judged(ground, line), *credited(ground, line, credit), *earned_back(ground, credit)),
        objective=credit.objective,
        keys=credit.keys,
        period=credit.period,
    )


def _credit_of(ground: Ground, line: OutcomeLine) -> CreditLine | None:
    for credit in ground.to_date.credits:
        if (credit.objective, credit.keys, credit.period) == (line.objective, line.keys, line.period):
            return credit
    return None


def _earlier(ground: Ground) -> Iterator[CreditLine]:
    """Credits of earlier periods with movements, or something open, on the statement."""
    statement = ground.statement
    own = {(one.objective, one.keys, one.period) for one in statement.credits}
    moved = {(one.objective, one.keys, one.credit_period) for one in statement.earn_backs}
    moved |= {(one.objective, one.keys, one.credit_period) for one in statement.open_credits}
    for credit in ground.to_date.credits:
        name = (credit.objective, credit.keys, credit.period)
        if name in moved and name not in own:
            yield credit
