"""Builds literals, with exact values, and names."""

from __future__ import annotations

import datetime as calendar
import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal, cast

from slalang.diagnostics import Kind
from slalang.quantities import (
    DURATION_UNITS,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_number,
    parse_percent,
    parse_time_of_day,
    unknown_unit,
)
from slalang.source import Span
from slalang.syntax.building.maker import Build, Maker, gather, node
from slalang.syntax.nodes import (
    CalendarLength,
    Date,
    DateTime,
    Duration,
    LiteralValue,
    Money,
    Name,
    NamedPeriod,
    Number,
    Percent,
    Period,
    PeriodUnit,
    Setting,
    Text,
    TimeOfDay,
    Token,
    Truth,
)

NUMBER_TOO_LONG = Kind("SLA021", "number-too-long")
BAD_DURATION = Kind("SLA022", "not-a-duration")
BAD_DATE = Kind("SLA023", "not-a-date")
BAD_ESCAPE = Kind("SLA024", "unknown-escape")
RESERVED_NAME = Kind("SLA025", "reserved-name")
MISPLACED_MINUS = Kind("SLA026", "misplaced-minus")

_RESERVED = (
    "above at below bonus contract credit day each earn else false fees its month not one quarter "
    "the true week year"
)
RESERVED = frozenset(_RESERVED.split())
"""Words that cannot be names of declarations: where a name is used, each of them means something else."""

_ESCAPE = re.compile(r"\\(.)")


def name(maker: Maker, span: Span, token: Token) -> Name:
    """A name that is used, or that of a field."""
    return Name(span, token.text)


def new_name(maker: Maker, span: Span, token: Token) -> Name:
    """The name of a declaration."""
    if token.text in RESERVED:
        maker.report(
            RESERVED_NAME, span, f"`{token.text}` is a word of the language and cannot be a name here"
        )
    return Name(span, token.text)


def text(maker: Maker, span: Span, token: Token) -> Text:
    """A text with its escapes resolved."""
    inner = token.text[1:-1]
    for match in _ESCAPE.finditer(inner):
        if match[1] not in '"\\':
            start = span.start + 1 + match.start()
            place = Span(span.file, start, start + 2)
            maker.report(BAD_ESCAPE, place, f"`{match[0]}` stands for nothing: write `\\\\` for a backslash")
    return Text(span, _ESCAPE.sub(r"\1", inner))


def number(maker: Maker, span: Span, token: Token) -> Number:
    """A plain number."""
    return Number(span, _checked(maker, span, token.text, parse_number(token.text)))


def percent(maker: Maker, span: Span, token: Token) -> Percent:
    """A ratio."""
    return Percent(span, _checked(maker, span, token.text, parse_percent(token.text)))


def _checked(maker: Maker, span: Span, written: str, value: Fraction | None) -> Fraction:
    if value is not None:
        return value
    shown = written if len(written) <= 40 else written[:40] + "…"
    message = f"`{shown}` is too long: at most 30 digits before the point and 12 after it"
    if re.search("__|_[.%]|_$", written):
        message = f"`{shown}` has `_` where there is no digit on both sides of it"
    maker.report(NUMBER_TOO_LONG, span, message)
    return Fraction(0)


def duration(maker: Maker, span: Span, token: Token) -> Duration:
    """An exact length."""
    value = parse_duration(token.text)
    if value is None:
        maker.report(BAD_DURATION, span, *_duration_fault(token.text))
    return Duration(span, value or 0)


def _duration_fault(written: str) -> tuple[str, str | None]:
    units = ", ".join(f"`{unit}`" for unit in DURATION_UNITS)
    unit = unknown_unit(written)
    match = re.fullmatch(r"([0-9]+)(d|w|day|days|week|weeks)", written)
    if match:
        hours = int(match[1]) * (24 if match[2].startswith("d") else 168)
        long = ("day" if match[2].startswith("d") else "week") + ("" if match[1] == "1" else "s")
        return (
            f"`{written}` is not a length: a day on the calendar is not always 24 hours",
            f"write `{hours}h` for exactly {hours} hours, or `{match[1]} {long}` on the calendar",
        )
    if unit is not None:
        return f"`{unit}` is not a unit of time in `{written}`", f"the units are {units}"
    return f"`{written}` is not a length of time", "write longer units first and each once, such as `1h30m`"


