"""The smallest sets of parts that take a structure down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from slalang.graph.gates import Gates

Cut: TypeAlias = frozenset[int]

_MOST_CUTS = 250


def minimal_cuts(gates: Gates, most: int) -> tuple[Cut, ...] | None:
    """The sets of ends that take the gates down when all of them are down, none of which holds another.

    ``None`` where there are more than ``most`` ends, or too many such sets.
    """
    if gates.ends > most:
        return None
    found: list[list[Cut]] = [[frozenset((end,))] for end in range(gates.ends)]
    for gate in gates.gates:
        cuts = _of_gate(gate.least, [found[each] for each in gate.inputs])
        if cuts is None:
            return None
        found.append(cuts)
    return tuple(found[-1])


def _of_gate(least: int, inputs: Sequence[list[Cut]]) -> list[Cut] | None:
    """A gate is down when fewer than ``least`` inputs are up: ``down[m]`` takes m of those so far down."""
    many = len(inputs) - least + 1
    down: list[list[Cut]] = [[frozenset()], *([] for _ in range(many))]
    for cuts in inputs:
        for number in range(many, 0, -1):
            both = (one | other for one in down[number - 1] for other in cuts)
            down[number] = _minimal([*down[number], *both])
            if len(down[number]) > _MOST_CUTS:
                return None
    return down[many]


def _minimal(cuts: Iterable[Cut]) -> list[Cut]:
    """Those that hold none of the others, the smallest first."""
    kept: list[Cut] = []
    for cut in sorted(set(cuts), key=lambda each: (len(each), sorted(each))):
        if not any(other <= cut for other in kept):
            kept.append(cut)
    return kept
