"""How much of the time a service is up, exactly: if its parts fail independently, and in the worst case.

Both figures are those of a structure whose ends are up for given shares of the time. A gate whose parts
stand nowhere else is one part with a figure of its own, so most structures come down to one number gate by
gate. What is left, where something is shared, is worked out as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from math import prod

from slalang.graph.cuts import minimal_cuts
from slalang.graph.decisions import probability
from slalang.graph.gates import Gate, Gates
from slalang.graph.packing import most_packed

_ONE = Fraction(1)

MOST_SHARED = 64
"""The most parts that a structure may have left where some of them are shared."""


def independent(gates: Gates, up: Sequence[Fraction]) -> Fraction | None:
    """The share of the time the service is up if its ends fail independently of one another.

    What several branches share counts once. ``None`` where too much is shared to be worked out.
    """
    rest, known = _collapsed(gates, up, at_least)
    return known[0] if rest is None else probability(rest, known, MOST_SHARED)


def guaranteed(gates: Gates, up: Sequence[Fraction]) -> Fraction | None:
    """The share of the time the service is up however the failures of its ends fall together.

    Each end is down for its shortfall at most. Whenever the service is down, all ends of some minimal cut
    are; and however time is given to cuts, if no end is down for longer than its shortfall it can happen so.
    The most time that can be given to cuts is therefore the most it can be down. ``None`` where too much is
    shared to be worked out.
    """
    rest, known = _collapsed(gates, [_ONE - each for each in up], most_down)
    if rest is None:
        return _ONE - known[0]
    cuts = minimal_cuts(rest, MOST_SHARED)
    packed = None if cuts is None else most_packed(cuts, known)
    return None if packed is None else _ONE - min(_ONE, packed)


# --- one gate ----------------------------------------------------------------------------------


def at_least(least: int, up: Sequence[Fraction]) -> Fraction:
    """The probability that at least so many are up, each independently with its own probability."""
    if least == len(up):
        return prod(up, start=_ONE)
    if least == 1:
        return _ONE - prod((1 - each for each in up), start=_ONE)
    reached = [_ONE, *[Fraction(0)] * least]
    for each in up:
        reached[least] += reached[least - 1] * each
        for number in range(least - 1, 0, -1):
            reached[number] = reached[number] * (1 - each) + reached[number - 1] * each
        reached[0] *= 1 - each
    return reached[least]


def most_down(least: int, down: Sequence[Fraction]) -> Fraction:
    """The most time in which fewer than ``least`` can be up, each being down for a given share at most.

    The gate is down while ``m`` of its ``n`` parts are, ``m = n - least + 1``. For a time ``t`` of that,
    parts must be down for ``m * t`` together, and none counts for more than ``t`` of it:
    ``m * t <= sum(min(down, t))``. Whenever this holds the times can be laid out so, one part after the
    other along ``m`` tracks of length ``t``: a part no longer than ``t`` never meets itself. The largest such
    ``t`` is the least of ``sum(all but the j longest) / (m - j)``, for ``j`` from 0 to ``m - 1``.
    """
    many = len(down) - least + 1
    shortest = list(accumulate(sorted(down)))
    return min(_ONE, *(shortest[-1 - longest] / (many - longest) for longest in range(many)))


# --- gates that stand alone --------------------------------------------------------------------


def _collapsed(
    gates: Gates, ends: Sequence[Fraction], of_gate: Callable[[int, Sequence[Fraction]], Fraction]
) -> tuple[Gates | None, list[Fraction]]:
    """The gates with each made an end whose parts stand nowhere else, and the figures of the ends.

    There are no gates where one figure is left. The figure of such a gate is exact in any company: its
    parts can be laid out in time as they like, and the gate as a whole then placed as a part would be.
    """
    uses = Counter(each for gate in gates.gates for each in gate.inputs)
    known: dict[int, Fraction] = dict(enumerate(ends))
    for number, gate in enumerate(gates.gates, start=gates.ends):
        if all(each in known and uses[each] == 1 for each in gate.inputs):
            known[number] = of_gate(gate.least, [known[each] for each in gate.inputs])
    if gates.top in known:
        return None, [known[gates.top]]
    return _renumbered(gates, known)


def _renumbered(gates: Gates, known: dict[int, Fraction]) -> tuple[Gates, list[Fraction]]:
    """The gates without a figure, over those things with one that they need."""
    left = [number for number in range(gates.ends, gates.top + 1) if number not in known]
    kept = [gates.gates[number - gates.ends] for number in left]
    ends = sorted({each for gate in kept for each in gate.inputs if each in known})
    numbers = {old: new for new, old in enumerate((*ends, *left))}
    moved = tuple(Gate(gate.least, tuple(numbers[each] for each in gate.inputs)) for gate in kept)
    return Gates(len(ends), moved), [known[number] for number in ends]
