"""The probability that a structure is up whose parts are shared, by deciding one end after the other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from slalang.graph.gates import Gates

_MOST_NODES = 20_000

_DOWN, _UP = 0, 1


def probability(gates: Gates, up: Sequence[Fraction], most: int) -> Fraction | None:
    """The probability that the gates are up, each end independently with its own; exact however they share.

    ``None`` where there are more than ``most`` ends, or more cases to tell apart than can be kept.
    """
    if gates.ends > most:
        return None
    diagram = _Diagram()
    numbers = [diagram.node(end, _UP, _DOWN) for end in range(gates.ends)]
    for gate in gates.gates:
        numbers.append(diagram.at_least(gate.least, [numbers[each] for each in gate.inputs]))
        if len(diagram.nodes) > _MOST_NODES:
            return None
    return diagram.probability(numbers[-1], up)


class _Diagram:
    """Conditions on ends as a decision diagram: each node asks for one end and goes on to another node.

    Ends are asked for in the order of their numbers and equal nodes are one, so there is one node for each
    condition. 0 never holds, 1 always does.
    """

    def __init__(self) -> None:
        self.nodes: list[tuple[int, int, int]] = [(-1, 0, 0), (-1, 1, 1)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}

    def node(self, end: int, if_up: int, if_down: int) -> int:
        """The node that asks for an end."""
        if if_up == if_down:
            return if_up
        key = (end, if_up, if_down)
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(key)
        return self._known[key]

    def at_least(self, least: int, conditions: Sequence[int]) -> int:
        """The condition that so many of the conditions hold."""
        reached = [_UP, *[_DOWN] * least]
        for condition in conditions:
            for number in range(least, 0, -1):
                reached[number] = self._choose(condition, reached[number - 1], reached[number])
            if len(self.nodes) > _MOST_NODES:
                break
        return reached[least]

    def _choose(self, condition: int, then: int, otherwise: int) -> int:
        """``then`` where the condition holds, else ``otherwise``. It goes no deeper than there are ends."""
        if condition in (_DOWN, _UP):
            return then if condition == _UP else otherwise
        if then == otherwise:
            return then
        key = (condition, then, otherwise)
        if key not in self._chosen:
            end = min(self.nodes[each][0] for each in key if each > _UP)
            ups = [self._given(each, end, up=True) for each in key]
            downs = [self._given(each, end, up=False) for each in key]
            self._chosen[key] = self.node(
                end, self._choose(ups[0], ups[1], ups[2]), self._choose(downs[0], downs[1], downs[2])
            )
        return self._chosen[key]

    def _given(self, node: int, end: int, up: bool) -> int:
        asked, if_up, if_down = self.nodes[node]
        if asked != end:
            return node
        return if_up if up else if_down

    def probability(self, top: int, up: Sequence[Fraction]) -> Fraction:
        """The probability of a condition. A node stands after those it goes on to."""
        found = [Fraction(0), Fraction(1)]
        for end, if_up, if_down in self.nodes[2 : top + 1]:
            found.append(up[end] * found[if_up] + (1 - up[end]) * found[if_down])
        return found[top]
