"""Builds tiers, agreements, amendments, objectives and what they promise and pay."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from slalang.source import Span
from slalang.syntax.building.maker import Build, Maker, documented, gather, node, words
from slalang.syntax.nodes import (
    Agreement,
    AllAddUp,
    Allocations,
    Always,
    Amendment,
    Amount,
    AnyWindow,
    AtRisk,
    Band,
    Base,
    BreachWhen,
    Budget,
    CalendarLength,
    Cap,
    Claim,
    CountedWhen,
    Credit,
    CreditRow,
    CreditsWhile,
    Customer,
    Date,
    Duration,
    EachInterval,
    EachPeriod,
    Exclude,
    Expression,
    Fees,
    FeesFor,
    Forgive,
    LiteralValue,
    LowVolume,
    MayTerminate,
    MeasuredWhile,
    Minimum,
    MinimumPayable,
    MissedInARow,
    MissedTimes,
    Name,
    NoData,
    NothingChanged,
    Number,
    Objective,
    ObjectiveCap,
    ObjectiveClause,
    OnBreach,
    OnlyTightened,
    OnMiss,
    OnNthBreach,
    Per,
    Period,
    PeriodUnit,
    PerLate,
    PerPoint,
    PerRow,
    PerTime,
    Points,
    PointsRow,
    PointsTable,
    Pool,
    Provider,
    Repeat,
    ReportOnly,
    Round,
    RoundedTo,
    Rung,
    Scope,
    ServiceFor,
    Share,
    Stacking,
    TakesTier,
    Target,
    Term,
    Text,
    Tier,
    Token,
    Trigger,
    UnitMode,
    ValueInPeriod,
    Verdict,
    WhenMissed,
    WholeTerm,
)

Groups = tuple[tuple[Name, ...], ...]


def _tier(
    maker: Maker,
    span: Span,
    name: Name,
    title: Text | None,
    extends: tuple[Name, ...] | None,
    clauses: tuple[Any, ...],
) -> Tier:
    return Tier(span, name, title, extends or (), clauses, maker.doc(span))


def _scope(maker: Maker, span: Span, settings: Any) -> Scope:
    return Scope(span, settings)


def _fees_spread(maker: Maker, span: Span, amount: Expression, each: Period) -> Fees:
    return Fees(span, amount, each, spread_by_days=True)


def _points_row(maker: Maker, span: Span, least: Number, amount: Amount) -> PointsRow:
    return PointsRow(span, maker.whole(least), amount)


# --- objectives --------------------------------------------------------------------------------


def _objective(
    maker: Maker,
    span: Span,
    name: Name,
    title: Text | None,
    measures: Name | None,
    service: Name | None,
    for_each: tuple[Name, ...] | None,
    each: Period | None,
    looking_back: CalendarLength | None,
    effective: Date | None,
    clauses: tuple[ObjectiveClause, ...],
) -> Objective:
    keys = for_each or ()
    doc = maker.doc(span)
    return Objective(span, name, title, measures, service, keys, each, looking_back, effective, clauses, doc)


def _low_volume_counts(maker: Maker, span: Span, fewer: Number, rows: Name, verdict: Verdict) -> LowVolume:
    return LowVolume(span, maker.whole(fewer), rows, verdict=verdict)


def _low_volume_allows(maker: Maker, span: Span, fewer: Number, rows: Name, allows: Number) -> LowVolume:
    return LowVolume(span, maker.whole(fewer), rows, allows=maker.whole(allows))


def _missed(maker: Maker, span: Span, what: Token, missed: Token) -> str:
    return what.text


def _breach_when_repeated(
    maker: Maker,
    span: Span,
    missed: Literal["target", "minimum"],
    times: Number,
    within: CalendarLength,
    repeating: Literal["each", "on crossing"] | None,
) -> BreachWhen:
    return BreachWhen(span, missed, maker.whole(times), within, repeating)


# --- credits -----------------------------------------------------------------------------------


def _rung(operator: Literal["<", "<=", ">", ">="]) -> Build:
    return lambda maker, span, threshold: Rung(span, operator, threshold)


def _band(
    maker: Maker, span: Span, above: Token | None, low: Expression, below: Token | None, high: Expression
) -> Band:
    return Band(span, low, not above, high, not below)


def _on_nth_breach(
    maker: Maker, span: Span, nth: Token, later: Token | None, within: CalendarLength | None
) -> OnNthBreach:
    return OnNthBreach(span, int(nth.text[:-2]), bool(later), within)


def _credit_row_per(maker: Maker, span: Span, trigger: Trigger, per: Per, amount: Amount) -> CreditRow:
    return CreditRow(span, trigger, amount, per)


def _occasion(maker: Maker, span: Span, *tokens: Token) -> Trigger:
    return Always(span) if tokens[0].text == "always" else WhenMissed(span)


def _factor_word(maker: Maker, span: Span, token: Token) -> Number:
    return Number(span, Fraction(2 if token.text == "double" else 3))


def _repeat(maker: Maker, span: Span, factor: Number) -> Repeat:
    return Repeat(span, factor, is_factor=True)


def _repeat_amount(maker: Maker, span: Span, amount: Amount) -> Repeat:
    return Repeat(span, amount, is_factor=False)


def _per_time(each_interval: bool) -> Build:
    def build(
        maker: Maker, span: Span, mode: UnitMode, unit: Duration, stream: Name, beyond: LiteralValue | None
    ) -> PerTime:
        return PerTime(span, mode, unit, stream, each_interval, beyond)

    return build


# --- amounts -----------------------------------------------------------------------------------


def _fees_for(maker: Maker, span: Span, count: Number, unit: PeriodUnit) -> FeesFor:
    return FeesFor(span, count.value, unit)


def _service_for(maker: Maker, span: Span, count: Number, unit: PeriodUnit) -> ServiceFor:
    return ServiceFor(span, count.value, unit)


def _points(maker: Maker, span: Span, count: Number) -> Points:
    return Points(span, count.value)


def _base(kind: Any) -> Build:
    return lambda maker, span: Base(span, kind)


def _base_last_fees(maker: Maker, span: Span, period: Period) -> Base:
    return Base(span, "fees of last period", period=period)


def _base_window_fees(maker: Maker, span: Span, window: CalendarLength) -> Base:
    return Base(span, "fees of the last", window=window)


def _base_pool(maker: Maker, span: Span, pool: Name) -> Base:
    return Base(span, "pool", pool=pool)


# --- stacking and termination ------------------------------------------------------------------


def _stacking(maker: Maker, span: Span, scope: tuple[Groups, Period | None, Name | None]) -> Stacking:
    return Stacking(span, *scope)


def _all_in_period(maker: Maker, span: Span, period: Period) -> tuple[Groups, Period | None, Name | None]:
    return (), period, None


def _all_of_cause(maker: Maker, span: Span, cause: Name) -> tuple[Groups, Period | None, Name | None]:
    return (), None, cause


def _some_in_period(
    maker: Maker, span: Span, groups: Groups, period: Period
) -> tuple[Groups, Period | None, Name | None]:
    return groups, period, None


def _some_of_cause(
    maker: Maker, span: Span, groups: Groups, cause: Name
) -> tuple[Groups, Period | None, Name | None]:
    return groups, None, cause


def _missed_times(
    maker: Maker, span: Span, objective: Name, times: Number, within: CalendarLength
) -> MissedTimes:
    return MissedTimes(span, objective, maker.whole(times), within)


def _missed_in_a_row(
    maker: Maker, span: Span, objective: Name, count: Number, unit: PeriodUnit
) -> MissedInARow:
    return MissedInARow(span, objective, maker.whole(count), unit)


BUILDERS: dict[str, Build] = {
    "tier": _tier,
    "agreement": documented(Agreement),
    "amendment": documented(Amendment),
    "provider": node(Provider),
    "customer": node(Customer),
    "scope": _scope,
    "takes_tier": node(TakesTier),
    "term": node(Term),
    "fees": node(Fees),
    "fees_spread": _fees_spread,
    "round_money": node(Round),
    "rounding": words,
    "at_risk": node(AtRisk),
    "pool": node(Pool),
    "allocations": node(Allocations),
    "points_table": node(PointsTable),
    "points_row": _points_row,
    # objectives
    "objective": _objective,
    "target": node(Target),
    "minimum": node(Minimum),
    "exclude": node(Exclude),
    "forgive": node(Forgive),
    "budget": node(Budget),
    "measured_while": node(MeasuredWhile),
    "no_data": node(NoData),
    "verdict": words,
    "low_volume_counts": _low_volume_counts,
    "low_volume_allows": _low_volume_allows,
    "counted_when": node(CountedWhen),
    "counted": words,
    "rounded_to": node(RoundedTo),
    "breach_when": node(BreachWhen),
    "breach_when_repeated": _breach_when_repeated,
    "missed": _missed,
    "repeating": words,
    "report_only": node(ReportOnly),
    "objective_cap": node(ObjectiveCap),
    "credit": node(Credit),
    "only_tightened": node(OnlyTightened),
    "nothing_changed": node(NothingChanged),
    # credits
    "credit_row": node(CreditRow),
    "credit_row_per": _credit_row_per,
    "repeat": _repeat,
    "repeat_amount": _repeat_amount,
    "all_add_up": node(AllAddUp),
    "below": _rung("<"),
    "at_or_below": _rung("<="),
    "above": _rung(">"),
    "at_or_above": _rung(">="),
    "band": _band,
    "on_miss": node(OnMiss),
    "on_breach": node(OnBreach),
    "on_nth_breach": _on_nth_breach,
    "occasion": _occasion,
    "factor_word": _factor_word,
    "per_late": node(PerLate),
    "per_row": node(PerRow),
    "per_total": _per_time(each_interval=False),
    "per_each": _per_time(each_interval=True),
    "per_point": node(PerPoint),
    "unit_mode": words,
    # amounts
    "share": node(Share),
    "fees_for": _fees_for,
    "service_for": _service_for,
    "points": _points,
    "base_fees": _base("fees"),
    "base_its_fees": _base("its fees"),
    "base_last_fees": _base_last_fees,
    "base_window_fees": _base_window_fees,
    "base_at_risk": _base("at risk"),
    "base_credit": _base("the credit"),
    "base_pool": _base_pool,
    # stacking, caps, termination
    "stacking": _stacking,
    "all_in_period": _all_in_period,
    "all_of_cause": _all_of_cause,
    "some_in_period": _some_in_period,
    "some_of_cause": _some_of_cause,
    "stacking_groups": gather,
    "stacking_group": gather,
    "cap": node(Cap),
    "each_period": node(EachPeriod),
    "each_interval": node(EachInterval),
    "any_window": node(AnyWindow),
    "whole_term": node(WholeTerm),
    "claim": node(Claim),
    "minimum_payable": node(MinimumPayable),
    "credits_while": node(CreditsWhile),
    "may_terminate": node(MayTerminate),
    "missed_times": _missed_times,
    "missed_in_a_row": _missed_in_a_row,
    "value_in_period": node(ValueInPeriod),
}
