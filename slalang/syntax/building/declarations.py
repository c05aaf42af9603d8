"""Builds imports, calendars, services, events, tables, streams, clocks and indicators."""

from __future__ import annotations

from typing import Any, Literal, cast

from slalang.diagnostics import Kind
from slalang.source import Span
from slalang.syntax.building.maker import Build, Maker, documented, gather, node, words
from slalang.syntax.nodes import (
    AtOnce,
    BackedBy,
    Calendar,
    CalendarFile,
    Clock,
    ClosedDates,
    ClosedHolidays,
    Continues,
    Date,
    DateRange,
    DaySpan,
    Duration,
    ElseKey,
    Event,
    Every,
    Expression,
    Field,
    FieldType,
    Followed,
    Import,
    Imported,
    Indicator,
    Inside,
    Language,
    Lasting,
    Length,
    Limit,
    Metric,
    Name,
    Need,
    NeedAll,
    NeedAny,
    Needs,
    NeedService,
    NeedSome,
    Number,
    OneOf,
    OpenDates,
    Opening,
    OpenWeekdays,
    Outside,
    Paired,
    Pauses,
    PlainType,
    Restarts,
    Rows,
    RunsIn,
    Service,
    Source,
    Spaced,
    Starts,
    Step,
    Stops,
    Stream,
    Table,
    TableRow,
    Text,
    Timezone,
    Token,
    Weekday,
    WeekdayRange,
    Where,
    WithRows,
)

UNSUPPORTED_LANGUAGE = Kind("SLA030", "unsupported-language")


def _language(maker: Maker, span: Span, version: Number) -> Language:
    if version.value != 1:
        message = f"this file is written in language {version.span.text}, and only language 1 is known"
        maker.report(UNSUPPORTED_LANGUAGE, version.span, message)
    return Language(span, maker.whole(version), maker.doc(span))


def _import(maker: Maker, span: Span, *parts: Any) -> Import:
    return Import(span, parts[:-1], parts[-1])


# --- calendars ---------------------------------------------------------------------------------


def _weekday_range(maker: Maker, span: Span, first: Weekday, last: Weekday | None) -> WeekdayRange:
    return WeekdayRange(span, first, last or first)


def _date_range(maker: Maker, span: Span, first: Date, last: Date | None) -> DateRange:
    return DateRange(span, first, last or first)


def _open_dates(
    maker: Maker, span: Span, dates: tuple[DateRange, ...], spans: tuple[DaySpan, ...] | None
) -> OpenDates:
    return OpenDates(span, dates, spans or ())


def _calendar_file(effect: Literal["open", "closed"]) -> Build:
    return lambda maker, span, path: CalendarFile(span, effect, path)


# --- services ----------------------------------------------------------------------------------


def _need_all(maker: Maker, span: Span, *parts: Need) -> Need:
    return NeedAll(span, parts) if len(parts) > 1 else parts[0]


def _need_any(maker: Maker, span: Span, *parts: Need) -> Need:
    return NeedAny(span, parts) if len(parts) > 1 else parts[0]


def _need_some(maker: Maker, span: Span, least: Number, *parts: Need) -> NeedSome:
    return NeedSome(span, maker.whole(least), parts)


# --- events ------------------------------------------------------------------------------------


def _field(
    maker: Maker,
    span: Span,
    name: Name,
    optional: Token | None,
    key: Token | None,
    kind: FieldType | OneOf,
    unit: Name | None,
    column: Text | None,
    format: Text | None,
    zone: Text | None,
    fold: Literal["earlier", "later"] | None,
) -> Field:
    doc = maker.doc(span)
    return Field(span, name, bool(optional), bool(key), kind, unit, column, format, zone, fold, doc)


def _one_of(maker: Maker, span: Span, *choices: Name | Text) -> OneOf:
    return OneOf(span, choices)


def _plain_type(maker: Maker, span: Span, token: Token) -> FieldType:
    return FieldType(span, cast(PlainType, token.text))


