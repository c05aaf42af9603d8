"""Time taken out of a period, and downtime forgiven in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from slalang.compiler.from_stream import Streams
from slalang.compiler.ground import Ground
from slalang.model.contract import Objective as Promise
from slalang.model.contract import Sourced
from slalang.plan.terms import Budget, Exclusion
from slalang.syntax import nodes

_Effect: TypeAlias = Literal["exclude", "forgive"]


@dataclass(frozen=True)
class Exclusions:
    """Translates what an objective excludes and forgives."""

    ground: Ground
    streams: Streams
    promise: Promise

    def translate(self) -> Iterator[Exclusion]:
        """The clauses in the order in which they are written, each kind with its own numbers."""
        numbers: Counter[_Effect] = Counter()
        for sourced in self.promise.clauses.statements:
            node = sourced.node
            if isinstance(node, nodes.Exclude | nodes.Forgive):
                effect: _Effect = "exclude" if isinstance(node, nodes.Exclude) else "forgive"
                numbers[effect] += 1
                clause = self.ground.path(f"{self.promise.name}.{effect}.{numbers[effect]}", sourced)
                stream = self._windows(node.sources, sourced, effect)
                yield Exclusion(clause, effect, stream, _budget(node.budget))

    def measured_while(self) -> str | None:
        """The stream outside of which nothing is measured."""
        sourced = self.promise.clauses.only(nodes.MeasuredWhile)
        if sourced is None:
            return None
        self.ground.path(f"{self.promise.name}.measured-while", sourced)
        return self._windows(sourced.node.sources, sourced, "measured-while")

    def _windows(
        self, sources: Sequence[nodes.Source], sourced: Sourced[nodes.ObjectiveClause], word: str
    ) -> str:
        return self.streams.joined(sources, sourced.scope, f"{self.promise.name}.{word}")


def _budget(budget: nodes.Budget | None) -> Budget | None:
    return None if budget is None else Budget(budget.length.microseconds, budget.each.kind)
