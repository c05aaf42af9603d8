"""What was taken out of a period, what was measured in it, and how it was judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from slalang.explanation.conditions import type_of
from slalang.explanation.ground import Ground, counted
from slalang.explanation.making import measure_text, types_behind
from slalang.explanation.tracing import cell_text, group_note
from slalang.plan.expressions import MeasureValue
from slalang.plan.reading import MeasureReading, Reading, Trace, Traces
from slalang.plan.streams import Measure
from slalang.plan.terms import Exclusion, Objective
from slalang.plan.written_out import exact_text, in_one_unit, is_time, time_unit, written_out
from slalang.quantities import format_duration, format_number, format_percent, format_value
from slalang.statement import OutcomeLine
from slalang.trail import Step


def excluded(ground: Ground, line: OutcomeLine) -> Iterator[Step]:
    """What each exclusion took, by which windows, and why other windows did not count."""
    objective, reading = ground.objective(line), ground.reading(line)
    taken = dict(reading.exclusions) if reading else {}
    for exclusion in objective.exclusions:
        groups = _traces(reading, exclusion.clause)
        time = taken.get(exclusion.clause, 0)
        notes = tuple(group_note(ground, group) for group in groups)
        yield Step("excluded", _took(ground, exclusion, time), ground.clause(exclusion.clause), notes=notes)
    if objective.measured_while is not None and reading:
        groups = [group for group in reading.traces if group.what == "outside"]
        path = f"{objective.name}.measured-while"
        notes = tuple(group_note(ground, group) for group in groups)
        text = f"{ground.quoted(path)}: everything outside is taken out"
        yield Step("excluded", text, ground.clause(path), notes=notes)


def _took(ground: Ground, exclusion: Exclusion, time: int) -> str:
    words = {
        "exclude": "taken out of the period, with what happened in it",
        "forgive": "in which what failed is forgiven; the time itself stays in the period",
    }
    text = f"{ground.quoted(exclusion.clause)}: "
    text += f"{format_duration(time)} {words[exclusion.effect]}" if time else "nothing in this period"
    if exclusion.budget:
        length = format_duration(exclusion.budget.length)
        text += f"; the allowance of {length} each {exclusion.budget.each} is used up in order of time"
    return text


def _traces(reading: Reading | None, behind: str) -> Sequence[Traces]:
    return [group for group in reading.traces if group.behind == behind] if reading else []


# --- measures ----------------------------------------------------------------------------------


def measured(ground: Ground, line: OutcomeLine) -> Iterator[Step]:
    """Each measure with what it was made of, then the value of the indicator."""
    objective, reading = ground.objective(line), ground.reading(line)
    if reading is None:
        return
    if reading.value is not None:
        text = f"the value is given and not measured: {_value(ground, objective, reading.value)}"
        yield Step("measured", text)
        return
    if reading.rows is not None:
        events = " and ".join(f"`{event}`" for event in objective.point_events)
        yield Step("measured", f"{counted(reading.rows, 'row')} of {events} in the period")
    shown: set[Trace] = set()
    for measure in objective.measures:
        yield _measure(ground, measure, reading, shown)
    if line.value is not None:
        yield _indicator(ground, objective, reading, line.value)
    for text in (*reading.notes, *reading.undecided):
        yield Step("measured", text)


def _measure(ground: Ground, measure: Measure, reading: Reading, shown: set[Trace]) -> Step:
    """A measure with what is behind it; what was ``shown`` before is only named again."""
    value = reading.measures.get(measure.id)
    groups = _traces(reading, measure.id)
    notes = tuple(group_note(ground, group, shown) for group in _telling(measure, groups))
    text = f"{measure_text(measure, ground.plan)} = {_reading(ground, measure, value)}"
    return Step("measured", text, None, tuple(_reckoned(measure, value, groups, reading)), None, notes)


def _telling(measure: Measure, groups: Sequence[Traces]) -> Sequence[Traces]:
    """Of two kinds the smaller one tells more, and the other is only counted; so are zeros, and all rows."""
    if measure.aggregate == "count" and measure.value is None and measure.where is None:
        return []
    kinds = [group for group in groups if group.what in ("held", "not held")]
    fewest = min((group.count for group in kinds), default=0)
    return [
        replace(group, first=())
        if group.what == "zero" or (group in kinds and len(kinds) > 1 and group.count > fewest)
        else group
        for group in groups
    ]


def _reading(ground: Ground, measure: Measure, value: MeasureReading) -> str:
    if value is None:
        return "no value"
    if isinstance(value, tuple):
        return ", ".join(map(format_duration, value)) or "none"
    if is_time(measure):
        return format_duration(value)
    if measure.aggregate == "share":
        return format_percent(value)
    if measure.value is None or measure.aggregate in ("count", "distinct"):
        return format_number(value)
    return cell_text(ground, value, type_of(measure.value, types_behind(ground.plan, measure.over)))


def _reckoned(
    measure: Measure, value: MeasureReading, groups: Sequence[Traces], reading: Reading
) -> Iterator[str]:
    """How the measure came about, from what was counted."""
    kinds = {group.what: group for group in groups}
    if not isinstance(value, Fraction):
        return
    match measure.aggregate:
        case "time":
            yield from _added(kinds.get("covered"), value)
        case "period":
            whole = value + reading.excluded
            scale, unit = in_one_unit((whole, value))
            if reading.excluded:
                parts = (exact_text(part / scale) for part in (whole, Fraction(reading.excluded), value))
                yield "{} - {} = {} {}".format(*parts, unit)
        case "share":
            if quotient := _quotient(measure, value, groups):
                yield f"{quotient} = {format_percent(value)}"
        case "mean" if is_time(measure):
            rows = sum(group.count for group in groups)
            scale, unit = in_one_unit((value * rows,))
            total = f"{exact_text(value * rows / scale)} {unit}"
            yield f"{total} / {rows:,} = {format_number(value / scale)} {unit}"
        case "mean":
            if quotient := _quotient(measure, value, groups):
                yield f"{quotient} = {format_number(value)}"
        case "percentile":
            group, share = kinds.get("at rank"), measure.percentile
            if group and group.rank is not None and share is not None:
                place = format_number(share * group.count)
                yield f"{exact_text(share * 100)}% x {group.count:,} = {place}: place {group.rank:,}"
        case _:
            return


def _quotient(measure: Measure, value: Fraction, groups: Sequence[Traces]) -> str | None:
    """What a share or a mean is the quotient of."""
    rows = sum(group.count for group in groups)
    if measure.aggregate not in ("share", "mean") or is_time(measure) or not rows:
        return None
    return f"{exact_text(value * rows)} / {rows:,}"


def _added(group: Traces | None, value: Fraction) -> Iterator[str]:
    if group is None or group.count != len(group.first) or group.count < 2:
        return
    lengths = [Fraction(one.end - one.start) for one in group.first]
    if sum(lengths) == value:
        scale, unit = in_one_unit(lengths)
        parts = " + ".join(exact_text(length / scale) for length in lengths)
        yield f"{parts} = {exact_text(value / scale)} {unit}"


def _indicator(ground: Ground, objective: Objective, reading: Reading, value: Fraction) -> Step:
    shown = _value(ground, objective, value)
    if isinstance(objective.value, MeasureValue):
        return Step("measured", f"{objective.name} = {shown}")
    times = [measure.id for measure in objective.measures if is_time(measure)]
    fees, is_duration = _fees_of(ground, reading), objective.unit == "duration"
    text = "fees" if fees is None else ground.money(fees)
    texts = dict(_quotients(objective, reading))
    formula = written_out(objective.value, reading.measures, times, fees, text, is_duration, texts)
    result = format_percent(value) if objective.unit == "ratio" else exact_text(value)
    if is_duration:
        scale, unit = time_unit(objective.value, reading.measures, times, fees, is_duration)
        result = f"{format_number(value / scale)} {unit or 'microseconds'}"
    return Step("measured", f"{objective.name} = {shown}", calculations=(f"{formula} = {result}",))


def _quotients(objective: Objective, reading: Reading) -> Iterator[tuple[str, str]]:
    for measure in objective.measures:
        value = reading.measures.get(measure.id)
        if isinstance(value, Fraction):
            quotient = _quotient(measure, value, _traces(reading, measure.id))
            if quotient:
                yield measure.id, f"({quotient})"


def _fees_of(ground: Ground, reading: Reading) -> Fraction | None:
    """The fees of the period, for an indicator that has them in its formula."""
    lines = (line for line in ground.to_date.fees if line.period == reading.period)
    return next((line.amount for line in lines), None)


def _value(ground: Ground, objective: Objective, value: Fraction) -> str:
    return format_value(value, objective.unit, ground.currency)


# --- the outcome -------------------------------------------------------------------------------


def judged(ground: Ground, line: OutcomeLine) -> Iterator[Step]:
    """The outcome, and the rule that decided it."""
    objective = ground.objective(line)
    if line.because is not None:
        text = f"{line.outcome}: {line.because}"
        yield Step("judged", text, ground.clause(line.clause) if line.outcome != "unmeasured" else None)
    elif line.outcome == "pending":
        yield Step("judged", "pending: the period is not over")
    else:
        yield from _by_value(ground, objective, line)
    yield from _breach(ground, objective, line)


def _by_value(ground: Ground, objective: Objective, line: OutcomeLine) -> Iterator[Step]:
    value = line.compared
    if value is None:
        return
    if line.compared != line.value and objective.rounding:
        rounded = f"rounded {objective.rounding.mode}: {_value(ground, objective, value)}"
        yield Step("judged", rounded, ground.clause(objective.rounding.clause))
    bounds = ((objective.target, "target"), (objective.minimum, "minimum"))
    for bound, word in bounds:
        if bound is None:
            continue
        kept = _is_kept(line, word)
        threshold = _value(ground, objective, bound.threshold)
        short = _value(ground, objective, abs(bound.threshold - value))
        shown = _value(ground, objective, value)
        apart = f"{short} better" if kept else f"{short} short of it"
        distance = "exactly on it" if value == bound.threshold else apart
        verdict = "holds" if kept else "does not hold"
        text = f"{shown} {bound.operator} {threshold} {verdict} ({distance}): the {word} is "
        yield Step("judged", text + ("met" if kept else "missed"), ground.clause(bound.clause))


def _is_kept(line: OutcomeLine, word: str) -> bool:
    return line.outcome == "met" or (line.outcome == "missed" and word == "minimum")


def _breach(ground: Ground, objective: Objective, line: OutcomeLine) -> Iterator[Step]:
    for rule in line.breach_rules:
        yield Step("breach", rule.text, ground.clause(rule.clause))
    is_miss = line.outcome in ("missed", "minimum missed")
    if is_miss and not objective.breach:
        yield Step("breach", "a breach: without a clause that says otherwise, each missed target is one")
    elif is_miss and not line.breach:
        for one in objective.breach:
            yield Step("breach", f"no breach by {ground.quoted(one.clause)}", ground.clause(one.clause))
