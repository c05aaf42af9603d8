"""Values that do not go together: what each of them is, and what to write instead."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.findings import Findings
from slalang.model.types import Choice, Quantity, Text, Type, Unknown, agree, described, one_currency
from slalang.quantities import decimal_text
from slalang.syntax import nodes

WRONG_TYPE = Kind("SLA110", "wrong-type")
WRONG_UNIT = Kind("SLA111", "wrong-unit")
MIXED_CURRENCIES = Kind("SLA112", "mixed-currencies")


def source_text(node: nodes.Node, most: int = 60) -> str:
    """What the contract says there, on one line and not too long."""
    text = " ".join(node.span.text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def require(
    needed: Type, node: nodes.Node, found: Type, findings: Findings, what: str, because: str = ""
) -> bool:
    """Whether the value is of the type that is needed; if not, ``what`` needs it ``because``."""
    if agree(needed, found):
        return True
    reason = f" because {because}" if because else ""
    written = source_text(node)
    findings.report(
        _kind(needed, found),
        f"{what} needs {_needed(needed)}{reason}; `{written}` is {described(found)}",
        Label(node.span, f"this is {described(found)}"),
        help=rewriting(node, needed, found),
    )
    return False


def report_mismatch(
    left: nodes.Node,
    left_type: Type,
    right: nodes.Node,
    right_type: Type,
    findings: Findings,
    verb: str = "compared",
) -> None:
    """Says that two values cannot be compared, added and so on."""
    if Unknown() in (left_type, right_type):
        return
    first, second = described(left_type), described(right_type)
    findings.report(
        _kind(left_type, right_type),
        f"`{source_text(left)}` is {first} and `{source_text(right)}` is {second}: they cannot be {verb}",
        Label(right.span, second),
        Label(left.span, first),
        help=rewriting(right, left_type, right_type) or rewriting(left, right_type, left_type),
    )


def _kind(left: Type, right: Type) -> Kind:
    if not one_currency(left, right):
        return MIXED_CURRENCIES
    return WRONG_UNIT if isinstance(left, Quantity) and isinstance(right, Quantity) else WRONG_TYPE


def _needed(type: Type) -> str:
    return "a percent" if type == Quantity(percent=True) else described(type)


def rewriting(node: nodes.Node, needed: Type, found: Type) -> str | None:
    """How a literal of the wrong type would be written in the right one."""
    match needed, node:
        case Quantity(time=0, money=0, percent=True), nodes.Number(value=value):
            percent = decimal_text(value * 100 if value < 1 else value)
            return f"write `{percent}%`" if percent else None
        case Quantity(time=0, money=0, percent=False), nodes.Percent(value=value):
            return f"write `{decimal_text(value)}` for a number"
        case Quantity(time=1, money=0), nodes.Number():
            return f"write a unit of time: `{node.span.text}ms`, `{node.span.text}s`, `{node.span.text}m`"
        case Quantity(time=1, money=0), nodes.CalendarLength(count=count, unit="day" | "week" as unit):
            return f"write an exact length: `{count * (24 if unit == 'day' else 168)}h`"
        case Quantity(money=1), nodes.Number():
            return f"write a currency: `{node.span.text} EUR`"
        case Quantity(money=1), nodes.Percent():
            return f"say of what: `{node.span.text} of fees`"
        case Quantity(time=0, money=0), nodes.Text(value=value) if value.isdigit():
            return f"write `{value}` without quotes"
        case Text() | Choice(), nodes.Number():
            return f'write it as a text: `"{node.span.text}"`'
        case _:
            return _example(needed) if isinstance(node, _LITERALS) else None


_LITERALS = (nodes.Number, nodes.Percent, nodes.Duration, nodes.Money, nodes.CalendarLength, nodes.Text)


def _example(needed: Type) -> str | None:
    """What a value of the type looks like."""
    match needed:
        case Quantity(time=0, money=0, percent=True):
            return "write a percent, such as `99.9%`"
        case Quantity(time=0, money=0):
            return "write a number, such as `20`"
        case Quantity(time=1, money=0):
            return "write a length of time, such as `250ms` or `4h`"
        case Quantity(time=0, money=1, currency=currency):
            return f"write an amount, such as `50 {currency or 'EUR'}`"
        case _:
            return None