def money(maker: Maker, span: Span, amount: Number, currency: Token) -> Money:
    """An amount in a currency."""
    written = amount.span.text
    exact = Decimal(written.replace("_", "")) if parse_number(written) is not None else Decimal(0)
    return Money(span, exact, currency.text)


def calendar_length(maker: Maker, span: Span, count: Number, unit: PeriodUnit) -> CalendarLength:
    """So many days, weeks, months, quarters or years."""
    return CalendarLength(span, maker.whole(count), unit)


def periods(maker: Maker, span: Span, *tokens: Token) -> PeriodUnit:
    """A unit of the calendar, in the singular."""
    return cast(PeriodUnit, " ".join(token.text for token in tokens).removesuffix("s"))


def period(maker: Maker, span: Span, *tokens: Token) -> Period:
    """``month`` after ``each``, ``one``, ``a``."""
    return Period(span, periods(maker, span, *tokens))


def date(maker: Maker, span: Span, token: Token) -> Date:
    """A day that exists."""
    value = parse_date(token.text)
    if value is None:
        _report_date(maker, span)
    return Date(span, value or calendar.date(2000, 1, 1))


def datetime(maker: Maker, span: Span, token: Token) -> DateTime:
    """A moment that exists, as far as the calendar goes."""
    value = parse_date_time(token.text)
    if value is None:
        _report_date(maker, span)
    return DateTime(span, value or calendar.datetime(2000, 1, 1))


def _report_date(maker: Maker, span: Span) -> None:
    maker.report(BAD_DATE, span, f"`{span.text}` does not exist on the calendar")


def time_of_day(maker: Maker, span: Span, token: Token) -> TimeOfDay:
    """A time on the clock, ``00:00`` to ``24:00``."""
    minutes = parse_time_of_day(token.text)
    if minutes is None:
        maker.report(BAD_DATE, span, f"`{token.text}` is not a time of day: write `00:00` to `24:00`")
    return TimeOfDay(span, minutes or 0)


def truth(maker: Maker, span: Span, token: Token) -> Truth:
    """``true`` or ``false``."""
    return Truth(span, token.text == "true")


def when(maker: Maker, span: Span, token: Token) -> NamedPeriod:
    """A period by its name."""
    written = token.text
    if token.type == "NUMBER":
        if not re.fullmatch("[0-9]{4}", written):
            maker.report(BAD_DATE, span, f"`{written}` is not a period: write a year such as `2026`")
            written = "2000"
        return NamedPeriod(span, "year", int(written))
    year = int(written[:4])
    if token.type == "DATE":
        return NamedPeriod(span, "day", year, day=date(maker, span, token).value)
    kind, last = _PARTS_OF_YEAR[token.type]
    part = int(written[5:].lstrip("QW"))
    if not 1 <= part <= last:
        _report_date(maker, span)
    return NamedPeriod(span, kind, year, part)


_PARTS_OF_YEAR: dict[str, tuple[Literal["month", "quarter", "week"], int]] = {
    "NAMED_MONTH": ("month", 12),
    "NAMED_QUARTER": ("quarter", 4),
    "NAMED_WEEK": ("week", 53),
}


def negative(maker: Maker, span: Span, operand: LiteralValue) -> LiteralValue:
    """A literal with a minus sign."""
    value = negated(span, operand)
    if value is None:
        maker.report(MISPLACED_MINUS, span, f"`{operand.span.text}` cannot have a minus sign")
    return value or operand


def negated(span: Span, operand: object) -> LiteralValue | None:
    """The same with a negative value, ``None`` where there is no such thing."""
    match operand:
        case Number(value=value):
            return Number(span, -value)
        case Percent(value=value):
            return Percent(span, -value)
        case Duration(microseconds=length):
            return Duration(span, -length)
        case Money(amount=amount, currency=currency):
            return Money(span, -amount, currency)
        case _:
            return None


BUILDERS: dict[str, Build] = {
    "name": name,
    "new_name": new_name,
    "names": gather,
    "text": text,
    "number": number,
    "percent": percent,
    "duration": duration,
    "money": money,
    "calendar_length": calendar_length,
    "periods": periods,
    "period": period,
    "date": date,
    "datetime": datetime,
    "time_of_day": time_of_day,
    "truth": truth,
    "when": when,
    "literal_minus": negative,
    "setting": node(Setting),
    "settings": gather,
}
