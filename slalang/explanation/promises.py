"""What was promised, and what the number is made of: the clauses behind an objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.explanation.ground import Ground
from slalang.explanation.making import clock_texts, event_text, length_text, stream_text
from slalang.plan.reach import behind
from slalang.quantities import format_duration, local_date
from slalang.statement import OutcomeLine
from slalang.trail import Note, Step


def promised(ground: Ground, line: OutcomeLine) -> Iterator[Step]:
    """The clauses that were promised, in the version in force, and the period they are held against."""
    objective, terms = ground.objective(line), ground.terms(line)
    yield Step("promised", ground.quoted(objective.clause), ground.clause(objective.clause))
    for bound in (objective.target, objective.minimum):
        if bound is not None:
            yield Step("promised", ground.quoted(bound.clause), ground.clause(bound.clause))
    if objective.report_only:
        path = f"{objective.name}.report-only"
        yield Step("promised", "reported only: it decides no credit", ground.clause(path))
    since = local_date(terms.effective, ground.plan.timezone)
    length = format_duration(line.period_end - line.period_start)
    span = f"{ground.span(line.period_start, line.period_end)} in {ground.plan.timezone}"
    in_force = f"in force at its start: {terms.title}, from {since}"
    yield Step("promised", f"{line.period} is {span}, the end not included: {length}; {in_force}")
    if objective.looking_back is not None:
        length = length_text(objective.looking_back)
        yield Step("promised", f"measured over the {length} that end with the period")
    for narrowing in objective.narrow:
        text = f"only rows with {narrowing.field} {narrowing.value} count"
        yield Step("promised", text, ground.clause(f"scope.{narrowing.field}"))


def made_of(ground: Ground, line: OutcomeLine) -> Iterator[Step]:
    """The indicator, and every stream, clock and event behind it and its exclusions."""
    objective = ground.objective(line)
    path = f"indicator.{objective.name}"
    if ground.plan.clause(path):
        yield Step("made of", ground.quoted(path), ground.clause(path))
    yield from _sources(ground, behind(ground.plan, objective))
    if objective.counted_when is not None:
        path = f"{objective.name}.counted-when"
        text = f"a row belongs to the period in which it is {objective.counted_when}"
        yield Step("made of", text, ground.clause(path))
    if objective.rounding is not None:
        clause = objective.rounding.clause
        yield Step("made of", f"{ground.quoted(clause)}: {objective.rounding.mode}", ground.clause(clause))


def _sources(ground: Ground, names: Sequence[str]) -> Iterator[Step]:
    plan = ground.plan
    for name in names:
        for stream in plan.streams:
            if stream.name == name:
                yield Step("made of", stream_text(stream, plan), ground.clause(f"stream.{name}"))
        for clock in plan.clocks:
            if clock.name == name:
                first, *others = clock_texts(clock, plan)
                notes = tuple(map(Note, others))
                yield Step("made of", first, ground.clause(f"clock.{name}"), notes=notes)
                if clock.calendar:
                    path = f"calendar.{clock.calendar}"
                    yield Step("made of", ground.quoted(path), ground.clause(path))
        for event in plan.events:
            if event.name == name:
                files = [file.path for file in ground.statement.inputs if file.event == name]
                read = f": {', '.join(files)}" if files else ""
                yield Step("made of", event_text(event) + read, ground.clause(f"event.{name}"))
