"""A statement as one tidy table: outcomes, exclusions, credits, movements, remarks, logs and totals.

``record`` tells them apart.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from slalang.quantities.ratio import decimal_text, integer_text
from slalang.reports.spreadsheet import cell
from slalang.reports.wording import Places
from slalang.statement import (
    CreditLine,
    ExclusionLine,
    InputFile,
    LedgerLine,
    OpenCreditLine,
    OutcomeLine,
    Statement,
)

COLUMNS = (
    *("record", "agreement", "objective", "service", "keys", "period", "credit_period", "what"),
    *("unit", "value", "value_numerator", "value_denominator", "value_decimal", "value_is"),
    *("operator", "target", "minimum"),
    *("amount", "balance", "currency", "clause", "place", "text"),
)
"""``what`` is the outcome, the state of the credit, the movement or the name of the total. ``value`` is
empty where its decimals do not end; numerator and denominator are always exact. ``value_decimal`` is for
sums in a spreadsheet, and ``value_is`` says whether it is ``exact`` or ``rounded``, half away from zero, to
``DECIMAL_PLACES``. Durations are in microseconds, ratios between 0 and 1."""

DECIMAL_PLACES = 12

TOTALS = (
    *("credits", "reduced", "paid", "returned", "held", "lapsed", "bonus"),
    *("net", "balance", "bonus_apart", "open"),
)
"""The sums of a statement, in their order."""

Record: TypeAlias = dict[str, str | None]


def to_csv(statement: Statement) -> str:
    """A header and one line for each record; no cell begins a formula."""
    return several_to_csv([statement])


def several_to_csv(statements: Sequence[Statement]) -> str:
    """One table with the records of all statements; the agreement of each is in a column."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for statement in statements:
        places = Places.full(statement)
        for record in _records(statement):
            shared = {"agreement": statement.agreement, "place": places.find(record.get("clause"))}
            writer.writerow({name: cell(text) for name, text in (shared | record).items()})
    return written.getvalue()


def _records(statement: Statement) -> Iterator[Record]:
    currency = statement.currency
    for line in statement.outcomes:
        yield _outcome(line)
        yield from (_exclusion(line, clause) for clause in line.exclusions)
    yield from (_credit(line) | {"currency": currency} for line in statement.credits)
    yield from (_open(line) | {"currency": currency} for line in statement.open_credits)
    yield from (_movement(line) | {"currency": currency} for line in statement.ledger)
    for remark in statement.remarks:
        yield {"record": "remark", "period": statement.period, "place": remark.place, "text": remark.text}
    for log in statement.inputs:
        yield from _input(log, statement.period)
    yield from _quarantine(statement)
    for name in TOTALS:
        amount = format(getattr(statement.totals, name), "f")
        total: Record = {"record": "total", "period": statement.period, "what": name}
        yield total | {"amount": amount, "currency": currency}


def _outcome(line: OutcomeLine) -> Record:
    return {
        "record": "outcome",
        "objective": line.objective,
        "service": line.service,
        "keys": _keys(line.keys),
        "period": line.period,
        "what": line.outcome,
        "unit": line.unit,
        **_exactly(line.value),
        "operator": line.operator,
        "target": _decimal(line.target),
        "minimum": _decimal(line.minimum),
        "clause": line.clause,
        "text": line.because,
    }


def _exclusion(line: OutcomeLine, exclusion: ExclusionLine) -> Record:
    return {
        "record": "exclusion",
        "objective": line.objective,
        "service": line.service,
        "keys": _keys(line.keys),
        "period": line.period,
        "what": exclusion.effect,
        "unit": "duration",
        **_exactly(Fraction(exclusion.time)),
        "clause": exclusion.clause,
    }


def _exactly(value: Fraction | None) -> Record:
    """The cells of a value; none where nothing was measured."""
    if value is None:
        return {}
    return {
        "value": _decimal(value),
        "value_numerator": integer_text(value.numerator),
        "value_denominator": integer_text(value.denominator),
        **_rounded(value),
    }


def _rounded(value: Fraction) -> Record:
    """The value with at most so many decimal places, and whether anything was lost."""
    scale = 10**DECIMAL_PLACES
    nearest = Fraction((2 * abs(value) * scale + 1) // 2 * (-1 if value < 0 else 1), scale)
    return {"value_decimal": _decimal(nearest), "value_is": "exact" if nearest == value else "rounded"}


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else decimal_text(value)


def _credit(line: CreditLine) -> Record:
    return {
        "record": "credit",
        "objective": line.objective,
        "keys": _keys(line.keys),
        "period": line.period,
        "credit_period": line.period,
        "what": line.state,
        "amount": format(line.paid, "f"),
    } | _in_days(line.paid_days)


def _open(line: OpenCreditLine) -> Record:
    return {
        "record": "open",
        "objective": line.objective,
        "keys": _keys(line.keys),
        "credit_period": line.credit_period,
        "what": "can still be earned back",
        "amount": format(line.amount, "f"),
        "clause": line.clause,
        "text": line.progress,
    }


def _movement(line: LedgerLine) -> Record:
    return {
        "record": "ledger",
        "objective": line.objective,
        "keys": _keys(line.keys),
        "period": line.period,
        "credit_period": line.credit_period,
        "what": line.kind,
        "amount": format(line.amount, "f"),
        "balance": format(line.balance, "f"),
        "clause": line.clause,
        "text": line.text,
    } | _in_days(line.days)


def _in_days(days: Fraction | None) -> Record:
    """The cells of a credit that is in days of service."""
    return {} if days is None else {"unit": "days of service", **_exactly(days)}


def _input(log: InputFile, period: str) -> Iterator[Record]:
    """How many rows a log has, and how many of them the statement can be about."""
    counts = {
        "rows": log.rows,
        "rows in the period": log.rows_in_period,
        "rows outside the term": log.rows_outside_term,
        "rows set aside": log.rows_set_aside or None,
    }
    for what, count in counts.items():
        if count is not None:
            record: Record = {"record": "input", "period": period, "what": what, "unit": "number"}
            yield record | _exactly(Fraction(count)) | {"place": log.path, "text": log.event}


def _quarantine(statement: Statement) -> Iterator[Record]:
    """What is owed with the rows set aside left out, at their best and at their worst."""
    if statement.quarantine is None:
        return
    shared: Record = {"record": "quarantine", "period": statement.period, "place": statement.quarantine.file}
    for line in statement.quarantine.counted:
        yield shared | {"what": line.way, "amount": format(line.net, "f"), "currency": statement.currency}
    if statement.quarantine.unbounded is not None:
        yield shared | {"what": "no known bounds", "text": statement.quarantine.unbounded}


def _keys(keys: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{field}={value}" for field, value in keys)