# --- streams -----------------------------------------------------------------------------------


def _rows(
    maker: Maker, span: Span, sources: tuple[Source, ...], opening: Opening | None, *steps: Step
) -> Rows:
    return Rows(span, sources, opening, steps)


def _every(
    maker: Maker,
    span: Span,
    width: Duration,
    keys: tuple[Name, ...] | None,
    metrics: tuple[Metric, ...] | None,
) -> Every:
    return Every(span, width, keys or (), metrics or ())


def _with_rows(maker: Maker, span: Span, least: Number, carries: Token | None) -> WithRows:
    return WithRows(span, maker.whole(least), bool(carries))


def _followed(
    maker: Maker,
    span: Span,
    notice: Source,
    keys: tuple[Name, ...],
    within: Length,
    of: Literal["start", "end"],
) -> Followed:
    return Followed(span, notice, keys, within, of)


def _lasting_more_than(maker: Maker, span: Span, length: Duration) -> Lasting:
    return Lasting(span, length, strictly=True)


def _in_at_least(
    maker: Maker,
    span: Span,
    mark: Token,
    least: Number,
    of: Name,
    keys: tuple[Name, ...] | None,
    alive: Source | None,
) -> AtOnce:
    return AtOnce(span, maker.whole(least), of, keys or (), alive)


def _in_all(
    maker: Maker,
    span: Span,
    mark: Token,
    of: Name,
    keys: tuple[Name, ...] | None,
    alive: Source | None,
) -> AtOnce:
    return AtOnce(span, None, of, keys or (), alive)


def _continues_with_gap(maker: Maker, span: Span, condition: Expression) -> Continues:
    return Continues(span, condition, with_the_gap=True)


BUILDERS: dict[str, Build] = {
    "block": gather,
    "language": _language,
    "import_names": _import,
    "imported": node(Imported),
    # calendars
    "calendar": documented(Calendar),
    "timezone": node(Timezone),
    "open_weekdays": node(OpenWeekdays),
    "open_dates": _open_dates,
    "open_file": _calendar_file("open"),
    "closed_holidays": node(ClosedHolidays),
    "closed_dates": node(ClosedDates),
    "closed_file": _calendar_file("closed"),
    "weekday_ranges": gather,
    "weekday_range": _weekday_range,
    "weekday": words,
    "day_spans": gather,
    "day_span": node(DaySpan),
    "date_ranges": gather,
    "date_range": _date_range,
    # services
    "service": documented(Service),
    "needs": node(Needs),
    "backed_by": node(BackedBy),
    "need_any": _need_any,
    "need_all": _need_all,
    "need_service": node(NeedService),
    "need_some": _need_some,
    # events and tables
    "event": documented(Event),
    "field": _field,
    "plain_type": _plain_type,
    "one_of": _one_of,
    "fold": words,
    "table": documented(Table),
    "table_row": node(TableRow),
    "else_key": node(ElseKey),
    # streams
    "stream": documented(Stream),
    "rows": _rows,
    "sources": gather,
    "paired": node(Paired),
    "spaced": node(Spaced),
    "where": node(Where),
    "every": _every,
    "with_rows": _with_rows,
    "followed": _followed,
    "edge": words,
    "lasting_at_least": node(Lasting),
    "lasting_more_than": _lasting_more_than,
    "outside": node(Outside),
    "inside": node(Inside),
    "in_at_least": _in_at_least,
    "in_all": _in_all,
    "metric": node(Metric),
    # clocks and indicators
    "clock": documented(Clock),
    "starts": node(Starts),
    "stops": node(Stops),
    "pauses": node(Pauses),
    "continues": node(Continues),
    "continues_with_gap": _continues_with_gap,
    "restarts": node(Restarts),
    "runs_in": node(RunsIn),
    "limit": node(Limit),
    "limit_change": words,
    "indicator": documented(Indicator),
}
