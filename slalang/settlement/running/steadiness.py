"""Whether rows that come later can change what was measured of the time before them.

Most rows only add to what there is. Some change what came before: an outage that lasts long enough in the
end counts from its beginning, and an exclusion that is found out later takes time away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, is_dataclass

from slalang.plan.expressions import FieldValue, Present
from slalang.plan.plan import Plan
from slalang.plan.reach import looked_at, reached
from slalang.plan.streams import AtOnce, Every, Followed, Lasting, Step, Where
from slalang.plan.terms import Objective


@dataclass(frozen=True)
class Steadiness:
    """How firm the time measured of a stream is.

    ``floor``: none of it goes away again. ``slack`` is the most that can still be added to the time before,
    in microseconds; ``None`` is any. ``keys`` are the fields of which no further value may come for that.
    """

    floor: bool
    slack: int | None
    keys: tuple[str, ...]


def steadiness(plan: Plan, objective: Objective, over: str) -> Steadiness:
    """That of the time of a stream, as the objective measures it."""
    own, beside = _steps(plan, reached(plan, [over])), _steps(plan, _aside(plan, objective, over))
    fixed = {one.field for one in objective.narrow} | set(objective.keys)
    cut_by = dict.fromkeys(key for step in own if isinstance(step, Every) for key in step.keys)
    keys = tuple(key for key in cut_by if key not in fixed)
    clocks = {clock.name for clock in plan.clocks}
    if any(map(_is_found_out_late, beside)) or not clocks.isdisjoint(reached(plan, [over])):
        return Steadiness(False, None, keys)
    floor = not any(_uses_growing(step) or _is_of_all(step) for step in own)
    is_bounded = floor and not any(isinstance(step, AtOnce | Followed) or _carries(step) for step in own)
    slack = sum(step.length for step in own if isinstance(step, Lasting))
    return Steadiness(floor, slack if is_bounded else None, keys)


def _aside(plan: Plan, objective: Objective, over: str) -> tuple[str, ...]:
    """What takes time away from the stream, or lets it count."""
    names = [exclusion.stream for exclusion in objective.exclusions]
    names += [objective.measured_while] if objective.measured_while else []
    names += [name for step in _steps(plan, reached(plan, [over])) for name in looked_at(step)]
    return reached(plan, names)


def _steps(plan: Plan, names: Sequence[str]) -> list[Step]:
    return [step for stream in plan.streams if stream.name in names for step in stream.steps]


def _is_found_out_late(step: Step) -> bool:
    """Whether only later rows say that something was so at a time."""
    return isinstance(step, Lasting | AtOnce | Every | Followed) or _uses_growing(step)


def _is_of_all(step: Step) -> bool:
    """All values are down at once only until another turns up that was not."""
    return isinstance(step, AtOnce) and step.least is None


def _carries(step: Step) -> bool:
    return isinstance(step, Every) and step.least_rows is not None and step.sparse == "carries"


def _uses_growing(step: Step) -> bool:
    """Whether a condition asks for what changes as long as an interval goes on."""
    return isinstance(step, Where) and names_any(step.condition, ("to", "length"))


def names_any(part: object, names: Collection[str]) -> bool:
    """Whether an expression, or any of several, asks for one of the fields."""
    if isinstance(part, FieldValue | Present):
        return part.field in names
    if isinstance(part, tuple):
        return any(names_any(one, names) for one in part)
    return is_dataclass(part) and any(names_any(getattr(part, one.name), names) for one in fields(part))
