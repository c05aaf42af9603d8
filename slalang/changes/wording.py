"""What was tried, in words: measurements, payments, and the values for which versions differ."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from slalang.changes.axis import Axis, Sample
from slalang.changes.content import content
from slalang.changes.judging import party_of
from slalang.changes.payoff import Contrast, Payoff
from slalang.changes.scenarios import Point
from slalang.changes.trials import Trial, Tried
from slalang.comparison import Party, Region, Witness
from slalang.plan.expressions import FieldValue
from slalang.plan.plan import Period
from slalang.plan.reading import MeasureReading
from slalang.quantities import format_duration, format_money, format_number, format_value, local_date


def witness_of(tried: Tried, trial: Trial, names: dict[str, str]) -> Witness:
    """A course of measurements and what both versions come to. ``names`` are those that contracts use."""
    contrast = tried.contrast
    old, new = payoff_texts(contrast, trial)
    return Witness(
        given=tuple(given_of(tried, trial, names)),
        as_of=str(local_date(tried.end, trial.old.timezone)),
        old=old,
        new=new,
        better_for=party_of(contrast),
    )


def given_of(tried: Tried, trial: Trial, names: dict[str, str]) -> list[str]:
    """The points in order, neighbours with the same value as one."""
    found = []
    numbered = enumerate(sorted(tried.scenario.points, key=lambda one: (one.objective, one.offset)))
    runs = groupby(numbered, key=lambda each: (each[1].objective, each[1].sample, each[1].offset - each[0]))
    for (name, sample, _), pairs in runs:
        run = [point for _, point in pairs]
        periods = [period for point in run if (period := trial.period(point))]
        if periods:
            found.append(_value_text(name, sample, periods, trial, names))
    return found


def _value_text(
    name: str, sample: Sample, periods: Sequence[Period], trial: Trial, names: dict[str, str]
) -> str:
    keys = zip(trial.axes[name].objectives[0].keys, trial.keys(name), strict=True)
    keyed = ", ".join(f'{field.removeprefix(".")} = "{value}"' for field, value in keys)
    of_key = f" for {keyed}" if keyed else ""
    first, last = periods[0].label, periods[-1].label
    when = first if first == last else f"{first} to {last}"
    if sample.value is None:
        return f"{name}{of_key} in {when} without data"
    axis = trial.axes[name]
    value = format_value(sample.value, axis.unit, trial.old.currency)
    also = [_amount_text(axis, sample.value, periods[0], names)] if len(periods) == 1 else []
    beside = [_measure_text(axis, measure, amount, names) for measure, amount in sample.extras]
    also += sorted(beside, key=lambda text: text.split(" ", 1)[-1], reverse=True)
    noted = "; ".join(filter(None, also))
    each = "" if first == last else " each"
    return f"{name}{of_key} in {when} = {value}{each}" + (f" ({noted})" if noted else "")


def _amount_text(axis: Axis, value: Fraction, period: Period, names: dict[str, str]) -> str:
    """What is measured for a value: ``22m 19s of downtime``."""
    amount = axis.amount_of(value, period.end - period.start)
    if axis.free is None or amount is None or axis.known_measures[axis.free].aggregate != "time":
        return ""
    return _measure_text(axis, axis.free, amount, names)


def _measure_text(axis: Axis, measure: str, amount: MeasureReading, names: dict[str, str]) -> str:
    known = axis.known_measures.get(measure)
    if known is None or amount is None:
        return ""
    over = names.get(known.over or "", "")
    if isinstance(amount, tuple):
        lengths = " and ".join(format_duration(Fraction(each)) for each in amount)
        return f"one {over} of {lengths}" if amount else ""
    if known.aggregate == "time":
        return f"{_time(amount)} of {over}"
    late = "late " if known.where is not None and content(known.where) == content(FieldValue("late")) else ""
    return f"{format_number(amount)} {late}{over}" if amount.denominator == 1 else ""


def _time(amount: Fraction) -> str:
    """Whole seconds; ``about`` where it is not."""
    whole = amount - amount % 1_000_000
    return format_duration(amount) if whole == amount else f"about {format_duration(whole)}"


def payoff_texts(contrast: Contrast, trial: Trial) -> tuple[str, str]:
    """What the old version comes to, and the new one."""
    old, new = contrast.old, contrast.new
    return _payoff_text(old, new, trial), _payoff_text(new, old, trial)


def _payoff_text(own: Payoff, other: Payoff, trial: Trial) -> str:
    if own.owed == other.owed and own.rights == other.rights and own.misses != other.misses:
        return (
            own.worst
            if own.worst != other.worst
            else f"{own.worst}, {'a' if own.misses > other.misses else 'no'} breach"
        )
    money = f"{format_money(own.owed, trial.old.currency)} owed"
    if own.rights == other.rights:
        return money
    right = "no right to terminate" if not own.rights else "a right to terminate"
    return f"{money}, {right}" if own.owed != other.owed else right


# --- regions -----------------------------------------------------------------------------------


def regions_of(singles: Sequence[Tried], trial: Trial, names: dict[str, str]) -> tuple[Region, ...]:
    """For which values in one period the versions differ, by objective, from low to high."""
    found: list[Region] = []
    for name, axis in trial.axes.items():
        point = Point(name, 0, Sample(None))
        period = trial.period(point)
        tried: dict[Fraction, Party | None] = {}
        for one in singles:
            value = one.scenario.points[0].sample.value
            if one.scenario.objective == name and value is not None:
                tried.setdefault(value, party_of(one.contrast))
        if period and any(tried.values()):
            found += _regions(name, axis, period, tried, (trial.old.currency, names))
    return tuple(found)


def _regions(
    name: str,
    axis: Axis,
    period: Period,
    tried: dict[Fraction, Party | None],
    shown: tuple[str, dict[str, str]],
) -> list[Region]:
    values = sorted(tried)
    thresholds = axis.thresholds(period.end - period.start)
    found = []
    for party, run in groupby(values, key=lambda value: tried[value]):
        part = list(run)
        if party is not None:
            low = None if part[0] == values[0] else _low(part[0], thresholds)
            high = None if part[-1] == values[-1] else _high(part[-1], thresholds)
            found.append(Region(name, party, _range_text(name, axis, period, (low, high), shown)))
    return found


_End = tuple[Fraction, bool] | None
"""An end of a range, and whether it belongs to it."""


def _low(value: Fraction, thresholds: Sequence[Fraction]) -> _End:
    if value in thresholds:
        return value, True
    below = [each for each in thresholds if each < value]
    return (below[-1], False) if below else None


def _high(value: Fraction, thresholds: Sequence[Fraction]) -> _End:
    if value in thresholds:
        return value, True
    above = [each for each in thresholds if each > value]
    return (above[0], False) if above else None


def _range_text(
    name: str, axis: Axis, period: Period, ends: tuple[_End, _End], shown: tuple[str, dict[str, str]]
) -> str:
    currency, names = shown
    low, high = ends
    if low and high and low[0] == high[0]:
        return f"{name} is exactly {format_value(low[0], axis.unit, currency)}"
    words = []
    if low:
        words.append(f"{'at least' if low[1] else 'above'} {format_value(low[0], axis.unit, currency)}")
    if high:
        words.append(f"{'at most' if high[1] else 'below'} {format_value(high[0], axis.unit, currency)}")
    if not words:
        return f"{name} has any value"
    amounts = _amounts_text(axis, period, ends, names)
    return f"{name} is {' and '.join(words)}{amounts}"


def _amounts_text(axis: Axis, period: Period, ends: tuple[_End, _End], names: dict[str, str]) -> str:
    """The same as time: ``(downtime between 22m 19s and 44m 38s in 2026-01)``."""
    if axis.free is None or axis.known_measures[axis.free].aggregate != "time":
        return ""
    over = names.get(axis.known_measures[axis.free].over or "", "time")
    amounts = sorted(
        amount
        for end in ends
        if end and (amount := axis.amount_of(end[0], period.end - period.start)) is not None
    )
    if len(amounts) == 2:
        return f" ({over} between {_time(amounts[0])} and {_time(amounts[1])} in {period.label})"
    if not amounts:
        return ""
    is_more = (ends[0] is None) == axis.is_upward
    return f" (more than {_time(amounts[0])} of {over} in {period.label})" if is_more else (
        f" (less than {_time(amounts[0])} of {over} in {period.label})"
    )  # fmt: skip
