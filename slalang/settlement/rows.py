"""The rows of a credit block: which hold in a period, and what each pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from slalang.plan.reading import MeasureReading
from slalang.plan.terms import Always, Band, CreditRow, OnBreach, OnMiss, Per, PerPoint, PerRow, PerUnit, Rung
from slalang.quantities import RoundingMode, format_duration, format_number, format_percent, round_ratio
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
    return times(worked, number, often + _counted(row.per, subject.period))


def _number(per: Per, one: Assessment) -> Fraction:
    match per:
        case PerRow(measure, beyond):
            return max(_read(one, measure) - beyond, Fraction(0))
        case PerPoint(mode, point, beyond):
            return units((_shortfall(one) - beyond) / point, mode)
        case PerUnit(mode, unit, measure, beyond):
            lengths = _read_lengths(one, measure)
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
            lengths = _read_lengths(one, measure)
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


def _read_lengths(one: Assessment, measure: str) -> tuple[Fraction, ...]:
    """The lengths of the intervals, or the one total."""
    reading = _reading(one, measure)
    return tuple(map(Fraction, reading)) if isinstance(reading, tuple) else (_read(one, measure),)


def _reading(one: Assessment, measure: str) -> MeasureReading:
    if measure not in one.measures:
        raise Unsettled("what it pays for was not measured")
    return one.measures[measure]
