"""What the measures of an objective stand on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from slalang.plan.plan import Plan


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
