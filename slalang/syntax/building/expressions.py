"""Builds expressions."""

from __future__ import annotations

import difflib
import re
from fractions import Fraction
from typing import Any, NamedTuple, cast

from slalang.diagnostics import Kind
from slalang.source import Span
from slalang.syntax.building.literals import negated
from slalang.syntax.building.maker import Build, Maker, node, words
from slalang.syntax.nodes import (
    Aggregate,
    And,
    Binary,
    Comparator,
    Compare,
    Else,
    Expression,
    In,
    InPeriod,
    Lookup,
    Name,
    NameRef,
    Negative,
    Not,
    Or,
    Percent,
    PeriodTime,
    Present,
    Source,
    Token,
)

UNKNOWN_FUNCTION = Kind("SLA027", "unknown-function")
BAD_ARGUMENTS = Kind("SLA028", "wrong-arguments")

FUNCTIONS = ("count", "sum", "mean", "min", "max", "share", "time", "distinct", "percentile")
_PERCENTILE = re.compile(r"p([1-9][0-9]?)")


class _Argument(NamedTuple):
    """What stands in the parentheses of a function, between commas."""

    value: Expression
    over: Source | None = None
    where: Expression | None = None


def _disjunction(maker: Maker, span: Span, *operands: Expression) -> Expression:
    return Or(span, operands) if len(operands) > 1 else operands[0]


def _conjunction(maker: Maker, span: Span, *operands: Expression) -> Expression:
    return And(span, operands) if len(operands) > 1 else operands[0]


def _arithmetic(maker: Maker, span: Span, first: Expression, *rest: Any) -> Expression:
    """The terms from left to right; signs and terms alternate."""
    value = first
    for sign, term in zip(rest[::2], rest[1::2], strict=True):
        value = Binary(value.span.to(term.span), sign, value, term)
    return value


def _negative(maker: Maker, span: Span, operand: Expression) -> Expression:
    return negated(span, operand) or Negative(span, operand)


def _in_period(maker: Maker, span: Span, name: Name, mark: Token) -> InPeriod:
    return InPeriod(span, name)


def _member(maker: Maker, span: Span, value: Expression, mark: Token, *choices: Expression) -> In:
    return In(span, value, choices)


def _not_member(maker: Maker, span: Span, value: Expression, mark: Token, *choices: Expression) -> In:
    return In(span, value, choices, negated=True)


def _parenthesised(maker: Maker, span: Span, inner: Expression) -> Expression:
    return inner


# --- functions ---------------------------------------------------------------------------------


def _rows_argument(maker: Maker, span: Span, value: Expression, where: Expression) -> _Argument:
    return _Argument(value, None, where)


def _over_argument(
    maker: Maker, span: Span, value: Expression, over: Source, where: Expression | None
) -> _Argument:
    return _Argument(value, over, where)


def _compare(
    maker: Maker, span: Span, left: Expression, operator: Comparator, right: Expression
) -> Expression:
    return Compare(span, operator, left, right)


def _call(maker: Maker, span: Span, function: Name, *given: Expression | _Argument) -> Expression:
    arguments = [each if isinstance(each, _Argument) else _Argument(each) for each in given]
    rank = _rank(maker, span, function, arguments)
    _check_call(maker, span, function, arguments)
    if not arguments:
        return Aggregate(span, function, None)
    value, over, where = arguments[0]
    if function.text == "time" and isinstance(value, NameRef) and value.name.text == "period":
        return PeriodTime(span)
    return Aggregate(span, function, value, over, where, rank)


def _rank(maker: Maker, span: Span, function: Name, arguments: list[_Argument]) -> Fraction | None:
    """The rank of a percentile; that of ``percentile(99.9%, ...)`` is taken off the arguments."""
    short = _PERCENTILE.fullmatch(function.text)
    if short:
        return Fraction(int(short[1]), 100)
    if function.text != "percentile":
        return None
    if len(arguments) == 2 and isinstance(arguments[0].value, Percent):
        return cast(Percent, arguments.pop(0).value).value
    maker.report(
        BAD_ARGUMENTS, span, "a percentile needs its rank first, such as `percentile(99.9%, x over y)`"
    )
    del arguments[1:]
    return Fraction(1)


def _check_call(maker: Maker, span: Span, function: Name, arguments: list[_Argument]) -> None:
    called = function.text
    if called not in FUNCTIONS and not _PERCENTILE.fullmatch(called):
        close = difflib.get_close_matches(called, FUNCTIONS, 1)
        known = ", ".join(f"`{each}`" for each in FUNCTIONS)
        helped = f"did you mean `{close[0]}`?" if close else f"there are {known} and `p50` to `p99`"
        replacement = close[0] if close else None
        maker.report(UNKNOWN_FUNCTION, function.span, f"there is no function `{called}`", helped, replacement)
    elif not arguments and called != "count":
        maker.report(BAD_ARGUMENTS, span, f"`{called}` needs to know of what, such as `{called}(x over y)`")
    elif len(arguments) > 1:
        maker.report(BAD_ARGUMENTS, span, f"`{called}` takes one value, and rows after `over`")


BUILDERS: dict[str, Build] = {
    "otherwise": node(Else),
    "disjunction": _disjunction,
    "conjunction": _conjunction,
    "negation": node(Not),
    "compare": _compare,
    "comparator": words,
    "member": _member,
    "not_member": _not_member,
    "present": node(Present),
    "arithmetic": _arithmetic,
    "negative": _negative,
    "plus": words,
    "times": words,
    "name_ref": node(NameRef),
    "in_period": _in_period,
    "lookup": node(Lookup),
    "call": _call,
    "parenthesised": _parenthesised,
    "rows_argument": _rows_argument,
    "over_argument": _over_argument,
}
