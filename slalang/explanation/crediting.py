"""The credit of a period: which rows held, and each step from the base to what was paid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from slalang.explanation.ground import Ground
from slalang.explanation.tracing import group_note
from slalang.plan.reading import FeesReading
from slalang.plan.terms import (
    Always,
    Amount,
    Band,
    Credit,
    DaysOfFees,
    DaysOfService,
    Fees,
    FeesByKey,
    Fixed,
    FixedFees,
    Formula,
    InvoicedFees,
    MonthsOfFees,
    MonthsOfService,
    OnBreach,
    OnMiss,
    Points,
    Rung,
    Share,
    Trigger,
)
from slalang.statement import CreditLine, OutcomeLine
from slalang.trail import Note, Step


def credited(ground: Ground, line: OutcomeLine, credit: CreditLine | None) -> Iterator[Step]:
    """The rows of the credit block, held against the period, and the way of the amount."""
    objective = ground.objective(line)
    if objective.credit is None or objective.report_only or not line.credit_rows:
        if line.outcome in ("missed", "minimum missed") and credit is None:
            yield Step("no credit", "nothing is paid for it: no credit is agreed")
        return
    yield from _rows(ground, line, objective.credit)
    if credit is None:
        held = any(row.holds for row in line.credit_rows)
        text = "no credit: what holds comes to nothing, or cannot be worked out yet"
        yield Step("no credit", text if held else "no credit: no row holds")
        return
    for step in credit.steps:
        clause, notes = ground.clause(step.clause), tuple(_fees(ground, line, step.step))
        yield Step(step.step, step.text, clause, step.calculations, step.amount, notes)
    for step in credit.spared:
        yield Step("not changed", f"{step.step}: {step.text}", ground.clause(step.clause), step.calculations)
    of_due = "" if credit.paid == credit.due else f" of {ground.money(credit.due)} due"
    in_month = "" if credit.month == credit.period else f", in {credit.month}"
    text = f"{ground.money(credit.paid)}{of_due} for {credit.period}{in_month}"
    yield Step("paid", text, None, (), credit.paid)


def rewarded(ground: Ground, line: OutcomeLine) -> Iterator[Step]:
    """The bonus of the period, each step of it."""
    for bonus in ground.statement.bonuses:
        if (bonus.objective, bonus.keys, bonus.period) == (line.objective, line.keys, line.period):
            for step in bonus.steps:
                clause = ground.clause(step.clause)
                yield Step(step.step, f"bonus: {step.text}", clause, step.calculations, step.amount)
            how = "set against credits" if bonus.netted else "owed by the customer apart"
            text = f"bonus of {ground.money(bonus.amount)} for {bonus.period}, {how}"
            yield Step("bonus", text, ground.clause(bonus.clause), (), bonus.amount)


def _rows(ground: Ground, line: OutcomeLine, credit: Credit) -> Iterator[Step]:
    triggers = {row.clause: row.trigger for row in credit.rows}
    amounts = {row.clause: row.amount for row in credit.rows}
    for row in line.credit_rows:
        pays = "" if row.pays is None else f", and pays {ground.money(row.pays)}"
        text = (
            f"{ground.quoted(row.clause)}: {'holds' if row.holds else 'does not hold'}, as {row.text}{pays}"
        )
        rules = [trigger_rule(triggers[row.clause])] if row.clause in triggers else []
        rules += [amount_rule(amounts[row.clause])] if row.clause in amounts else []
        notes = tuple(map(Note, rules)) if row.holds else ()
        yield Step("credit row", text, ground.clause(row.clause), notes=notes)
    if sum(row.holds for row in line.credit_rows) > 1:
        rule = (
            "the rows that hold all add up"
            if credit.all_add_up
            else "of several rows that hold, the highest pays"
        )
        yield Step("credit row", rule, ground.clause(credit.clause))


def trigger_rule(trigger: Trigger) -> str:
    """What it takes for a row to hold."""
    match trigger:
        case Rung(operator=operator):
            return f"a value equal to its threshold would {'' if '=' in operator else 'not '}hold"
        case Band(low_included=low, high_included=high):
            ends = ["lower"] * low + ["upper"] * high
            return f"of its ends {' and '.join(ends) if ends else 'none'} would hold too"
        case OnMiss():
            return "it holds when the target is missed"
        case OnBreach(nth=None):
            return "it holds in every period that is a breach"
        case OnBreach():
            return "it holds by the number of breaches so far"
        case Always():
            return "it holds in every period that has a value"
        case _:
            assert_never(trigger)


def amount_rule(amount: Amount) -> str:
    """What an amount is reckoned from."""
    match amount:
        case Fixed():
            return "an amount of money"
        case Share(of="fees"):
            return "a share of the fees of the period"
        case Share(of="fees of last period"):
            return "a share of the fees of the period before"
        case Share(of="fees of the last days"):
            return f"a share of the fees of the last {amount.days} days"
        case Share(of="at risk"):
            return "a share of the amount at risk"
        case Share(of="pool"):
            return f"a share of the pool `{amount.pool}`"
        case Share(of="credit"):
            return "a share of what the other rows come to"
        case Share():
            return f"a share of {amount.of}"
        case DaysOfFees():
            return "fees by the day: those of the period divided by its days"
        case MonthsOfFees():
            return "fees by the month"
        case DaysOfService():
            return "days of service, worth their part of the fees"
        case MonthsOfService():
            return "months of service, worth their fees"
        case Points():
            return "points, turned into money by the table of the agreement"
        case Formula():
            return "by its formula"
        case _:
            assert_never(amount)


def fees_rule(fees: Fees) -> str:
    """Where the fees come from."""
    match fees:
        case FixedFees(each=each):
            return f"the same amount each {each}; a part of one in proportion to its days"
        case FeesByKey(field=field, each=each):
            return f"an amount for each value of {field} each {each}, by its table"
        case InvoicedFees(each=each):
            return f"what was invoiced in each {each}"
        case _:
            assert_never(fees)


def _fees(ground: Ground, line: OutcomeLine, step: str) -> Iterator[Note]:
    """Under the base, where the fees come from, with the invoices of each period of fees in the period."""
    fees = ground.terms(line).fees
    if step != "base" or fees is None:
        return
    clause = ground.clause(fees.clause)
    keys = tuple(value for _, value in line.keys)
    inside = [
        reading
        for reading in ground.readings.fees
        if reading.keys in (keys, ()) and reading.traces and _touches(ground, fees, reading.period, line)
    ]
    invoices = tuple(_invoiced(ground, reading) for reading in inside)
    place = clause.place if clause else None
    yield Note(f"{ground.quoted(fees.clause)}: {fees_rule(fees)}", place, invoices)


def _touches(ground: Ground, fees: Fees, label: str, line: OutcomeLine) -> bool:
    periods = (one for one in ground.plan.periods_of(fees.each) if one.label == label)
    return any(one.start < line.period_end and line.period_start < one.end for one in periods)


def _invoiced(ground: Ground, reading: FeesReading) -> Note:
    amount = "nothing seen" if reading.amount is None else ground.money(reading.amount)
    rows = tuple(group_note(ground, group) for group in reading.traces)
    return Note(f"{reading.period}: {amount}", under=rows)
