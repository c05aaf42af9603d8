"""When the customer may terminate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slalang.compiler.findings import refuse
from slalang.compiler.from_threshold import threshold_of
from slalang.compiler.ground import Ground
from slalang.compiler.literals import months_in
from slalang.model.contract import Version
from slalang.plan.terms import Rung, Termination
from slalang.syntax import nodes


@dataclass(frozen=True)
class TerminationTranslator:
    """Translates the rights to terminate of one version."""

    ground: Ground
    version: Version

    def translate(self) -> Iterator[Termination]:
        """The rights in the order in which they are written."""
        for number, sourced in enumerate(self.version.clauses.every(nodes.MayTerminate), 1):
            condition = sourced.node.condition
            clause = self.ground.path(f"termination.{number}", sourced)
            yield from self._right(condition, clause)

    def _right(
        self, condition: nodes.MissedTimes | nodes.MissedInARow | nodes.ValueInPeriod, clause: str
    ) -> Iterator[Termination]:
        name = condition.objective.text
        match condition:
            case nodes.MissedTimes(times=times, within=within):
                months = months_in(within)
                if months is None:
                    self._refuse(condition, "misses are counted over months")
                yield Termination(clause, name, times=times, months=months)
            case nodes.MissedInARow(count=count):
                yield Termination(clause, name, consecutive=count)
            case nodes.ValueInPeriod(operator="<" | "<=" | ">" | ">=" as operator, threshold=threshold):
                value = Rung(operator, threshold_of(threshold, self.ground))
                yield Termination(clause, name, value=value)
            case nodes.ValueInPeriod():
                self._refuse(condition, "a value stands on one side of a limit")

    def _refuse(self, node: nodes.Node, why: str) -> None:
        refuse(self.ground.findings, node, why)
