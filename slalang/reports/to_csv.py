"""A statement as one tidy table: outcomes, exclusions, credits, ledger lines, remarks and totals.

``record`` tells them apart.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from slalang.diagnostics.escaping import visible
from slalang.quantities.ratio import decimal_text, integer_text
from slalang.reports.wording import Places
from slalang.statement import CreditLine, ExclusionLine, LedgerLine, OutcomeLine, Statement

COLUMNS = (
    *("record", "agreement", "objective", "service", "keys", "period", "credit_period", "what"),
    *("unit", "value", "value_numerator", "value_denominator", "operator", "target", "minimum"),
    *("amount", "balance", "currency", "clause", "place", "text"),
)
"""``what`` is the outcome, the state of the credit, the movement or the name of the total. ``value`` is
empty where its decimals do not end; numerator and denominator are always exact. Durations are in
microseconds, ratios between 0 and 1."""

Record: TypeAlias = dict[str, str | None]

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def to_csv(statement: Statement) -> str:
    """A header and one line for each record; no cell begins a formula."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    places = Places.full(statement)
    for record in _records(statement):
        shared = {"agreement": statement.agreement, "place": places.find(record.get("clause"))}
        writer.writerow({name: _cell(text) for name, text in (shared | record).items()})
    return written.getvalue()


def _cell(text: str | None) -> str:
    shown = visible(text or "")
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown


def _records(statement: Statement) -> Iterator[Record]:
    currency = statement.currency
    for line in statement.outcomes:
        yield _outcome(line)
        yield from (_exclusion(line, clause) for clause in line.exclusions)
    yield from (_credit(line) | {"currency": currency} for line in statement.credits)
    yield from (_movement(line) | {"currency": currency} for line in statement.ledger)
    for remark in statement.remarks:
        yield {"record": "remark", "period": statement.period, "place": remark.place, "text": remark.text}
    for name in ("credits", "reduced", "paid", "returned", "held", "net", "open"):
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
        "value": _decimal(line.value),
        "value_numerator": integer_text(line.value.numerator) if line.value is not None else None,
        "value_denominator": integer_text(line.value.denominator) if line.value is not None else None,
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
        "value": integer_text(exclusion.time),
        "value_numerator": integer_text(exclusion.time),
        "value_denominator": "1",
        "clause": exclusion.clause,
    }


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
    }


def _keys(keys: tuple[tuple[str, str], ...]) -> str:
    return "; ".join(f"{field}={value}" for field, value in keys)
