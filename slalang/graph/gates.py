"""A structure without names: ends, which are up or down, and gates, which are up while enough inputs are."""

from __future__ import annotations

from slalang.values import Frozen, value


@value
class Gate(Frozen):
    """Up while at least so many of its inputs are: the numbers of ends, or of gates before it."""

    least: int
    inputs: tuple[int, ...]


@value
class Gates(Frozen):
    """So many ends, numbered from 0, and the gates, numbered on from there.

    The last gate is the whole, or the only end where there is no gate. An input that several gates have is
    one and the same thing.
    """

    ends: int
    gates: tuple[Gate, ...]

    @property
    def top(self) -> int:
        """The number of the whole."""
        return self.ends + len(self.gates) - 1

    def needs_each(self) -> tuple[bool, ...]:
        """Of each end whether the whole is down when nothing but that end is."""
        return tuple(not self._is_up_without(end) for end in range(self.ends))

    def _is_up_without(self, end: int) -> bool:
        up = [each != end for each in range(self.ends)]
        for gate in self.gates:
            up.append(sum(up[each] for each in gate.inputs) >= gate.least)
        return up[-1]
