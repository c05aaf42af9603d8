"""Instants: ISO 8601, a declared format, or seconds since 1970; local only where a zone is declared."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from slalang.diagnostics import Kind
from slalang.events.findings import Wrong
from slalang.events.formats import ISO, MONTHS, UTC_TIME, Format, compile_format
from slalang.events.numbers import OUT_OF_RANGE, TOO_FINE, Scaled
from slalang.events.rules import Rule
from slalang.events.zones import LocalSpan, local_spans, span_at
from slalang.plan.streams import EventField
from slalang.quantities import FIRST_DAY, HOUR, LAST_DAY, MINUTE, SECOND

NOT_AN_INSTANT = Kind("SLA526", "not-an-instant")
NO_ZONE = Kind("SLA527", "time-without-zone")
AMBIGUOUS_TIME = Kind("SLA528", "ambiguous-log-time")
IMPOSSIBLE_TIME = Kind("SLA529", "impossible-log-time")
DATE_OUT_OF_RANGE = Kind("SLA530", "date-out-of-range")

EPOCH_UNITS = {"epoch s": SECOND, "epoch ms": 1_000, "epoch us": 1}

_DAY = 24 * HOUR
_DAYS_BEFORE_1970 = date(1970, 1, 1).toordinal()
_FIRST = (FIRST_DAY.toordinal() - _DAYS_BEFORE_1970) * _DAY
_END = (LAST_DAY.toordinal() + 1 - _DAYS_BEFORE_1970) * _DAY

BOUNDS = _FIRST, _END
"""The first instant a log may have, and the one after the last."""


def instant_rule(field: EventField) -> Rule | str:
    """The rule of an instant, or what is wrong with its format as the end of a sentence."""
    if field.format in EPOCH_UNITS:
        return _epoch_rule(EPOCH_UNITS[field.format])
    form = ISO if field.format is None else compile_format(field.format)
    if isinstance(form, str):
        return form
    spans = None if field.zone is None else local_spans(field.zone, field.fold)
    if spans is None and "offset" not in form.parts:
        return 'it has no %z, so the field needs a zone, such as `in "Europe/Berlin"`'
    return _format_rule(form, field, spans)


def iso_rule(field: EventField) -> Rule:
    """The rule of an instant that is stored as a time of its own, whatever format is declared."""
    spans = None if field.zone is None else local_spans(field.zone, field.fold)
    return _format_rule(ISO, replace(field, format=None), spans)


# --- seconds since 1970 ------------------------------------------------------------------------


def _epoch_rule(scale: int) -> Rule:
    number = Scaled(scale, "which is finer than a microsecond", signed=False)

    def read(text: str) -> int | Wrong:
        value = number.read(text)
        too_large = value.kind is OUT_OF_RANGE if isinstance(value, Wrong) else value >= _END
        return _out_of_range() if too_large else value

    plain = number.rule()
    return replace(plain, sql=f"CASE WHEN ({plain.sql}) < {_END} THEN ({plain.sql}) END", read=read)


def _out_of_range() -> Wrong:
    help = "a number in another unit? `epoch s`, `epoch ms` and `epoch us` say which"
    return Wrong(DATE_OUT_OF_RANGE, f"which is not between {FIRST_DAY.year} and {LAST_DAY.year}", help)


# --- dates and times ---------------------------------------------------------------------------


def _format_rule(form: Format, field: EventField, spans: tuple[LocalSpan, ...] | None) -> Rule:
    def read(text: str) -> int | Wrong:
        parts = form.match(text)
        local = None if parts is None else _local(parts)
        if parts is None or local is None:
            return _why_not(text, field)
        if parts.get("offset"):
            return local - _offset(parts["offset"])
        return _resolved(local, field, spans)

    local_sql, offset_sql = _local_sql(form), _offset_sql(form)
    rule = Rule(
        sql=_value_sql(local_sql, offset_sql, zoned=spans is not None),
        read=read,
        parameters={"pattern": f"^(?:{form.pattern})$"},
        parts_sql=f"regexp_extract({{cell}}, {{pattern}}, {list(form.parts)})",
        local_sql=local_sql if spans is not None else None,
        spans=spans,
    )
    return _with_short_way(rule) if form is ISO else rule


def _local(parts: dict[str, str]) -> int | None:
    """The local time of matched parts, ``None`` for a date that the calendar does not have."""
    try:
        day = date(_year(parts), _month(parts), int(parts["day"]))
    except ValueError:
        return None
    hour = int(parts.get("hour") or 0)
    if "half_hour" in parts:
        hour = int(parts["half_hour"]) % 12 + (12 if parts["half"].lower() == "pm" else 0)
    fraction = int((parts.get("fraction") or "").ljust(6, "0")[:6])
    clock = hour * HOUR + int(parts.get("minute") or 0) * MINUTE + int(parts.get("second") or 0) * SECOND
    return (day.toordinal() - _DAYS_BEFORE_1970) * _DAY + clock + fraction


def _year(parts: dict[str, str]) -> int:
    if "year" in parts:
        return int(parts["year"])
    short = int(parts["short_year"])
    return short + (1900 if short >= 69 else 2000)


def _month(parts: dict[str, str]) -> int:
    if "month" in parts:
        return int(parts["month"])
    return MONTHS.index(parts["month_name"][:3].lower()) + 1


def _offset(text: str) -> int:
    if text == "Z":
        return 0
    minutes = int(text[-2:]) if len(text) > 3 else 0
    length = int(text[1:3]) * HOUR + minutes * MINUTE
    return -length if text[0] == "-" else length


def _resolved(local: int, field: EventField, spans: tuple[LocalSpan, ...] | None) -> int | Wrong:
    if spans is None:
        help = f'write Z or an offset behind it, or declare the zone: `{field.name} instant in "UTC"`'
        return Wrong(NO_ZONE, "which has no zone", help)
    span = span_at(spans, local)
    if span.offset is not None:
        return local - span.offset
    if span.reason == "impossible":
        said = f"which no clock in {field.zone} shows: it is skipped when the clocks go forward"
        return Wrong(IMPOSSIBLE_TIME, said, "write the time with its offset")
    said = f"which clocks in {field.zone} show twice: once before and once after they go back"
    taking = f'`in "{field.zone}" taking earlier` or `in "{field.zone}" taking later`'
    help = f"write the time with its offset, or declare which of the two it is: {taking}"
    return Wrong(AMBIGUOUS_TIME, said, help)


# --- why a text is no instant ------------------------------------------------------------------

_ANY_YEAR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*", re.DOTALL)
_FINE = re.compile(r"(.*:[0-9]{2}\.)[0-9]*[1-9][0-9]*(.*)", re.DOTALL)


def _why_not(text: str, field: EventField) -> Wrong:
    if field.format is not None:
        return _not_in_format(text, field.format)
    fine = _FINE.fullmatch(text)
    if fine is not None and ISO.match(f"{fine[1]}0{fine[2]}"):
        return Wrong(
            TOO_FINE, "which is finer than a microsecond", "write at most six digits after the point"
        )
    if text.isascii() and text.isdigit():
        help = 'declare what the number counts: `as "epoch s"`, `as "epoch ms"` or `as "epoch us"`'
        return Wrong(NOT_AN_INSTANT, "which is a bare number", help)
    if _ANY_YEAR.fullmatch(text) and not FIRST_DAY.year <= int(text[:4]) <= LAST_DAY.year:
        return Wrong(DATE_OUT_OF_RANGE, f"which is not between {FIRST_DAY.year} and {LAST_DAY.year}")
    parts = ISO.match(text)
    if parts is not None:
        return Wrong(NOT_AN_INSTANT, "which is a date the calendar does not have")
    help = 'write it as 2026-03-01T09:00:00Z, or declare its format: `as "%d/%m/%Y %H:%M"`'
    return Wrong(NOT_AN_INSTANT, "which is not an ISO 8601 date and time", help)


def _not_in_format(text: str, form: str) -> Wrong:
    compiled = compile_format(form)
    if isinstance(compiled, Format) and compiled.match(text):
        return Wrong(NOT_AN_INSTANT, "which is a date the calendar does not have")
    example = "" if isinstance(compiled, str) else f"a time such as `{compiled.write(_EXAMPLE)}` fits it; "
    help = f"{example}correct the export, or the format after `as`"
    return Wrong(NOT_AN_INSTANT, f"which is not of the declared format `{form}`", help)


_EXAMPLE = datetime(2026, 2, 17, 8, 42, 5, 250_000, tzinfo=UTC)


# --- the same as SQL ---------------------------------------------------------------------------


def _with_short_way(rule: Rule) -> Rule:
    """Times written in full and in UTC need no taking apart."""
    return replace(
        rule,
        parts_sql=f"CASE WHEN NOT regexp_full_match({{cell}}, {{utc}}) THEN {rule.parts_sql} END",
        sql=f"CASE WHEN {{parts}} IS NULL THEN {_UTC_SQL} ELSE {rule.sql} END",
        parameters={**rule.parameters, "utc": UTC_TIME},
    )


_UTC_SQL = "epoch_us(TRY_CAST(rtrim({cell}, 'Z') AS TIMESTAMP))"


def _number_sql(form: Format, part: str, size: int) -> str:
    return f"coalesce(TRY_CAST({{parts}}.{part} AS BIGINT), 0) * {size}" if part in form.parts else "0"


def _local_sql(form: Format) -> str:
    year = "{parts}.year"
    if "short_year" in form.parts:
        year = "CASE WHEN {parts}.short_year >= '69' THEN '19' ELSE '20' END || {parts}.short_year"
    month = "{parts}.month"
    if "month_name" in form.parts:
        month = f"CAST(list_position({list(MONTHS)}, lower({{parts}}.month_name[:3])) AS VARCHAR)"
    day = f"{year} || '-' || lpad({month}, 2, '0') || '-' || lpad({{parts}}.day, 2, '0')"
    fraction = "TRY_CAST(rpad({parts}.fraction, 6, '0') AS BIGINT)" if "fraction" in form.parts else "0"
    pieces = [
        f"epoch_us(TRY_CAST({day} AS DATE))",
        _number_sql(form, "hour", HOUR),
        _number_sql(form, "minute", MINUTE),
        _number_sql(form, "second", SECOND),
        fraction,
        _half_day_sql(form),
    ]
    return "(" + " + ".join(piece for piece in pieces if piece != "0") + ")"


def _half_day_sql(form: Format) -> str:
    if "half_hour" not in form.parts:
        return "0"
    afternoon = f"CASE WHEN lower({{parts}}.half) = 'pm' THEN {12 * HOUR} ELSE 0 END"
    return f"(TRY_CAST({{parts}}.half_hour AS BIGINT) % 12) * {HOUR} + {afternoon}"


def _offset_sql(form: Format) -> str | None:
    if "offset" not in form.parts:
        return None
    text = "{parts}.offset"
    hours = f"TRY_CAST({text}[2:3] AS BIGINT) * {HOUR}"
    minutes = f"CASE WHEN length({text}) > 3 THEN TRY_CAST({text}[-2:] AS BIGINT) * {MINUTE} ELSE 0 END"
    sign = f"CASE WHEN starts_with({text}, '-') THEN -1 ELSE 1 END"
    return f"CASE WHEN {text} = 'Z' THEN 0 WHEN {text} <> '' THEN ({sign}) * ({hours} + {minutes}) END"


def _value_sql(local: str, offset: str | None, *, zoned: bool) -> str:
    if not zoned:
        return f"{local} - ({offset})"
    return f"{local} - {{offset}}" if offset is None else f"{local} - coalesce({offset}, {{offset}})"
