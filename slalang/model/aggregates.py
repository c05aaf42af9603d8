"""One number from many rows: what each function needs, and the type it gives."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Scope
from slalang.model.descent import every
from slalang.model.findings import Findings
from slalang.model.mismatches import WRONG_TYPE, WRONG_UNIT, source_text
from slalang.model.row_expressions import RowExpressions, rows_in_words
from slalang.model.rows import RowSource
from slalang.model.types import (
    DURATION,
    NUMBER,
    RATIO,
    TRUTH,
    UNKNOWN,
    Quantity,
    Type,
    Unknown,
    described,
)
from slalang.syntax import nodes

INCOMPLETE_FUNCTION = Kind("SLA128", "incomplete-function")
NO_TIME_IN_ROWS = Kind("SLA129", "no-time-in-rows")
JOINED_ROWS = Kind("SLA142", "value-of-joined-rows")

OF_NUMBERS = ("sum", "mean", "min", "max", "percentile")
FUNCTIONS = ("count", "share", "distinct", "time", *OF_NUMBERS)


def function_of(aggregate: nodes.Aggregate) -> str:
    """The function's name; ``percentile`` for every ``pNN``."""
    return "percentile" if aggregate.percentile is not None else aggregate.function.text


def sources_named(aggregate: nodes.Aggregate) -> tuple[nodes.Source, ...] | None:
    """The rows an aggregate names, ``None`` where it names none.

    They stand after ``over``, or alone as in ``count(x where ...)`` and ``time(a or b)``.
    """
    if aggregate.over is not None:
        return (aggregate.over,)
    if function_of(aggregate) not in ("count", "time"):
        return None
    match aggregate.value:
        case nodes.NameRef(name=name):
            return (name,)
        case nodes.Or(operands=operands):
            names = [operand.name for operand in operands if isinstance(operand, nodes.NameRef)]
            return tuple(names) if len(names) == len(operands) else None
        case _:
            return None


def is_known_function(aggregate: nodes.Aggregate) -> bool:
    """Whether the function exists; one that does not is reported where the contract is read."""
    return function_of(aggregate) in FUNCTIONS


def aggregate_type(
    aggregate: nodes.Aggregate,
    value: nodes.Expression | None,
    rows: RowSource,
    scope: Scope,
    expressions: RowExpressions,
) -> Type:
    """The type of the aggregate of a value (``None`` for the rows themselves) over rows."""
    findings = expressions.findings
    if aggregate.where is not None:
        expressions.condition(aggregate.where, rows, scope)
    found = None if value is None else expressions.type_of(value, rows, scope)
    if value is not None and rows.joined:
        _check_joined(aggregate, value, rows, findings)
    function = function_of(aggregate)
    if found is None:
        return _of_rows(aggregate, function, rows, findings)
    if isinstance(found, Unknown):
        return _UNITS.get(function, UNKNOWN)
    match function:
        case "count" | "share":
            return _of_conditions(aggregate, function, found, findings)
        case "distinct":
            return NUMBER
        case "time":
            _report_needs(aggregate, "the name of a stream: `time(downtime)`", findings)
            return DURATION
        case _:
            return _of_numbers(aggregate, function, found, findings)


_UNITS: dict[str, Type] = {"count": NUMBER, "share": RATIO, "distinct": NUMBER, "time": DURATION}


def _check_joined(
    aggregate: nodes.Aggregate, value: nodes.Expression, rows: RowSource, findings: Findings
) -> None:
    """Reports a field that rows do not have any more once several sources were taken as time."""
    kept = {*rows.keys, "from", "to", "length"}
    names = [each.name for each in every(nodes.NameRef, value) if each.name.text in rows.fields]
    lost = next((name for name in names if name.text not in kept), None)
    if lost is None:
        return
    written, function = source_text(value), aggregate.function.text
    findings.report(
        JOINED_ROWS,
        f"`{source_text(aggregate)}` has no single meaning: where rows of several sources overlap, they are"
        f" one row, and whose `{lost.text}` that has nobody can say",
        Label(lost.span, "whose?"),
        help=f"take each source by itself: `{function}({written} over a) + {function}({written} over b)`"
        if function in ("sum", "count")
        else "take each source by itself",
    )


def _of_rows(aggregate: nodes.Aggregate, function: str, rows: RowSource, findings: Findings) -> Type:
    if function == "time":
        _check_time(aggregate, rows, findings)
        return DURATION
    if function == "count":
        return NUMBER
    _report_needs(aggregate, f"something of each row: `{function}(… over …)`", findings)
    return UNKNOWN


def _check_time(aggregate: nodes.Aggregate, rows: RowSource, findings: Findings) -> None:
    if not rows.known or rows.has_length:
        return
    moments = rows.shape == "points"
    what = "moments, which have no length" if moments else "cycles of a clock"
    findings.report(
        NO_TIME_IN_ROWS,
        f"`{source_text(aggregate)}` has no meaning: {rows_in_words(rows)} are {what}",
        Label(aggregate.span, "needs lengths of time"),
        *(Label(event.span, f"`{event.name}` is declared here") for event in rows.events[:1]),
        help="cut them into buckets with `every` first, or count them with `count(…)`"
        if moments
        else "use `sum(elapsed over …)` for the time of cycles",
    )


def _of_conditions(aggregate: nodes.Aggregate, function: str, found: Type, findings: Findings) -> Type:
    if found != TRUTH:
        written = source_text(aggregate.value) if aggregate.value else ""
        findings.report(
            WRONG_TYPE,
            f"`{function}` needs a condition; `{written}` is {described(found)}",
            Label((aggregate.value or aggregate).span, described(found)),
            help=f"use `mean` or `sum` for numbers, or compare: `{function}({written} > … over …)`",
        )
    return _UNITS[function]


def _of_numbers(aggregate: nodes.Aggregate, function: str, found: Type, findings: Findings) -> Type:
    if isinstance(found, Quantity):
        return Quantity(found.time, found.money, found.percent, found.currency)
    written = source_text(aggregate.value) if aggregate.value else ""
    findings.report(
        WRONG_TYPE if found != TRUTH else WRONG_UNIT,
        f"`{aggregate.function.text}` needs numbers; `{written}` is {described(found)}",
        Label((aggregate.value or aggregate).span, described(found)),
        help=f"for how often it holds, write `share({written} over …)`" if found == TRUTH else None,
    )
    return UNKNOWN


def report_no_rows(aggregate: nodes.Aggregate, findings: Findings) -> None:
    """Says that an aggregate does not say over which rows."""
    function = aggregate.function.text
    if function_of(aggregate) in ("count", "time"):
        _report_needs(aggregate, f"the name of a stream: `{function}(STREAM)`", findings)
    else:
        value = source_text(aggregate.value, 30) if aggregate.value else "…"
        _report_needs(aggregate, f"the rows it is taken over: `{function}({value} over STREAM)`", findings)


def _report_needs(aggregate: nodes.Aggregate, what: str, findings: Findings) -> None:
    findings.report(
        INCOMPLETE_FUNCTION,
        f"`{source_text(aggregate)}` needs {what}",
        Label(aggregate.span, "not complete"),
    )
