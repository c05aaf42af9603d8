"""Two plans over time: in which stretches which slots differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from slalang.changes.content import content
from slalang.changes.slots import WHOLE, Slot, slots_of
from slalang.plan.plan import Plan
from slalang.plan.terms import Terms


@dataclass(frozen=True)
class Stretch:
    """A stretch of time in which neither plan changes its terms."""

    start: int
    end: int
    old: Terms
    new: Terms


@dataclass(frozen=True)
class Difference:
    """A slot that differs in some stretches, in all of them in the same way."""

    slot: Slot
    old: Any
    new: Any
    stretches: tuple[Stretch, ...]


MISSING = None
"""What a slot holds that one version does not have."""


def stretches_of(old: Plan, new: Plan) -> tuple[Stretch, ...]:
    """All of both terms, cut where one of the plans is amended."""
    start, end = min(old.term_start, new.term_start), max(old.term_end, new.term_end)
    amended = {one.effective for plan in (old, new) for one in plan.versions[1:]}
    cuts = [start, *sorted(at for at in amended if start < at < end), end]
    return tuple(
        Stretch(first, last, old.terms_at(first), new.terms_at(first)) for first, last in pairwise(cuts)
    )


def differences(stretches: tuple[Stretch, ...]) -> tuple[Difference, ...]:
    """Every slot that differs, once for each way in which it does. Of an objective or an earn-back that one
    version does not have, only that."""
    found: dict[tuple[Slot, str, str], Difference] = {}
    for stretch in stretches:
        for slot, before, after in _differing(stretch):
            key = slot, content(before), content(after)
            known = found.get(key, Difference(slot, before, after, ()))
            found[key] = replace(known, stretches=(*known.stretches, stretch))
    return tuple(found.values())


def _differing(stretch: Stretch) -> Iterator[tuple[Slot, Any, Any]]:
    old, new = slots_of(stretch.old), slots_of(stretch.new)
    alone = {
        slot.name for slot in old.keys() ^ new.keys() if slot.owner == "objective" and slot.field == WHOLE
    }
    for slot in (*old, *(each for each in new if each not in old)):
        if slot.owner == "objective" and slot.name in alone and slot.field != WHOLE:
            continue
        before, after = old.get(slot, MISSING), new.get(slot, MISSING)
        if content(before) != content(after) or (slot in old) != (slot in new):
            yield slot, before, after
