"""Builds earn-backs, banked tokens, bonuses, and tests."""

from __future__ import annotations

from typing import Any, Literal

from slalang.source import Span
from slalang.syntax.building.maker import Build, Maker, documented, node, words
from slalang.syntax.nodes import (
    AtTarget,
    AtTermEnd,
    Bank,
    BanksToken,
    Bonus,
    BonusCap,
    CalendarLength,
    Consecutive,
    EarnBack,
    ExpectAmount,
    ExpectOutcome,
    ExpectValue,
    ForEveryCredit,
    ForMinimumMet,
    GivenRow,
    GivenValue,
    HeldUntilDecided,
    Instant,
    Level,
    LiteralValue,
    MeanOf,
    Name,
    NamedPeriod,
    Netted,
    NoLongerCounts,
    NotForChronic,
    NotForMonths,
    Number,
    OfTheNext,
    OnExcused,
    OnMissInside,
    Percent,
    PeriodUnit,
    RoundedTo,
    Setting,
    Stage,
    Test,
    Token,
    TokenExpires,
    TokenOffsets,
    WithoutCredit,
)

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

Settings = tuple[Setting, ...]


def _calendar_month(maker: Maker, span: Span, token: Token) -> int:
    return MONTHS.index(token.text) + 1


def _not_for_months(maker: Maker, span: Span, *months: int) -> NotForMonths:
    return NotForMonths(span, months)


def _not_for_chronic(maker: Maker, span: Span, more_than: Number, within: CalendarLength) -> NotForChronic:
    return NotForChronic(span, maker.whole(more_than), within)


def _stage(
    maker: Maker,
    span: Span,
    condition: Consecutive | OfTheNext | MeanOf,
    returns: Percent,
    of: Literal["paid", "due"],
    offset: Token | None,
) -> Stage:
    return Stage(span, condition, returns, of, bool(offset))


def _consecutive(maker: Maker, span: Span, count: Number, unit: PeriodUnit, level: Level) -> Consecutive:
    return Consecutive(span, maker.whole(count), unit, level)


def _of_the_next(
    maker: Maker, span: Span, count: Number, window: Number, unit: PeriodUnit, level: Level
) -> OfTheNext:
    return OfTheNext(span, maker.whole(count), maker.whole(window), unit, level)


def _no_longer(as_what: Literal["breach", "caps"]) -> Build:
    return lambda maker, span: NoLongerCounts(span, as_what)


def _netted(netted: bool) -> Build:
    return lambda maker, span: Netted(span, netted)


# --- tests -------------------------------------------------------------------------------------


def _given_value(
    maker: Maker, span: Span, subject: Name, chosen: Settings | None, period: NamedPeriod, value: LiteralValue
) -> GivenValue:
    return GivenValue(span, subject, chosen or (), period, value)


def _given_interval(
    maker: Maker, span: Span, rows: Name, start: Instant, end: Instant, values: Settings | None
) -> GivenRow:
    return GivenRow(span, rows, None, start, end, values or ())


def _given_point(maker: Maker, span: Span, rows: Name, at: Instant, values: Settings | None) -> GivenRow:
    return GivenRow(span, rows, at, None, None, values or ())


def _given_row(maker: Maker, span: Span, rows: Name, values: Settings) -> GivenRow:
    return GivenRow(span, rows, None, None, None, values)


def _expect_value(
    maker: Maker,
    span: Span,
    subject: Name,
    chosen: Settings | None,
    period: NamedPeriod,
    value: LiteralValue,
    rounding: RoundedTo | None,
) -> ExpectValue:
    return ExpectValue(span, subject, chosen or (), period, value, rounding)


def _expect_outcome(
    maker: Maker, span: Span, objective: Name, chosen: Settings | None, outcome: Any, period: NamedPeriod
) -> ExpectOutcome:
    return ExpectOutcome(span, objective, chosen or (), outcome, period)


def _expect_amount(what: Literal["credit", "earn back", "bonus"]) -> Build:
    def build(
        maker: Maker,
        span: Span,
        objective: Name | None,
        chosen: Settings | None,
        period: NamedPeriod,
        amount: LiteralValue,
    ) -> ExpectAmount:
        return ExpectAmount(span, what, objective, chosen or (), period, amount)

    return build


BUILDERS: dict[str, Build] = {
    "earn_back": documented(EarnBack),
    "for_every_credit": node(ForEveryCredit),
    "for_minimum_met": node(ForMinimumMet),
    "not_for_months": _not_for_months,
    "not_for_chronic": _not_for_chronic,
    "calendar_month": _calendar_month,
    "stage": _stage,
    "settled": words,
    "consecutive": _consecutive,
    "of_the_next": _of_the_next,
    "mean_of": node(MeanOf),
    "at_target": node(AtTarget),
    "without_credit": node(WithoutCredit),
    "held_until_decided": node(HeldUntilDecided),
    "on_miss_choice": node(OnMissInside),
    "miss_word": words,
    "on_excused_choice": node(OnExcused),
    "excused_word": words,
    "at_term_end": node(AtTermEnd),
    "end_word": words,
    "no_longer_breach": _no_longer("breach"),
    "no_longer_capped": _no_longer("caps"),
    "bank": documented(Bank),
    "banks_token": node(BanksToken),
    "token_offsets_credit": node(TokenOffsets),
    "token_offsets": node(TokenOffsets),
    "token_expires": node(TokenExpires),
    "bonus": documented(Bonus),
    "netted": _netted(True),
    "not_netted": _netted(False),
    "bonus_cap": node(BonusCap),
    # tests
    "test": documented(Test),
    "given_value": _given_value,
    "given_interval": _given_interval,
    "given_point": _given_point,
    "given_row": _given_row,
    "expect_value": _expect_value,
    "expected_rounding": node(RoundedTo),
    "expect_outcome": _expect_outcome,
    "expect_credit": _expect_amount("credit"),
    "expect_earn_back": _expect_amount("earn back"),
    "expect_bonus": _expect_amount("bonus"),
    "outcome": words,
}
