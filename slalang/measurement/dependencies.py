"""What the measures of an objective stand on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from slalang.plan.plan import Plan
from slalang.plan.streams import AtOnce, Followed, Inside, Outside, Step


def sources_behind(plan: Plan, names: Iterable[str], given: Collection[str]) -> tuple[str, ...]:
    """The events, streams and clocks with these names and all those their rows are made from.

    A stream whose rows are given is made from nothing.
    """
    made_from = {stream.name: stream.sources for stream in plan.streams if stream.name not in given}
    made_from |= {clock.name: (clock.event,) for clock in plan.clocks}
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += made_from.get(name, ())
    return tuple(found)


def streams_used(plan: Plan, names: Iterable[str], given: Collection[str]) -> tuple[str, ...]:
    """The same, with what cuts, pauses and confirms their rows and makes none of them."""
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        fresh = [name for name in sources_behind(plan, waiting, given) if name not in found]
        found |= dict.fromkeys(fresh)
        steps = (step for stream in plan.streams if stream.name in fresh for step in stream.steps)
        waiting = [name for step in steps if (name := _named(step)) and name not in found]
    return tuple(found)


def _named(step: Step) -> str | None:
    """The stream that a step names."""
    match step:
        case Inside(name) | Outside(name) | AtOnce(alive_in=name) | Followed(notice=name):
            return name
        case _:
            return None
