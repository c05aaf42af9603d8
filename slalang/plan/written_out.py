"""Exact numbers and the formulas of a plan with the numbers put in, as one types them into a calculator.

A text such as ``10% x 12,000.00 EUR`` has numbers, ``+ - x /``, parentheses, and words that say what a
number is; a calculator leaves the words out. No number in it is rounded or cut.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from slalang.plan.evaluate import evaluate
from slalang.plan.expressions import (
    Arithmetic,
    Comparison,
    Expression,
    FeesValue,
    FieldValue,
    Logic,
    Lookup,
    MeasureValue,
    Membership,
    Negation,
    Negative,
    Number,
    Otherwise,
    Present,
    Text,
    Truth,
)
from slalang.plan.reading import MeasureReading
from slalang.plan.streams import Measure
from slalang.quantities import HOUR, MILLISECOND, MINUTE, SECOND, decimal_text
from slalang.quantities.ratio import group_thousands

_LONGEST = 12
_SIGNS = {"*": "x"}


def exact_text(value: Fraction) -> str:
    """All digits where there are few, else a quotient of whole numbers: ``1,234.5``, ``(1 / 3)``."""
    decimals = decimal_text(value)
    if decimals is not None and len(decimals.partition(".")[2]) <= _LONGEST:
        whole, point, rest = decimals.partition(".")
        return group_thousands(whole) + point + rest
    above, below = (group_thousands(str(number)) for number in (value.numerator, value.denominator))
    return f"({above} / {below})"


def added(parts: Sequence[str]) -> str:
    """The parts with plus signs between them, as one number: in parentheses where there are several."""
    if len(parts) > 2 and len(set(parts)) == 1:
        return f"({len(parts)} x {parts[0]})"
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def written_out(
    expression: Expression,
    measures: Mapping[str, MeasureReading],
    times: Collection[str] = (),
    fees: Fraction | None = None,
    fees_text: str = "fees",
    is_time: bool = False,
    texts: Mapping[str, str] | None = None,
) -> str:
    """An expression over the measures of a period with the numbers in it.

    ``times`` are the measures that are lengths of time, in microseconds. They are written in minutes or in
    seconds where the result is the same (as ``time_unit`` has it, ``is_time`` that of a time).
    ``texts`` are what measures are written as, where something else than their number tells more.
    """
    scale, unit = time_unit(expression, measures, times, fees, is_time)

    def written(part: Expression) -> str:
        match part:
            case Number(value):
                return exact_text(value)
            case MeasureValue(name):
                return reading(name)
            case FeesValue():
                return fees_text
            case Negative(operand):
                return f"(0 - {inner(operand)})"
            case Arithmetic(operator, left, right):
                first = inner(left) if operator in ("*", "/") and not _is_product(left) else written(left)
                return f"{first} {_SIGNS.get(operator, operator)} {inner(right)}"
            case Otherwise(operand, fallback):
                return written(fallback if evaluate(operand, measures, fees) is None else operand)
            case (
                Text()
                | Truth()
                | FieldValue()
                | Present()
                | Comparison()
                | Membership()
                | Logic()
                | Negation()
                | Lookup()
            ):
                raise TypeError(f"{type(part).__name__} is not an expression over measures")
            case _:
                assert_never(part)

    def inner(part: Expression) -> str:
        return f"({written(part)})" if isinstance(part, Arithmetic) else written(part)

    def reading(name: str) -> str:
        value = measures.get(name)
        if texts and name in texts:
            return texts[name]
        if not isinstance(value, Fraction):
            return "no value"
        return f"{exact_text(value / scale)} {unit}".rstrip() if name in times else exact_text(value)

    return written(expression)


def in_one_unit(lengths: Sequence[Fraction]) -> tuple[int, str]:
    """The longest unit of which all lengths are whole numbers, in microseconds, and its name."""
    named = ((HOUR, "hours"), (MINUTE, "minutes"), (SECOND, "seconds"), (MILLISECOND, "milliseconds"))
    for scale, unit in named:
        if all(length % scale == 0 for length in lengths):
            return scale, unit
    return 1, "microseconds"


def is_time(measure: Measure) -> bool:
    """Whether a measure is a length of time."""
    if measure.aggregate in ("time", "period"):
        return True
    value = measure.value
    of_values = measure.aggregate in ("sum", "mean", "min", "max", "percentile")
    return of_values and isinstance(value, FieldValue) and value.field in ("length", "elapsed", "paused")


def _is_product(part: Expression) -> bool:
    return isinstance(part, Arithmetic) and part.operator in ("*", "/")


def time_unit(
    expression: Expression,
    measures: Mapping[str, MeasureReading],
    times: Collection[str],
    fees: Fraction | None = None,
    is_time: bool = False,
) -> tuple[int, str]:
    """The unit in which times are written, and how many microseconds it has. With ``is_time`` the result is a
    time too, and comes out in that unit."""
    lengths = [value for name in times if isinstance(value := measures.get(name), Fraction)]
    result = evaluate(expression, measures, fees)
    for scale, unit in ((MINUTE, "minutes"), (SECOND, "seconds")):
        other = {
            name: value / scale if name in times and isinstance(value, Fraction) else value
            for name, value in measures.items()
        }
        found = evaluate(expression, other, fees)
        if found is not None and is_time:
            found *= scale
        if all(length % scale == 0 for length in lengths) and found == result:
            return scale, unit
    return 1, ""
