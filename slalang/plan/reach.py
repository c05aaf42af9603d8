"""What rows are made from: sources, and the streams that steps look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slalang.plan.plan import Plan
from slalang.plan.streams import AtOnce, Followed, Inside, Outside, Step, Stream
from slalang.plan.terms import Objective


def behind(plan: Plan, objective: Objective) -> tuple[str, ...]:
    """The events, streams and clocks that decide the value of an objective, exclusions included."""
    over = [measure.over for measure in objective.measures if measure.over]
    over += [exclusion.stream for exclusion in objective.exclusions]
    over += [objective.measured_while] if objective.measured_while else []
    return reached(plan, over)


def reached(plan: Plan, names: Iterable[str]) -> tuple[str, ...]:
    """The events, streams and clocks with these names, and all that decides about their rows."""
    made_from = {stream.name: (*stream.sources, *_looked_at(stream)) for stream in plan.streams}
    made_from |= {clock.name: (clock.event,) for clock in plan.clocks}
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += made_from.get(name, ())
    return tuple(found)


def _looked_at(stream: Stream) -> Iterator[str]:
    for step in stream.steps:
        yield from looked_at(step)


def looked_at(step: Step) -> tuple[str, ...]:
    """The streams that a step sets its rows beside."""
    match step:
        case Outside(stream) | Inside(stream) | Followed(notice=stream):
            return (stream,)
        case AtOnce(alive_in=stream) if stream is not None:
            return (stream,)
        case _:
            return ()
