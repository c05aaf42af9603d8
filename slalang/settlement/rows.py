"""The rows of a credit block: which hold in a period, and what each pays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import assert_never

from slalang.plan.reading import MeasureReading
from slalang.plan.terms import Always, Band, CreditRow, OnBreach, OnMiss, Per, PerPoint, PerRow, PerUnit, Rung
from slalang.plan.written_out import exact_text, in_one_unit
from slalang.quantities import (
    RoundingMode,
    Unit,
    format_duration,
    format_number,
    format_percent,
    format_value,
    round_ratio,
)
from slalang.settlement.amounts import Amounts, Occasion, Worked, times
from slalang.settlement.findings import Unsettled
from slalang.settlement.outcomes import Assessment, holds

_ROUNDING: Mapping[str, RoundingMode] = {"full": "down", "started": "up", "nearest": "half up"}


@dataclass(frozen=True)
class Subject:
    """What the rows are held against: a period, and its value or the length of one of its intervals.

    ``breaches`` counts the breaches of so many months up to this period (of the term, without months).
    """

    period: Assessment
    value: Fraction | None
    breaches: Callable[[int | None], int]
    of_interval: bool = False


def row_holds(row: CreditRow, subject: Subject) -> bool:
    """Whether the row pays. Rungs and bands go by the value alone, but not where the period is excused or
    a rule counts it as met."""
    one, value = subject.period, subject.value
    match row.trigger:
        case Rung(relation, threshold):
            return value_decides(one) and value is not None and holds(value, relation, threshold)
        case Band():
            return value_decides(one) and value is not None and _inside(row.trigger, value)
        case OnMiss():
            return one.missed
        case OnBreach(nth, later, months):
            return one.breach and (nth is None or _is_nth(subject.breaches(months), nth, later))
        case Always():
            return one.value is not None


def held_text(row: CreditRow, subject: Subject, currency: str) -> str:
    """Why a row holds, or does not: ``98.7% is below 99.9%``."""
    one = subject.period
    if isinstance(row.trigger, Rung | Band) and not value_decides(one):
        return "a rule decided the period, and not its value"
    unit = "duration" if subject.of_interval else one.objective.unit
    match row.trigger:
        case Rung(relation, threshold):
            held = row_holds(row, subject)
            return _compared(subject.value, relation, threshold, unit, currency, held)
        case Band(low, _, high, _):
            ends = [format_value(end, unit, currency) for end in (low, high) if end is not None]
            shown = "no value" if subject.value is None else format_value(subject.value, unit, currency)
            inside = "between" if len(ends) == 2 else "on the side of"
            return f"{shown} is {'' if row_holds(row, subject) else 'not '}{inside} {' and '.join(ends)}"
        case OnMiss():
            return "the target was missed" if one.missed else "the target was not missed"
        case OnBreach(nth, _, months):
            if not one.breach or nth is None:
                return "the period is a breach" if one.breach else "the period is no breach"
            within = f" in {months} months" if months else ""
            return f"the period is breach {subject.breaches(months)}{within}, and the row is for breach {nth}"
        case Always():
            return "there is no value" if one.value is None else "it holds in every period with a value"
        case _:
            assert_never(row.trigger)


_IN_WORDS: Mapping[str, str] = {"<": "below", "<=": "at or below", ">": "above", ">=": "at or above"}


def _compared(
    value: Fraction | None, relation: str, threshold: Fraction, unit: Unit, currency: str, held: bool
) -> str:
    if value is None:
        return "there is no value"
    shown = format_value(value, unit, currency)
    return (
        f"{shown} is {'' if held else 'not '}{_IN_WORDS[relation]} {format_value(threshold, unit, currency)}"
    )


def value_decides(one: Assessment) -> bool:
    """Whether what was measured says what is owed: not where a rule excused the period or called it met."""
    return one.ruling is None or one.missed


def _inside(band: Band, value: Fraction) -> bool:
    above = band.low is None or value > band.low or (band.low_included and value == band.low)
    below = band.high is None or value < band.high or (band.high_included and value == band.high)
    return above and below


def _is_nth(count: int, nth: int, later: bool) -> bool:
    return count >= nth if later else count == nth


def row_pays(row: CreditRow, subject: Subject, amounts: Amounts, at: Occasion) -> Worked:
    """The amount of a row that holds, so many times where it pays per unit."""
    worked = amounts.work_out(row.amount, at)
    if row.per is None:
        return worked
    number = _number(row.per, subject.period)
    often = f"{format_number(number)} {'time' if number == 1 else 'times'}"
    paid = times(worked, number, often + _counted(row.per, subject.period))
    return replace(paid, before=(*worked.before, *_reckoned(row.per, subject.period)))


def _reckoned(per: Per, one: Assessment) -> Iterator[str]:
    """How the number came about: ``(315 minutes - 180) / 30 = 4.5: 4 full ones``."""
    match per:
        case PerRow(measure, beyond):
            if beyond:
                counted = _read(one, measure)
                yield f"{exact_text(counted)} - {exact_text(beyond)} = {exact_text(counted - beyond)}"
        case PerPoint(mode, point, beyond):
            short = _shortfall(one)
            parts = [f"{exact_text(part * 100)}%" for part in (short, beyond) if part is short or part]
            yield _in_units(" - ".join(parts), (short - beyond) / point, f"{exact_text(point * 100)}%", mode)
        case PerUnit(mode, unit, measure, beyond):
            lengths = read_lengths(one, measure)
            scale, word = in_one_unit((*lengths, beyond, unit))
            for length in lengths:
                parts = [exact_text(part / scale) for part in (length, beyond) if part is length or part]
                below = exact_text(unit / scale)
                yield _in_units(f"{' - '.join(parts)} {word}", (length - beyond) / unit, below, mode)
        case _:
            assert_never(per)


def _in_units(above: str, number: Fraction, below: str, mode: str) -> str:
    whole = units(number, mode)
    counted = "" if whole == number else f": {mode} ones, {format_number(whole)}"
    return f"({above}) / {below} = {format_number(number)}{counted}"


def _number(per: Per, one: Assessment) -> Fraction:
    match per:
        case PerRow(measure, beyond):
            return max(_read(one, measure) - beyond, Fraction(0))
        case PerPoint(mode, point, beyond):
            return units((_shortfall(one) - beyond) / point, mode)
        case PerUnit(mode, unit, measure, beyond):
            lengths = read_lengths(one, measure)
            return sum((units((length - beyond) / unit, mode) for length in lengths), Fraction(0))


def _counted(per: Per, one: Assessment) -> str:
    """What the number is made of: ``, for each full 30m of 7h less 3h``."""
    match per:
        case PerRow(measure, beyond):
            return (
                f", for {format_number(_read(one, measure))} less {format_number(beyond)}" if beyond else ""
            )
        case PerPoint(mode, point, beyond):
            short = format_percent(_shortfall(one))
            less = f" less {format_percent(beyond)}" if beyond else ""
            return f", for each {_step(mode, format_percent(point))} of {short}{less} short of the target"
        case PerUnit(mode, unit, measure, beyond):
            lengths = read_lengths(one, measure)
            whole = format_duration(lengths[0]) if len(lengths) == 1 else f"{len(lengths)} intervals"
            less = f" less {format_duration(beyond)}" if beyond else ""
            each = " each" if less and len(lengths) > 1 else ""
            return f", for each {_step(mode, format_duration(unit))} of {whole}{less}{each}"


def _step(mode: str, unit: str) -> str:
    return unit if mode == "exact" else f"{mode} {unit}"


def units(number: Fraction, mode: str) -> Fraction:
    """So many units: ``full`` ones only, ``started`` ones too, to the ``nearest`` (half up), or ``exact``."""
    if number <= 0:
        return Fraction(0)
    return number if mode == "exact" else round_ratio(number, _ROUNDING[mode], Fraction(1))


def _shortfall(one: Assessment) -> Fraction:
    """How far the value is on the wrong side of the target."""
    target, value = one.objective.target, one.compared
    if target is None or value is None:
        raise Unsettled("there is no value to hold against the target")
    return target.threshold - value if target.operator in (">", ">=") else value - target.threshold


def _read(one: Assessment, measure: str) -> Fraction:
    reading = _reading(one, measure)
    if not isinstance(reading, Fraction):
        raise Unsettled("what it pays for has no value in the period")
    return reading


def read_lengths(one: Assessment, measure: str) -> tuple[Fraction, ...]:
    """The lengths of the intervals, or the one total."""
    reading = _reading(one, measure)
    return tuple(map(Fraction, reading)) if isinstance(reading, tuple) else (_read(one, measure),)


def _reading(one: Assessment, measure: str) -> MeasureReading:
    if measure not in one.measures:
        raise Unsettled("what it pays for was not measured")
    return one.measures[measure]
