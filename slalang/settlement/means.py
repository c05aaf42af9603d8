"""The mean of an objective over a longer horizon, held against its target."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from slalang.plan.terms import MeanOf, OnExcused, Unit
from slalang.plan.written_out import added, exact_text, in_one_unit
from slalang.quantities import format_value
from slalang.settlement.outcomes import Assessment, holds, rounded


def mean_at_target(
    condition: MeanOf, inside: Sequence[Assessment], on_excused: OnExcused = "skips"
) -> bool | None:
    """Whether the mean of the periods is at target, or at the level it names; ``None`` where a
    weight was not measured.

    Each period weighs the same, or by its measure. A period that counts as met without a value is passed
    over, and one that counts as missed without a value leaves no mean at target: so does an excused or
    unmeasured one, whose value has no part in a mean, as the clause says that it counts. Where the target
    changed, the mean is held against the mean of the targets in force. The mean is rounded only where the
    contract rounds the value itself.
    """
    decided = [one for one in inside if not one.excused]
    if _missed_without_value(inside, on_excused):
        return False
    weighed = [(one, _weight(condition, one)) for one in decided if one.value is not None]
    if any(weight is None for _, weight in weighed):
        return None
    pairs = [(one, weight) for one, weight in weighed if weight]
    return bool(pairs) and _compare(condition, pairs)


def _missed_without_value(inside: Sequence[Assessment], on_excused: OnExcused) -> list[str]:
    """The periods that leave no mean at target."""
    is_missed = on_excused == "counts as missed"
    return [
        one.period.label for one in inside if (is_missed if one.excused else one.value is None and one.missed)
    ]


def mean_text(
    condition: MeanOf, inside: Sequence[Assessment], currency: str, on_excused: OnExcused = "skips"
) -> str:
    """The mean as far as it is known, and what it is held against: ``(99.5% + 99.9%) / 2 = 99.7%``."""
    decided = [one for one in inside if not one.excused]
    empty = _missed_without_value(inside, on_excused)
    if empty:
        return f"{', '.join(empty)} counts as missed without a value, so there is no mean at target"
    weighed = [(one.value, _weight(condition, one), one) for one in decided if one.value is not None]
    pairs = [(value, weight, one) for value, weight, one in weighed if weight]
    if not pairs or any(weight is None for _, weight, _ in weighed):
        return "no mean yet"
    mean = _mean([(value, weight) for value, weight, _ in pairs])
    unit = pairs[-1][2].objective.unit
    values = [_factor(value, unit) for value, _, _ in pairs]
    above = [
        value if condition.weight is None else f"{value} x {exact_text(weight)}"
        for value, (_, weight, _) in zip(values, pairs, strict=True)
    ]
    below = (
        str(len(pairs)) if condition.weight is None else added([exact_text(weight) for _, weight, _ in pairs])
    )
    months = ", ".join(one.period.label for _, _, one in pairs)
    return f"mean of {months}: ({' + '.join(above)}) / {below} = {format_value(mean, unit, currency)}"


def _factor(value: Fraction, unit: Unit) -> str:
    match unit:
        case "ratio":
            return f"{exact_text(value * 100)}%"
        case "duration":
            scale, word = in_one_unit((value,))
            return f"{exact_text(value / scale)} {word}"
        case _:
            return exact_text(value)


def missing_weights(condition: MeanOf, inside: Sequence[Assessment]) -> list[str]:
    """The periods whose weight was not measured."""
    return [
        one.period.label
        for one in inside
        if not one.excused and one.value is not None and _weight(condition, one) is None
    ]


def _weight(condition: MeanOf, one: Assessment) -> Fraction | None:
    if condition.weight is None:
        return Fraction(1)
    weight = one.measures.get(condition.weight)
    return weight if isinstance(weight, Fraction) else None


def _compare(condition: MeanOf, pairs: Sequence[tuple[Assessment, Fraction]]) -> bool:
    last, level = pairs[-1][0].objective, condition.level
    values = [(one.value or Fraction(0), weight) for one, weight in pairs]
    if level.operator is not None and level.threshold is not None:
        return holds(rounded(last, _mean(values)), level.operator, level.threshold)
    targets = [(one.objective.target.threshold, weight) for one, weight in pairs if one.objective.target]
    if last.target is None or not targets:
        return False
    return holds(rounded(last, _mean(values)), last.target.operator, _mean(targets))


def _mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    weights = sum((weight for _, weight in pairs), Fraction(0))
    return sum((value * weight for value, weight in pairs), Fraction(0)) / weights
