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
