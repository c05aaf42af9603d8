"""Amounts that may have a separator of thousands for a decimal point.

What it finds
    An amount with exactly three digits after the point, as in `12.000 EUR`, in a currency of which amounts
    have fewer. Amounts below one (`0.125 EUR`) and those of an agreement that rounds to so many digits are
    left alone, and so are currencies with three of them, such as dinars.

Why it matters
    The point is the decimal point: `12.000 EUR` is twelve euros. In much of Europe it is read, and meant,
    as twelve thousand, and every credit that is a share of it is a thousandth of what was agreed.

Bad
    round half up to 0.01 EUR
    fees  12.000 EUR each month

Good
    round half up to 0.01 EUR
    fees  12_000 EUR each month

How to fix
    Part thousands by `_`, and write as many decimals as the currency has.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from slalang.diagnostics import Diagnostic, Kind, Label, Severity
from slalang.model.contract import Declaration
from slalang.model.descent import every
from slalang.quantities import format_money, minor_digits
from slalang.rules.rule import Rule
from slalang.rules.survey import Survey
from slalang.syntax import nodes

THOUSANDS = Kind("SLA440", "thousands-or-decimals", Severity.WARNING)

_GROUP = 3
"""How many digits stand between separators of thousands."""


def check(survey: Survey) -> Iterator[Diagnostic]:
    """Looks at every amount that is written in a file."""
    for _, declaration in survey.declarations():
        yield from _found(declaration)


def _found(declaration: Declaration) -> Iterator[Diagnostic]:
    quanta = [rounding.to for rounding in every(nodes.Round, declaration.node)]
    rounded_to = max((_decimals(quantum.amount) for quantum in quanta), default=0)
    for money in every(nodes.Money, declaration.node):
        known = max(minor_digits(money.currency), rounded_to)
        if known < _GROUP == _decimals(money.amount) and abs(money.amount) >= 1:
            yield _finding(money)


def _decimals(amount: Decimal) -> int:
    """The digits after the point, as they are written."""
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _finding(money: nodes.Money) -> Diagnostic:
    text, read = money.span.text, format_money(money.amount, money.currency)
    meant = f"{int(money.amount.scaleb(_GROUP)):_} {money.currency}"
    return Diagnostic(
        THOUSANDS,
        f"`{text}` is read as {read}: the point is the decimal point",
        Label(money.span, f"{_GROUP} digits after the point"),
        help=f"write `{meant}` if that is meant, else `{read.replace(',', '_')}`",
        witness=f"{text} is {read}",
    )


RULE = Rule((THOUSANDS,), check)
