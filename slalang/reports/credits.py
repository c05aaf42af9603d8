"""Each credit with every step from its base to what is paid, and the caps that bit."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.quantities import format_money, format_number
from slalang.reports.document import Column, Remark, Remarks, Row, Section, Table
from slalang.reports.wording import Places, amount_text, named
from slalang.statement import CapLine, CreditLine, CreditState, CreditStep, Statement

_STATES: dict[CreditState, str] = {
    "held": "held until the earn-back is decided",
    "returned": "returned, in part or in whole",
    "forfeited": "forfeited: it can no longer be earned back",
    "carried": "carried over at the end of the term",
    "taken back": "taken back: what had returned to the provider is owed again",
    "lapsed": "lapsed: nobody claimed it in time",
}


def credits_section(statement: Statement) -> Section | None:
    """One table for each credit."""
    if not statement.credits:
        return None
    places = Places.short(statement)
    tables = tuple(_table(line, statement.currency, places) for line in statement.credits)
    return Section(f"Credits, in {statement.currency}", tables)


def _table(line: CreditLine, currency: str, places: Places) -> Table:
    columns = (Column("step"), Column("how", "fill"), Column("amount after it", "decimal"))
    steps = tuple(
        Row((step.step, step.text, _after(step, currency)), places.find(step.clause)) for step in line.steps
    )
    ends = tuple(Row((name, how, amount)) for name, how, amount in _ends(line, currency))
    return Table(columns, steps + ends, f"{named(line.objective, line.keys)}, {_when(line)}")


def _after(step: CreditStep, currency: str) -> str:
    """The amount after a step; nothing where it is in points still, which the text says."""
    return "" if step.points else amount_text(step.amount, currency)


def _when(line: CreditLine) -> str:
    return line.period if line.period == line.month else f"{line.period}, counted in {line.month}"


def _ends(line: CreditLine, currency: str) -> Iterator[tuple[str, str, str]]:
    if line.due != line.paid:
        yield "due", "before caps and stacking", amount_text(line.due, currency)
    days = f"{format_number(line.paid_days)} days of service" if line.paid_days is not None else ""
    yield "paid", days, amount_text(line.paid, currency)
    if line.claim:
        yield "claim", line.claim, ""
    if line.lapsed:
        yield "lapsed", "no longer owed", amount_text(-line.lapsed, currency)
    if line.returned:
        yield "returned", "earned back by the provider so far", amount_text(-line.returned, currency)
    if line.open_amount:
        yield "open", "can still be earned back", amount_text(line.open_amount, currency)
    if line.state in _STATES:
        yield "state", _STATES[line.state], ""


def caps_section(statement: Statement) -> Section | None:
    """The caps that took something off."""
    if not statement.caps:
        return None
    places = Places.short(statement)
    remarks = tuple(_cap(line, statement.currency, places) for line in statement.caps)
    return Section("Caps that bit", (Remarks(remarks),))


def _cap(line: CapLine, currency: str, places: Places) -> Remark:
    before, after, limit = (
        format_money(amount, currency) for amount in (line.before, line.after, line.limit)
    )
    text = f"{line.horizon}: at most {limit}, so credits of {before} became {after}"
    return Remark(text, places.find(line.clause))
