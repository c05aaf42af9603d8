"""What moved: earn-backs, the totals and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from slalang.quantities import format_number
from slalang.reports.document import Column, Remark, Row, Section, Table
from slalang.reports.wording import Places, amount_text, named
from slalang.statement import BonusLine, EarnBackLine, LedgerLine, Statement


def earn_backs_section(statement: Statement) -> Section | None:
    """What happened to credits because of earn-back clauses."""
    if not statement.earn_backs:
        return None
    places = Places.short(statement)
    columns = (
        Column("close of"),
        Column("credit", "fill"),
        Column("event"),
        Column("to provider", "decimal"),
    )
    rows = tuple(_earn_back(line, statement.currency, places) for line in statement.earn_backs)
    return Section(f"Earn-back, in {statement.currency}", (Table(columns, rows),))


def open_credits_section(statement: Statement) -> Section | None:
    """Each credit of which something can still return, and how far that has come."""
    if not statement.open_credits:
        return None
    places = Places.short(statement)
    columns = (Column("credit", "fill"), Column("can return", "decimal"))
    rows = tuple(
        Row(
            (
                f"{named(line.objective, line.keys)}, {line.credit_period}",
                amount_text(line.amount, statement.currency),
            ),
            places.find(line.clause),
            _said(line.progress),
        )
        for line in statement.open_credits
    )
    return Section(f"Can still be earned back, in {statement.currency}", (Table(columns, rows),))


def bonuses_section(statement: Statement) -> Section | None:
    """What the provider earned by bonuses, step by step."""
    if not statement.bonuses:
        return None
    places = Places.short(statement)
    columns = (Column("bonus", "fill"), Column("to provider", "decimal"))
    rows = tuple(_bonus(line, statement, places) for line in statement.bonuses)
    return Section(f"Bonuses, in {statement.currency}", (Table(columns, rows),))


def _bonus(line: BonusLine, statement: Statement, places: Places) -> Row:
    how = "netted against credits" if line.netted else f"owed by {statement.customer} apart"
    steps = (Remark(f"{step.step}: {step.text}", places.find(step.clause)) for step in line.steps)
    cells = (
        f"{named(line.objective, line.keys)}, {line.period}",
        amount_text(line.amount, statement.currency),
    )
    return Row(cells, places.find(line.clause), (*steps, Remark(how)))


def _earn_back(line: EarnBackLine, currency: str, places: Places) -> Row:
    credit = f"{named(line.objective, line.keys)}, {line.credit_period}"
    cells = (line.period, credit, line.event, amount_text(line.amount, currency))
    return Row(cells, places.find(line.clause), _said(line.text))


def _said(text: str) -> tuple[Remark, ...]:
    return (Remark(text),) if text else ()


def totals_section(statement: Statement) -> Section:
    """The sums over this stretch of time."""
    columns = (Column("", "fill"), Column("", "decimal"))
    rows = tuple(Row((name, amount_text(amount, statement.currency))) for name, amount in _totals(statement))
    return Section(f"Totals of {statement.period}, in {statement.currency}", (Table(columns, rows),))


def _totals(statement: Statement) -> Iterator[tuple[str, Decimal]]:
    totals = statement.totals
    yield "credits due", totals.credits
    if totals.reduced:
        yield "taken off by caps and stacking", -totals.reduced
        yield "credits paid", totals.paid
    if totals.returned > 0:
        yield "earned back by the provider", -totals.returned
    if totals.returned < 0:
        yield "no longer earned back, owed again", -totals.returned
    if totals.lapsed:
        yield "lapsed: nobody claimed it in time", -totals.lapsed
    if totals.held:
        yield "held until an earn-back is decided", -totals.held
    if totals.bonus:
        yield "bonuses of the provider, netted", -totals.bonus
    yield f"net, owed to {statement.customer}", totals.net
    if totals.balance != totals.net:
        yield f"balance at the close, earlier periods included, owed to {statement.customer}", totals.balance
    if totals.bonus_apart:
        yield f"bonuses, owed by {statement.customer} apart", totals.bonus_apart
    if totals.open:
        yield "the provider can still earn back", totals.open


def ledger_section(statement: Statement) -> Section | None:
    """Every movement in order, with the balance after it."""
    if not statement.ledger:
        return None
    places, known = Places.short(statement), _told(statement)
    columns = (
        Column("#", "right"),
        Column("period"),
        Column("movement"),
        Column("credit", "fill"),
        Column("amount", "decimal"),
        Column("balance", "decimal"),
    )
    moved = tuple(_movement(line, statement.currency, places, known) for line in statement.ledger)
    rows = (*_brought_forward(statement.ledger[0], statement.currency), *moved)
    heading = f"Ledger, in {statement.currency} (positive is owed to the customer)"
    return Section(heading, (Table(columns, rows),))


def _told(statement: Statement) -> set[str]:
    """What the lines of credits and of earn-backs say already."""
    steps = {step.text for line in statement.credits for step in line.steps}
    steps |= {step.text for line in statement.bonuses for step in line.steps}
    return steps | {line.text for line in statement.earn_backs}


def _brought_forward(first: LedgerLine, currency: str) -> Iterator[Row]:
    """What was owed before the first line."""
    before = first.balance - first.amount
    if before:
        yield Row(("", "", "brought forward", "", "", amount_text(before, currency)))


def _movement(line: LedgerLine, currency: str, places: Places, told: set[str]) -> Row:
    cells = (
        str(line.number),
        line.period,
        line.kind,
        f"{named(line.objective, line.keys)}, {line.credit_period}",
        amount_text(line.amount, currency),
        amount_text(line.balance, currency),
    )
    days = "" if not line.days else f"{format_number(line.days)} days of service"
    remarks = (*_said(days), *(() if line.text in told else _said(line.text)))
    return Row(cells, places.find(line.clause), remarks)
