"""Measuring many agreements over one log: those that promise alike are measured in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from slalang.diagnostics import Outcome
from slalang.events import EventLog
from slalang.measurement.deciding import deciding_streams
from slalang.measurement.dependencies import sources_behind
from slalang.measurement.engine import Opening, opened
from slalang.measurement.evaluation import Evaluation, evaluated
from slalang.measurement.findings import Unmeasurable
from slalang.measurement.members import Members, NotTogether
from slalang.plan.plan import Plan
from slalang.plan.reading import Reading, Readings
from slalang.plan.streams import Event
from slalang.plan.terms import FeesByKey, InvoicedFees, Objective, Terms


def evaluated_together(
    plans: Sequence[Plan],
    log: EventLog,
    ends: Sequence[int],
    as_of: Sequence[int | None],
    opening: Opening = opened,
) -> list[Outcome[Readings]]:
    """See ``measure_all``."""
    families: dict[object, list[int]] = defaultdict(list)
    for number, plan in enumerate(plans):
        families[ends[number], as_of[number], _measured(plan)].append(number)
    found: dict[int, Outcome[Readings]] = {}
    for numbers in families.values():
        first = numbers[0]
        alike = [plans[number] for number in numbers]
        readings = of_family(alike, log, ends[first], as_of[first], opening) if len(alike) > 1 else None
        if readings is None:
            readings = [evaluated(plan, log, ends[first], as_of[first], (), opening) for plan in alike]
        found |= zip(numbers, readings, strict=True)
    return [found[number] for number, _ in enumerate(plans)]


# --- what is alike -----------------------------------------------------------------------------


def _measured(plan: Plan) -> object:
    """Everything of a plan that measurement reads, without the values that narrow rows to the agreement."""
    tables = tuple(replace(table, clause=None) for table in plan.tables)
    clocks = tuple(replace(clock, clause=None) for clock in plan.clocks)
    rows = (plan.events, tables, plan.calendars, clocks, plan.streams)
    versions = tuple(
        (terms.effective, _listing(terms), _apart(terms), tuple(map(_promised, terms.objectives)))
        for terms in plan.versions
    )
    return rows, plan.periods, plan.term_start, plan.term_end, plan.timezone, versions


def _promised(objective: Objective) -> object:
    exclusions = tuple((each.stream, each.effect, each.budget) for each in objective.exclusions)
    over = (objective.measures, exclusions, objective.measured_while, objective.counted_when)
    rows = (objective.point_events, objective.interval_events, _fields(objective), objective.keys)
    return objective.name, over, rows, objective.each, objective.looking_back, objective.effective


def _listing(terms: Terms) -> object:
    """The field whose values have fees of their own, with the table that has them."""
    fees = terms.fees
    return (fees.table, fees.field) if isinstance(fees, FeesByKey) else None


def _apart(terms: Terms) -> object:
    """By what credits meet or are told apart, of which objectives."""
    causes = tuple((each.cause, each.groups) for each in terms.stacking if each.cause is not None)
    return causes, tuple(cap.stream for cap in terms.caps if cap.stream is not None)


def _fields(objective: Objective) -> tuple[str, ...]:
    return tuple(sorted(each.field for each in objective.narrow))


# --- one pass ----------------------------------------------------------------------------------


def of_family(
    plans: Sequence[Plan], log: EventLog, end: int, as_of: int | None, opening: Opening = opened
) -> list[Outcome[Readings]] | None:
    """The readings of agreements that promise alike; ``None`` where they must be measured one by one.

    That is so where anything is to be reported, because it has to name the agreement.
    """
    with opening(log) as engine:
        together = Evaluation(plans[0], log, engine, end, as_of, {})
        own: list[list[Reading]] = [[] for _ in plans]
        try:
            for version, terms in enumerate(plans[0].versions):
                for number in range(len(terms.objectives)):
                    alike = [plan.versions[version].objectives[number] for plan in plans]
                    for readings, found in zip(own, _readings(together, terms, alike), strict=True):
                        readings += found
        except (Unmeasurable, NotTogether):
            return None
        if together.diagnostics:
            return None
    return [_outcome(plan, log, end, as_of, found, opening) for plan, found in zip(plans, own, strict=True)]


def _outcome(
    plan: Plan, log: EventLog, end: int, as_of: int | None, found: Sequence[Reading], opening: Opening
) -> Outcome[Readings]:
    """The readings with what was invoiced, and with the rows that decide about credits, which each agreement
    has for itself."""
    own = [isinstance(each.fees, InvoicedFees) or any(deciding_streams(each)) for each in plan.versions]
    if not any(own):
        return Outcome(Readings(end, tuple(found)))
    with opening(log) as engine:
        evaluation = Evaluation(plan, log, engine, end, as_of, {})
        fees, deciding = tuple(evaluation.fees()), evaluation.deciding()
        readings = Readings(end, tuple(found), fees, deciding, evaluation.claims_until())
        return Outcome(readings, tuple(dict.fromkeys(evaluation.diagnostics)))


def _readings(together: Evaluation, terms: Terms, alike: Sequence[Objective]) -> list[list[Reading]]:
    """The readings of one objective for each of the agreements."""
    one = alike[0]
    differing = _differing(alike)
    varying = tuple(field for field in differing if _is_in_rows(field, together.plan, one))
    fixed = tuple(each for each in one.narrow if each.field not in differing)
    if set(varying) & set(one.keys):
        raise NotTogether
    keys = [_values(own, varying) for own in alike]
    joint = replace(one, narrow=fixed, keys=(*varying, *one.keys))
    members = Members(varying, tuple(dict.fromkeys(keys))) if varying else None
    found: dict[tuple[str, ...], list[Reading]] = defaultdict(list)
    for reading in together.readings_of(terms, joint, members):
        found[reading.keys[: len(varying)]].append(reading)
    return [
        [_owned(each, own, len(varying)) for each in found[key]] for own, key in zip(alike, keys, strict=True)
    ]


def _values(objective: Objective, fields: Sequence[str]) -> tuple[str, ...]:
    """The values that narrow the rows of the objective by these fields."""
    values = {each.field: each.value for each in objective.narrow}
    return tuple(values[field] for field in fields)


def _differing(alike: Sequence[Objective]) -> list[str]:
    """The fields whose value is not the same for all of the agreements."""
    values: dict[str, set[str]] = defaultdict(set)
    for own in alike:
        for each in own.narrow:
            values[each.field].add(each.value)
    return [field for field in sorted(values) if len(values[field]) > 1]


def _is_in_rows(field: str, plan: Plan, objective: Objective) -> bool:
    """Whether the rows behind the objective have the field.

    Where some of the events that are counted have it and others do not, rows belong to one agreement here
    and to all of them there.
    """
    streams = [each.stream for each in objective.exclusions]
    streams += [each.over for each in objective.measures if each.over]
    streams += [objective.measured_while] if objective.measured_while else []
    reached = sources_behind(plan, streams, ())
    events = [event for event in plan.events if event.name in reached]
    having = [event for event in events if _kind(event, field)]
    if not having:
        return False
    counted = [
        event for event in events if event.name in (*objective.point_events, *objective.interval_events)
    ]
    is_text = all(_kind(event, field) in ("text", "choice") for event in having)
    if not is_text or any(event not in having for event in counted):
        raise NotTogether
    return True


def _kind(event: Event, field: str) -> str | None:
    return next((own.type for own in event.fields if own.name == field), None)


def _owned(reading: Reading, own: Objective, fields: int) -> Reading:
    """The reading as the agreement itself would have it: without its own values, at its own clauses."""
    took: Iterable[int] = (time for _, time in reading.exclusions)
    exclusions = tuple((each.clause, time) for each, time in zip(own.exclusions, took, strict=True))
    return replace(reading, keys=reading.keys[fields:], exclusions=exclusions)
